import JSONText

/// A whole HTTP answer.
struct LoopbackReply {
    let status: Int
    private let headers: [(name: String, value: String)]
    let body: [UInt8]

    /// From everything that came until the server closed; nil if that is no whole answer.
    init?(_ bytes: [UInt8]) {
        guard let end = Self.endOfHead(bytes) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            return nil
        }
        self.status = status
        headers = lines.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return (line[..<colon].lowercased(), String(value))
        }
        let rest = bytes[(end + 4)...]
        if headers.contains(where: { $0 == ("transfer-encoding", "chunked") }) {
            guard let body = Self.joinedChunks(rest) else { return nil }
            self.body = body
        } else {
            let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) }
            guard length == nil || length == rest.count else { return nil }
            body = Array(rest)
        }
    }

    /// - Parameter name: In lower case.
    subscript(name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The body as JSON; null if it is none.
    var json: JSONValue { (try? JSONValue(body, limits: .answer)) ?? .null }

    /// The strings of a JSON array.
    var strings: Set<String> { Set((json.array ?? []).compactMap(\.string)) }

    /// The `ID` of each object of a JSON array.
    var identifiers: [String] { (json.array ?? []).compactMap { $0["ID"]?.string } }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...bytes.count - 4).first { bytes[$0...].starts(with: [13, 10, 13, 10]) }
    }

    /// Source: RFC 9112, section 7.1.
    private static func joinedChunks(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var rest = bytes
        var body: [UInt8] = []
        while let end = rest.firstIndex(of: 13) {
            let size = String(decoding: rest[..<end].prefix { $0 != 59 }, as: UTF8.self)
            guard let count = Int(size, radix: 16), count >= 0 else { return nil }
            if count == 0 { return body }
            rest = rest[end...].dropFirst(2)
            guard rest.count >= count + 2 else { return nil }
            body += rest.prefix(count)
            rest = rest.dropFirst(count + 2)
        }
        return nil
    }
}
