/// Finds what must not go out, before libcurl sees it: libcurl sends CR and LF inside a header
/// value as they are.
enum RequestCheck {
    private static let framing: [StaticString] = [
        "connection", "content-length", "expect", "host", "keep-alive", "proxy-authorization",
        "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    /// Most headers of a request, most bytes of one target or of all headers.
    static let maxHeaders = 64
    static let maxBytes = 32 << 10

    /// Why `request` can't be sent; nil if it can.
    static func fault(in request: ClientRequest) -> String? {
        if !isTarget(request.target) { return "target is not an encoded path" }
        if request.headers.count > maxHeaders { return "more than \(maxHeaders) headers" }
        for (name, value) in request.headers {
            if !isToken(name) { return "header name is not a token" }
            if !isValue(value) { return "control character in header \(name)" }
            if isFraming(name) { return "header \(name) belongs to the client" }
        }
        if case .channel(_, let length?) = request.body, length < 0 { return "negative length" }
        return nil
    }

    private static func isTarget(_ target: String) -> Bool {
        guard target.utf8.first == UInt8(ascii: "/"), target.utf8.count <= maxBytes else {
            return false
        }
        return target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
    }

    static func isToken(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(isTokenByte)
    }

    static func isValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    private static func isFraming(_ name: String) -> Bool {
        framing.contains { isWord(name, $0) }
    }

    /// Whether `name` is `word`, given in lower case, whatever its own case.
    static func isWord(_ name: String, _ word: StaticString) -> Bool {
        guard word.utf8CodeUnitCount == name.utf8.count else { return false }
        return zip(name.utf8, UnsafeBufferPointer(word)).allSatisfy { lowercase($0) == $1 }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate init(_ string: StaticString) {
        self.init(start: string.utf8Start, count: string.utf8CodeUnitCount)
    }
}
