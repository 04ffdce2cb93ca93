/// Follows a server's answers and changes where the body ends.
///
/// Takes a piece that begins with `HTTP/1.` as the beginning of an answer, which is so for clients
/// that send one request at a time.
struct AnswerCut {
    /// Bytes of the body sent so far; nil while the head has not ended.
    private var bodyBytes: Int?
    private(set) var isComplete = false

    /// What remains of `piece` when at most `limit` bytes of the body may pass.
    mutating func shortened(_ piece: [UInt8], toBodyBytes limit: Int) -> [UInt8] {
        if piece.starts(with: Array("HTTP/1.".utf8)) { bodyBytes = nil }
        let head = bodyBytes == nil ? Self.headLength(piece) : 0
        guard let head else { return piece }
        let before = bodyBytes ?? 0
        let allowed = min(piece.count - head, limit - before)
        bodyBytes = before + allowed
        isComplete = bodyBytes == limit
        return Array(piece[..<(head + allowed)])
    }

    /// `piece` with another Content-Length, if it holds one.
    func mislabelled(_ piece: [UInt8], by difference: Int) -> [UInt8] {
        guard piece.starts(with: Array("HTTP/1.".utf8)), let end = Self.headLength(piece) else {
            return piece
        }
        let lines = String(decoding: piece[..<end], as: UTF8.self)
            .split(separator: "\r\n", omittingEmptySubsequences: false)
            .map { line -> String in
                guard line.lowercased().hasPrefix("content-length:"),
                    let length = Int(line.dropFirst(15).drop { $0 == " " })
                else { return String(line) }
                return "Content-Length: \(max(0, length + difference))"
            }
        return Array(lines.joined(separator: "\r\n").utf8) + piece[end...]
    }

    /// Bytes up to and with the empty line; nil if it isn't there.
    private static func headLength(_ piece: [UInt8]) -> Int? {
        let mark: [UInt8] = [13, 10, 13, 10]
        guard piece.count >= mark.count else { return nil }
        return (0...(piece.count - mark.count))
            .first { piece[$0..<($0 + mark.count)].elementsEqual(mark) }
            .map { $0 + mark.count }
    }
}
