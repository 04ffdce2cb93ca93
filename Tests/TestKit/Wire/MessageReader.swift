/// Reads HTTP/1.1 messages, one after the other, from a connection.
///
/// Written for tests, apart from the product's own code, so that both can't be wrong alike.
/// Source: RFC 9112.
final class MessageReader {
    private let connection: Connection
    private var buffer: [UInt8] = []
    private var position = 0

    init(_ connection: Connection) { self.connection = connection }

    struct Head {
        /// Request line or status line.
        var first: String
        var headers: [(name: String, value: String)]

        func value(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    /// Nil if the peer closed before the first byte.
    func head() throws(WireError) -> Head? {
        guard try fill() else { return nil }
        let first = try line()
        var headers: [(name: String, value: String)] = []
        while true {
            let text = try line()
            if text.isEmpty { return Head(first: first, headers: headers) }
            guard let colon = text.firstIndex(of: ":") else {
                throw WireError(.malformed, doing: "read a header line")
            }
            let value = text[text.index(after: colon)...].drop { $0 == " " }
            headers.append((String(text[..<colon]), String(value)))
        }
    }

    func exactly(_ count: Int) throws(WireError) -> [UInt8] {
        while buffer.count - position < count {
            guard try more() else { throw WireError(.truncated, doing: "read \(count) bytes") }
        }
        defer { position += count }
        return Array(buffer[position..<position + count])
    }

    func chunked() throws(WireError) -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let size = try line().prefix { $0 != ";" }
            guard let count = Int(size, radix: 16) else {
                throw WireError(.malformed, doing: "read a chunk size")
            }
            if count == 0 { break }
            body += try exactly(count)
            guard try line().isEmpty else {
                throw WireError(.malformed, doing: "read the end of a chunk")
            }
        }
        while try !line().isEmpty {}
        return body
    }

    func untilEnd() throws(WireError) -> [UInt8] {
        while try more() {}
        defer { position = buffer.count }
        return Array(buffer[position...])
    }

    /// Without its CR LF; bytes that aren't UTF-8 are replaced.
    private func line() throws(WireError) -> String {
        var end = position
        while true {
            if let found = buffer[end...].firstIndex(of: 10) {
                var text = buffer[position..<found]
                if text.last == 13 { text.removeLast() }
                position = found + 1
                return String(decoding: text, as: UTF8.self)
            }
            let scanned = buffer.count - position
            guard try more() else { throw WireError(.truncated, doing: "read a line") }
            end = position + scanned
        }
    }

    /// Waits for a byte; whether there is one to read.
    func fill() throws(WireError) -> Bool {
        position < buffer.count ? true : try more()
    }

    private func more() throws(WireError) -> Bool {
        if position > 0 {
            buffer.removeFirst(position)
            position = 0
        }
        let piece = try connection.receive(limitBytes: 1 << 17)
        buffer += piece
        return !piece.isEmpty
    }
}
