import Basics
import Federation
import HTTPServer
import JSONText

/// What a route answers.
struct Response {
    enum Body {
        case bytes([UInt8])
        /// nil length: chunked.
        case channel(ByteChannel, length: Int64?)
    }

    var status = 200
    var headers: [(String, String)] = []
    var body = Body.bytes([])
    /// What a browser may load on behalf of the answer; nothing, as a rule.
    var policy = "default-src 'none'"

    static let jsonType = "application/json; charset=utf-8"

    static func json(_ bytes: [UInt8], _ provenance: Provenance = Provenance()) -> Response {
        Response(
            headers: [("Content-Type", jsonType)] + provenance.headers,
            body: .bytes(bytes)
        )
    }

    static func json(_ answer: Answer) -> Response {
        switch answer.body {
        case .bytes(let bytes): return json(bytes, answer.provenance)
        case .channel(let channel):
            var response = json([], answer.provenance)
            response.body = .channel(channel, length: nil)
            return response
        }
    }

    static func json(
        _ provenance: Provenance = Provenance(),
        _ write: (inout JSONWriter) -> Void
    ) -> Response {
        var writer = JSONWriter(.orthanc, capacity: 1024)
        write(&writer)
        return json(writer.bytes, provenance)
    }

    static func text(_ text: String, _ provenance: Provenance = Provenance()) -> Response {
        Response(
            headers: [("Content-Type", "text/plain")] + provenance.headers,
            body: .bytes(Array(text.utf8))
        )
    }

    /// Says what the answer lacks, unless it says so already.
    mutating func add(_ provenance: Provenance) {
        headers += provenance.headers.filter { header in
            !headers.contains { $0.0 == header.0 }
        }
    }

    /// As Orthanc answers when a handler has nothing to say: no body, no type.
    static func empty(_ status: Int, _ headers: [(String, String)] = []) -> Response {
        Response(status: status, headers: headers)
    }

    /// Browsers take every answer for what it says it is, and load nothing on its behalf.
    private var guards: [(String, String)] {
        [("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", policy)]
    }

    func send(on exchange: ServerExchange) {
        let headers = headers + guards
        switch body {
        case .bytes(let bytes):
            exchange.respond(status: status, headers: headers, bytes: bytes)
        case .channel(let channel, let length):
            exchange.respond(status: status, headers: headers, length: length, body: channel)
        }
    }
}

extension Response {
    /// A store's answer. What a browser might run in place is marked as a file to be saved: a
    /// store serves whatever somebody put into it.
    init(
        relaying headers: [(String, String)],
        status: Int,
        _ body: ByteChannel,
        length: Int64?,
        _ provenance: Provenance
    ) {
        self.status = status
        self.body = .channel(body, length: length)
        self.headers = headers + provenance.headers
        func value(_ name: String) -> String? { headers.first { $0.0 == name }?.1 }
        if status >= 400, length != 0, value("Content-Type") == nil {
            // What newer Orthancs say of their refusals; 1.10.1 says nothing.
            self.headers.append(("Content-Type", "text/plain"))
        }
        guard let type = value("Content-Type"), value("Content-Disposition") == nil else { return }
        let name = type.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard !Self.harmless.contains(name) else { return }
        self.headers.append(("Content-Disposition", "attachment"))
    }

    /// Types that can't act on their own in a browser.
    private static let harmless: Set<String> = [
        "application/dicom", "application/dicom+json", "application/gzip", "application/json",
        "application/octet-stream", "application/pdf", "application/zip", "image/jpeg",
        "image/png", "image/x-portable-arbitrarymap", "multipart/related", "text/plain",
    ]
}
