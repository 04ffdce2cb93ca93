import Basics
import EventLoop
import HTTPClient
import Testing

@Suite("One request, one answer", .bothWays)
struct ExchangeTests {
    @Test("A GET brings status, headers and body, and asks for the target as it was given")
    func get() async throws {
        try await Bench.run { line in
            let head = try line.head()
            #expect(head.hasPrefix("GET /a/../b%20c?x=%2F HTTP/1.1\r\n"))
            #expect(head.contains("Accept-Encoding: identity\r\n"))
            #expect(!head.contains("Content-Type"))
            try line.answer("hello", status: "207 Fine", headers: "X-One: 1\r\nx-two:  2 \r\n")
        } _: { bench in
            let answer = try await bench.pool().send(
                ClientRequest(.get, "/a/../b%20c?x=%2F"),
                limitBytes: 100
            )
            #expect(answer.status == 207)
            #expect(answer.body.text == "hello")
            #expect(answer.headers["X-TWO"] == "2")
            #expect(answer.headers["absent"] == nil)
            #expect(answer.head.length == 5)
            #expect(answer.headers.select(["x-one"]).map(\.1) == ["1"])
        }
    }

    @Test("A second request uses the first one's connection")
    func keepAlive() async throws {
        try await Bench.run { line in
            for _ in 0..<3 {
                try line.head()
                try line.answer("\(line.number)")
            }
        } _: { bench in
            let pool = try bench.pool()
            for _ in 0..<3 {
                let answer = try await pool.send(ClientRequest(.get, "/"), limitBytes: 10)
                #expect(answer.body.text == "1")
            }
            #expect(bench.peer.accepted == 1)
        }
    }

    @Test(
        "A body in memory arrives with its length, whatever its size and method",
        arguments: [0, 1, 70_000, 3_000_000],
        [ClientRequest.Method.post, .put, .delete]
    )
    func bytes(size: Int, method: ClientRequest.Method) async throws {
        let sent = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await Bench.run { line in
            let head = try line.head()
            #expect(head.hasPrefix("\(method.rawValue) /in HTTP/1.1\r\n"))
            #expect(head.contains("Content-Length: \(size)\r\n"))
            #expect(!head.contains("Expect"))
            #expect(!head.contains("Content-Type"))
            #expect(try line.bytes(size) == sent)
            try line.answer("ok")
        } _: { bench in
            let answer = try await bench.pool().send(
                ClientRequest(method, "/in", body: .bytes(sent)),
                limitBytes: 10
            )
            #expect(answer.body.text == "ok")
        }
    }

    @Test("Handles forget the request before: POST, upload, HEAD, DELETE and GET in turn")
    func reuseOfHandles() async throws {
        try await Bench.run { line in
            var head = try line.head()
            #expect(head.hasPrefix("POST /1 ") && head.contains("X-Mine: yes\r\n"))
            #expect(try line.bytes(3).text == "abc")
            try line.answer("1")
            head = try line.head()
            #expect(head.hasPrefix("PUT /2 ") && !head.contains("X-Mine"))
            #expect(try line.bytes(100_000).count == 100_000)
            try line.answer("2")
            head = try line.head()
            #expect(head.hasPrefix("POST /3 ") && head.contains("Content-Length: 2\r\n"))
            #expect(try line.bytes(2).text == "de")
            try line.answer("3")
            head = try line.head()
            #expect(head.hasPrefix("HEAD /4 "))
            try line.send("HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n")
            head = try line.head()
            #expect(head.hasPrefix("DELETE /5 ") && !head.contains("Content-Length"))
            try line.answer("5")
            head = try line.head()
            #expect(head.hasPrefix("GET /6 ") && !head.contains("Content-Length"))
            try line.answer("6")
        } _: { bench in
            let pool = try bench.pool()
            let big = [UInt8](repeating: 7, count: 100_000)
            var answers: [ClientResponse] = []
            for request in [
                ClientRequest(
                    .post,
                    "/1",
                    headers: [("X-Mine", "yes")],
                    body: .bytes(Array("abc".utf8))
                ),
                ClientRequest(.put, "/2", body: .bytes(big)),
                ClientRequest(.post, "/3", body: .bytes(Array("de".utf8))),
                ClientRequest(.head, "/4"),
                ClientRequest(.delete, "/5"),
                ClientRequest(.get, "/6"),
            ] {
                answers.append(try await pool.send(request, limitBytes: 10))
            }
            #expect(answers.map(\.body.text) == ["1", "2", "3", "", "5", "6"])
            #expect(answers[3].head.length == 77)
            #expect(bench.peer.accepted == 1)
        }
    }

    @Test("Chunked answers are joined, interim answers skipped, trailers dropped")
    func chunked() async throws {
        try await Bench.run { line in
            try line.head()
            try line.send("HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n")
            try line.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            try line.send("3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n")
            try line.head()
            try line.answer("next")
        } _: { bench in
            let pool = try bench.pool()
            let answer = try await pool.send(ClientRequest(.get, "/"), limitBytes: 10)
            #expect(answer.body.text == "abcde")
            #expect(answer.head.length == nil && !answer.head.endsWithClose)
            #expect(answer.headers["X-Interim"] == nil && answer.headers["X-Trailer"] == nil)
            let next = try await pool.send(ClientRequest(.get, "/"), limitBytes: 10)
            #expect(next.body.text == "next")
        }
    }

    @Test("An answer that ends with the connection says so")
    func endsWithClose() async throws {
        try await Bench.run { line in
            try line.head()
            try line.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nzip")
        } _: { bench in
            let answer = try await bench.pool().send(ClientRequest(.get, "/"), limitBytes: 10)
            #expect(answer.body.text == "zip")
            #expect(answer.head.endsWithClose && answer.head.length == nil)
        }
    }

    @Test("Credentials go out as a Basic authorization, built once")
    func credentials() async throws {
        try await Bench.run { line in
            #expect(try line.head().contains("Authorization: Basic YWxpY2U6c8Okc2FtZQ==\r\n"))
            try line.answer("", status: "204 No Content")
        } _: { bench in
            let basic = Credentials.basic(username: "alice", password: Secret("säsame"))
            let pool = try bench.transport.pool(bench.origin(basic))
            let answer = try await pool.send(ClientRequest(.get, "/"), limitBytes: 10)
            #expect(answer.status == 204)
            #expect(!"\(pool.origin)".contains("same"))
        }
    }

    @Test(
        "What would break out of its line never reaches libcurl",
        arguments: [
            ClientRequest(.get, "/", headers: [("X", "a\r\nEvil: 1")]),
            ClientRequest(.get, "/", headers: [("X", "a\nb")]),
            ClientRequest(.get, "/", headers: [("X", "a\0b")]),
            ClientRequest(.get, "/", headers: [("X: y\r\nZ", "a")]),
            ClientRequest(.get, "/", headers: [("", "a")]),
            ClientRequest(.post, "/", headers: [("content-length", "7")]),
            ClientRequest(.post, "/", headers: [("Transfer-Encoding", "chunked")]),
            ClientRequest(.get, "/", headers: [("HOST", "other")]),
            ClientRequest(.get, "/a b"),
            ClientRequest(.get, "/a\r\nX: 1"),
            ClientRequest(.get, "http://elsewhere/"),
            ClientRequest(.get, ""),
        ]
    )
    func injection(request: ClientRequest) async throws {
        try await Bench.run { line in
            try line.head()
        } _: { bench in
            let pool = try bench.pool()
            let error = try await failure { () throws(TransferError) in
                try await pool.send(request, limitBytes: 10)
            }
            #expect(error.kind == .invalidRequest && !error.bytesSent)
            #expect(bench.peer.accepted == 0)
        }
    }

    @Test("An empty header value is sent as an empty header")
    func emptyHeader() async throws {
        try await Bench.run { line in
            #expect(try line.head().contains("\r\nX-Empty:\r\n"))
            try line.answer("")
        } _: { bench in
            _ = try await bench.pool().send(
                ClientRequest(.get, "/", headers: [("X-Empty", "")]),
                limitBytes: 10
            )
        }
    }
}
