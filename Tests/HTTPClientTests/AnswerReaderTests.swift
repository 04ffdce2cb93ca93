import Testing

@testable import HTTPClient

@Suite("Taking an answer apart")
struct AnswerReaderTests {
    /// What a reader says of `pieces`, and what it leaves of the last.
    private func read(
        _ pieces: [[UInt8]],
        answersHead: Bool = false
    ) -> (body: String, last: String, left: Int) {
        var reader = AnswerReader()
        reader.begin(answersHead: answersHead)
        var body: [UInt8] = []
        for piece in pieces {
            let found: (String, Int)? = piece.withUnsafeBytes { bytes in
                var rest = bytes
                while true {
                    switch reader.next(&rest) {
                    case .more: if rest.isEmpty { return nil }
                    case .head: continue
                    case .body(let part): body += part
                    case .end: return ("end", rest.count)
                    case .refused(let cause): return (cause, rest.count)
                    }
                }
            }
            if let found { return (body.text, found.0, found.1) }
        }
        return (body.text, "\(reader.close())", 0)
    }

    private static let answers: [(text: String, body: String, end: String)] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", "end"),
        ("HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "", "end"),
        ("HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n", "", "end"),
        ("HTTP/1.0 200 OK\n\nto the end", "to the end", "whole"),
        ("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\nabc", "abc", "brokenPromise"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello", "hello", "insideBody"),
        ("HTTP/1.1 200 OK\r\nContent-Le", "", "insideHead"),
        ("", "", "noAnswer"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=\"1\"\r\nabc\r\n0A\r\n"
                + "0123456789\r\n00\r\nX: 1\r\n\r\n", "abc0123456789", "end"
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n", "abc",
            "insideBody"
        ),
    ]

    @Test("The pieces in which an answer comes make no difference")
    func pieces() {
        for (text, body, end) in Self.answers {
            let bytes = Array(text.utf8)
            for cut in 0...bytes.count {
                let answer = read([Array(bytes[..<cut]), Array(bytes[cut...])])
                #expect(answer.body == body && answer.last == end, "\(text) cut at \(cut)")
            }
            let single = read(bytes.map { [$0] })
            #expect(single.body == body && single.last == end, "\(text) in single bytes")
        }
    }

    @Test("What follows an answer is left alone")
    func surplus() {
        for (text, _, end) in Self.answers where end == "end" {
            #expect(read([Array((text + "HTTP").utf8)]).left == 4, "\(text)")
        }
        let bytes = Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc".utf8)
        let head = read([bytes], answersHead: true)
        #expect(head.last == "end" && head.left == 3)
    }

    @Test(
        "Chunks that another reader might cut elsewhere are refused",
        arguments: [
            "x\r\n", "\r\n", "-1\r\n", "0x3\r\nabc", "3\nabc", "3\r\nabcd\r\n", "3\r\nabc\n",
            "3 \u{1}\r\n", "3\r\r\n", "1000000000000000\r\n", "0\r\nX: 1\n\r\n", "+3\r\nabc\r\n",
        ]
    )
    func badChunks(chunks: String) {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let answer = read([Array((head + chunks).utf8)])
        #expect(answer.last.hasPrefix("bad chunk") || answer.last == "chunk too large")
    }

    @Test("Endless lines, extensions and trailers end at a limit")
    func endless() {
        let long = String(repeating: "a", count: 70_000)
        #expect(read([Array("HTTP/1.1 200 OK\r\nX: \(long)".utf8)]).last == "a line without end")
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(read([Array("\(head)1;\(long)".utf8)]).last == "too many trailers")
        #expect(read([Array("\(head)0\r\nX: \(long)".utf8)]).last == "too many trailers")
    }
}
