/// Writes the heads of requests to one origin.
struct RequestText {
    /// Lines that every request carries.
    private let common: [UInt8]

    init(origin: Origin) {
        let host = origin.host.utf8.contains(UInt8(ascii: ":")) ? "[\(origin.host)]" : origin.host
        var text = "Host: \(host)\(origin.port == 80 ? "" : ":\(origin.port)")\r\n"
        text += "Accept-Encoding: identity\r\n"
        if let value = origin.credentials?.headerValue { text += "Authorization: \(value)\r\n" }
        common = Array(text.utf8)
    }

    /// Appends the head of `request`, blank line included. It was checked: see ``RequestCheck``.
    func write(_ request: ClientRequest, to out: inout [UInt8]) {
        Self.append(request.method.rawValue, to: &out)
        out.append(0x20)
        Self.append(request.target, to: &out)
        Self.append(" HTTP/1.1\r\n", to: &out)
        out.append(contentsOf: common)
        var namesTypes = false
        for (name, value) in request.headers {
            if RequestCheck.isWord(name, "accept") { namesTypes = true }
            Self.append(name, to: &out)
            Self.append(value.isEmpty ? ":" : ": ", to: &out)
            Self.append(value, to: &out)
            Self.append("\r\n", to: &out)
        }
        if !namesTypes { Self.append("Accept: */*\r\n", to: &out) }
        if let framing = Self.framing(of: request) { Self.append(framing, to: &out) }
        Self.append("\r\n", to: &out)
    }

    private static func framing(of request: ClientRequest) -> String? {
        switch (request.body, request.method) {
        case (.none, .post), (.none, .put): "Content-Length: 0\r\n"
        case (.none, _): nil
        case (.bytes(let bytes), _): "Content-Length: \(bytes.count)\r\n"
        case (.channel(_, let length?), _): "Content-Length: \(length)\r\n"
        case (.channel(_, nil), _): "Transfer-Encoding: chunked\r\n"
        }
    }

    /// Appends a native string's bytes in one piece.
    private static func append(_ text: String, to out: inout [UInt8]) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable {
            out.append(contentsOf: $0)
        }
        if done == nil { out.append(contentsOf: text.utf8) }
    }
}
