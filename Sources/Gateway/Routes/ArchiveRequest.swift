import Federation
import HTTPServer
import JSONText
import OrthancModel

/// What a request for an archive or a medium says beside its resources.
///
/// Fields, checks and their words: live Orthancs 1.10.1, 1.12.7 and 1.13.0.
struct ArchiveRequest {
    var fileName: String
    var transcoding: Transcoding?
    var isExtended = false
    var isAsynchronous = false
    var priority = 0
    /// JSON.
    var userData: [UInt8]?

    /// From the query of a GET.
    init(_ context: RequestContext, fileName: String) throws(OrthancFault) {
        self.fileName = Self.safe(context.head.query("filename")?.value) ?? fileName
        isExtended = context.hasFlag("extended")
        guard let syntax = context.head.query("transcode")?.value else { return }
        transcoding = try Transcoding(
            syntax,
            lossyQuality: try Self.quality(context.head.query("lossy-quality")?.value)
        )
    }

    /// From the body of a POST, which may be anything but an object too.
    init(_ body: JSONValue, fileName: String) throws(OrthancFault) {
        self.fileName = fileName
        guard let object = body.object else { return }
        if let synchronous = try Self.boolean(object, "Synchronous") {
            isAsynchronous = !synchronous
        } else {
            isAsynchronous = try Self.boolean(object, "Asynchronous") ?? false
        }
        if let value = object["Priority"] {
            guard let number = value.integer else { throw Self.expected("Integer", "Priority") }
            priority = Int(clamping: number)
        }
        userData = object["UserData"]?.text(.compact)
        isExtended = try Self.boolean(object, "Extended") ?? false
        if let name = Self.safe(object["Filename"]?.string) { self.fileName = name }
        guard let value = object["Transcode"] else { return }
        guard let syntax = value.string else { throw Self.expected("String", "Transcode") }
        var quality: Int?
        if let value = object["LossyQuality"] {
            guard let number = value.integer, number >= 0 else {
                throw Self.expected("Unsigned integer", "LossyQuality")
            }
            quality = Int(clamping: number)
        }
        transcoding = try Transcoding(syntax, lossyQuality: quality)
    }

    /// Of a ZIP that is called so.
    static func headers(_ fileName: String) -> [(String, String)] {
        [
            ("Content-Type", "application/zip"),
            ("Content-Disposition", "filename=\"\(fileName)\""),
        ]
    }

    private static func boolean(
        _ object: JSONObject,
        _ name: String
    ) throws(OrthancFault) -> Bool? {
        guard let value = object[name] else { return nil }
        guard let boolean = value.boolean else { throw expected("Boolean", name) }
        return boolean
    }

    private static func expected(_ type: String, _ field: String) -> OrthancFault {
        OrthancFault(.badFileFormat, details: "\(type) value expected in field: \(field)")
    }

    private static func quality(_ text: String?) throws(OrthancFault) -> Int? {
        guard let text else { return nil }
        guard let number = UInt32(text) else {
            throw OrthancFault(
                .parameterOutOfRange,
                details: "Expected a Unsigned Int for GET argument \"lossy-quality\""
            )
        }
        return Int(number)
    }

    /// Nothing in it can end the header, leave its quotes or name a folder. nil: nothing is left.
    static func safe(_ name: String?) -> String? {
        guard let name else { return nil }
        let kept = name.unicodeScalars.filter {
            (0x20...0x7E).contains($0.value) && !"\"\\/".unicodeScalars.contains($0)
        }
        let text = String(String.UnicodeScalarView(kept.prefix(200)))
        return text.allSatisfy { $0 == "." || $0 == " " } ? nil : text
    }
}
