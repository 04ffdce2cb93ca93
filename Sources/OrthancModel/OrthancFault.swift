import JSONText

/// An answer that refuses, in the very words of an Orthanc.
package struct OrthancFault: Error, Equatable, CustomStringConvertible {
    package let status: OrthancStatus
    package let httpStatus: Int
    /// What is wrong in this case; shown to the client. Never holds a value of DICOM data.
    package let details: String?

    /// - Parameter httpStatus: Only when it differs from what Orthanc answers with this code.
    package init(_ status: OrthancStatus, details: String? = nil, httpStatus: Int? = nil) {
        self.status = status
        self.details = details
        self.httpStatus = httpStatus ?? status.httpStatus
    }

    /// The JSON body, byte for byte as Orthanc 1.10.1 lays it out.
    ///
    /// - Parameters:
    ///   - method: After any override, in capitals.
    ///   - uri: The decoded path without query.
    package func body(method: String, uri: String) -> [UInt8] {
        var writer = JSONWriter(.orthancError)
        writer.object { writer in
            if let details { writer.member("Details", details) }
            writer.member("HttpError", Self.reason(httpStatus))
            writer.member("HttpStatus", httpStatus)
            writer.member("Message", status.message)
            writer.member("Method", method)
            writer.member("OrthancError", status.message)
            writer.member("OrthancStatus", status.rawValue)
            writer.member("Uri", uri)
        }
        return writer.bytes + [0x0A]
    }

    package var description: String {
        let text = "\(httpStatus) \(status.message) (\(status.rawValue))"
        return details.map { "\(text): \($0)" } ?? text
    }

    /// An exception that Orthanc itself does not name: JSON of the wrong type deep inside.
    package static let unhandled = OrthancFault(
        .internalError,
        details: "An unhandled exception was generated inside the HTTP server"
    )

    /// The same where it is the caller's doing and not to be taken for ours (decision 0083).
    package static let mistyped = OrthancFault(
        .internalError,
        details: "JSON of the wrong type",
        httpStatus: 400
    )

    private static func reason(_ httpStatus: Int) -> String {
        switch httpStatus {
        case 200: "OK"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 409: "Conflict"
        case 413: "Request Entity Too Large"
        case 415: "Unsupported Media Type"
        case 416: "Requested Range Not Satisfiable"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 507: "Insufficient Storage"
        default: "Internal Server Error"
        }
    }
}
