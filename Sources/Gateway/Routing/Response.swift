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

    static let jsonType = "application/json; charset=utf-8"

    static func json(_ bytes: [UInt8], _ provenance: Provenance = Provenance()) -> Response {
        Response(
            headers: [("Content-Type", jsonType)] + provenance.headers,
            body: .bytes(bytes)
        )
    }

    static func json(
        _ provenance: Provenance = Provenance(),
        _ write: (inout JSONWriter) -> Void
    ) -> Response {
        var writer = JSONWriter(.orthanc, capacity: 1024)
        write(&writer)
        return json(writer.bytes, provenance)
    }

    static func text(_ text: String) -> Response {
        Response(headers: [("Content-Type", "text/plain")], body: .bytes(Array(text.utf8)))
    }

    /// As Orthanc answers when a handler has nothing to say: no body, no type.
    static func empty(_ status: Int, _ headers: [(String, String)] = []) -> Response {
        Response(status: status, headers: headers)
    }

    func send(on exchange: ServerExchange) {
        switch body {
        case .bytes(let bytes):
            exchange.respond(status: status, headers: headers, bytes: bytes)
        case .channel(let channel, let length):
            exchange.respond(status: status, headers: headers, length: length, body: channel)
        }
    }
}
