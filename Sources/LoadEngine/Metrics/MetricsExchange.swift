/// One request for the metrics and its answer: what a client has said so far, what it is told, and
/// until when it is listened to. Knows bytes, no sockets.
struct MetricsExchange {
    private var head: [UInt8] = []
    /// All that is to be sent; empty until the request is whole.
    private(set) var answer: [UInt8] = []
    private var sent = 0
    /// In ``Monotonic`` nanoseconds.
    let deadline: Int64

    /// Longest request without a body.
    static let limitBytes = 4096

    init(until deadline: Int64) { self.deadline = deadline }

    var isAnswering: Bool { !answer.isEmpty }
    var hasEnded: Bool { isAnswering && sent == answer.count }
    var unsent: ArraySlice<UInt8> { answer[sent...] }

    mutating func wasSent(_ count: Int) { sent += count }

    /// Takes what a client says; makes the answer once that is enough.
    ///
    /// - Parameter page: The text of the metrics.
    mutating func take(_ bytes: ArraySlice<UInt8>, page: [UInt8]) {
        guard !isAnswering else { return }
        // An end of a line may be cut; what lies before it was looked at.
        let seen = max(0, head.count - 3)
        head += bytes.prefix(Self.limitBytes + 1 - head.count)
        if head.count > Self.limitBytes {
            answer = Self.refusal("431 Request Header Fields Too Large")
        } else if Self.isWhole(head[seen...]) {
            answer = Self.answer(to: head, page)
        }
    }

    private static func isWhole(_ head: ArraySlice<UInt8>) -> Bool {
        head.indices.contains { place in
            head[place...].starts(with: [13, 10, 13, 10]) || head[place...].starts(with: [10, 10])
        }
    }

    private static func answer(to head: [UInt8], _ page: [UInt8]) -> [UInt8] {
        let line = head.prefix { $0 != 13 && $0 != 10 }
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3, words[2].starts(with: "HTTP/1.".utf8) else {
            return refusal("400 Bad Request")
        }
        let path = words[1].prefix { $0 != UInt8(ascii: "?") }
        guard path.elementsEqual("/metrics".utf8) else { return refusal("404 Not Found") }
        if words[0].elementsEqual("GET".utf8) { return top("200 OK", page.count) + page }
        if words[0].elementsEqual("HEAD".utf8) { return top("200 OK", page.count) }
        return refusal("405 Method Not Allowed", "Allow: GET, HEAD\r\n")
    }

    private static func refusal(_ status: String, _ more: String = "") -> [UInt8] {
        top(status, 0, more)
    }

    private static func top(_ status: String, _ length: Int, _ more: String = "") -> [UInt8] {
        let text =
            "HTTP/1.1 \(status)\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
            + "Content-Length: \(length)\r\nConnection: close\r\n\(more)\r\n"
        return Array(text.utf8)
    }
}
