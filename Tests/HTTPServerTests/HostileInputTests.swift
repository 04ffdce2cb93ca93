import Basics
import HTTPServer
import Testing

/// Bytes on a real connection, against libmicrohttpd and the gate together.
@Suite("Hostile input")
struct HostileInputTests {
    struct Attack: CustomTestStringConvertible, Sendable {
        let name: String
        let bytes: [UInt8]
        /// nil: closed without an answer.
        let status: Int?

        init(_ name: String, _ status: Int?, _ text: String) {
            self.name = name
            self.status = status
            bytes = Array(text.utf8)
        }

        var testDescription: String { name }
    }

    static let smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"

    static func post(_ headers: String, _ body: String = "") -> String {
        "POST / HTTP/1.1\r\nHost: x\r\n\(headers)\r\n\(body)"
    }

    static let attacks: [Attack] = [
        Attack(
            "CL and TE",
            400,
            post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")
        ),
        Attack(
            "TE and CL",
            400,
            post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n")
        ),
        Attack("two different CL", 400, post("Content-Length: 4\r\nContent-Length: 5\r\n", "aaaa")),
        Attack("two equal CL", 400, post("Content-Length: 4\r\nContent-Length: 4\r\n", "aaaa")),
        Attack("CL list", 400, post("Content-Length: 4, 4\r\n", "aaaa")),
        Attack("CL with a sign", 400, post("Content-Length: +4\r\n", "aaaa")),
        Attack("negative CL", 400, post("Content-Length: -4\r\n", "aaaa")),
        Attack("hexadecimal CL", 400, post("Content-Length: 0x4\r\n", "aaaa")),
        Attack("CL with letters", 400, post("Content-Length: 4a\r\n", "aaaa")),
        Attack("empty CL", 400, post("Content-Length:\r\n", "")),
        Attack("blank before the colon of CL", 400, post("Content-Length : 4\r\n", "aaaa")),
        Attack("tab before the colon of CL", 400, post("Content-Length\t: 4\r\n", "aaaa")),
        Attack("CL of 2^64-1", 400, post("Content-Length: 18446744073709551615\r\n", "aaaa")),
        Attack("CL of 2^64", 413, post("Content-Length: 18446744073709551616\r\n", "aaaa")),
        Attack("CL over the limit", 413, post("Content-Length: 99999999999\r\n", "aaaa")),
        Attack("TE xchunked", 400, post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")),
        Attack("TE gzip, chunked", 400, post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")),
        Attack(
            "TE chunked, identity",
            400,
            post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")
        ),
        Attack("TE identity", 400, post("Transfer-Encoding: identity\r\n", "")),
        Attack("TE with a blank behind", 400, post("Transfer-Encoding: chunked \r\n", "0\r\n\r\n")),
        Attack(
            "TE with a vertical tab",
            400,
            post("Transfer-Encoding: \u{b}chunked\r\n", "0\r\n\r\n")
        ),
        Attack(
            "blank before the colon of TE",
            400,
            post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")
        ),
        Attack(
            "two TE",
            400,
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n")
        ),
        Attack("folded TE", 400, post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")),
        Attack("folded header", 400, post("X-Ac: b\r\n c: d\r\n")),
        Attack("folded CL", 400, post("X-A: b\r\n\tContent-Length: 4\r\n", "aaaa")),
        Attack("bare LF in a header line", 400, "GET / HTTP/1.1\r\nHost: x\nX-A: b\r\n\r\n"),
        Attack("bare LF behind the request line", 400, "GET / HTTP/1.1\nHost: x\r\n\r\n"),
        Attack("bare LF as the empty line", 400, "GET / HTTP/1.1\r\nHost: x\r\n\n"),
        Attack("bare LF throughout", 400, "GET / HTTP/1.1\nHost: x\n\n"),
        Attack("bare CR in a value", 400, "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\rX-C: d\r\n\r\n"),
        Attack("NUL in a value", 400, "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\0c\r\n\r\n"),
        Attack("NUL at the end of a value", 400, "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\0\r\n\r\n"),
        Attack("NUL in a name", 400, "GET / HTTP/1.1\r\nHost: x\r\nX\0A: b\r\n\r\n"),
        Attack("NUL in the target", 400, "GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n"),
        Attack("NUL in the method", 400, "GE\0T / HTTP/1.1\r\nHost: x\r\n\r\n"),
        Attack(
            "control character in a value",
            400,
            "GET / HTTP/1.1\r\nHost: x\r\nX-A: \u{1}\r\n\r\n"
        ),
        Attack("name with a blank", 400, "GET / HTTP/1.1\r\nHost: x\r\nX A: b\r\n\r\n"),
        Attack("empty name", 400, "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n"),
        Attack("line without a colon", 400, "GET / HTTP/1.1\r\nHost: x\r\nX-A\r\n\r\n"),
        Attack("blank before the first header", 400, "GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
        Attack("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
        Attack("two Hosts", 400, "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
        Attack("Host with a path", 400, "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"),
        Attack("absolute target", 400, "GET http://x/system HTTP/1.1\r\nHost: x\r\n\r\n"),
        Attack("asterisk", 400, "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"),
        Attack("CONNECT", 400, "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n"),
        Attack("blank in the target", 400, "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"),
        Attack("two blanks", 400, "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"),
        Attack("tab for a blank", 400, "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        Attack("blank behind the version", 400, "GET / HTTP/1.1 \r\nHost: x\r\n\r\n"),
        Attack("no version", 400, "GET /\r\nHost: x\r\n\r\n"),
        Attack("HTTP/1.2", 505, "GET / HTTP/1.2\r\nHost: x\r\n\r\n"),
        Attack("HTTP/2.0", 505, "GET / HTTP/2.0\r\nHost: x\r\n\r\n"),
        Attack("HTTP/0.9", 505, "GET / HTTP/0.9\r\nHost: x\r\n\r\n"),
        Attack("lower-case version", 400, "GET / http/1.1\r\nHost: x\r\n\r\n"),
        Attack("HTTP/2 preface", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        Attack("encoded dots", 400, get("/instances/%2e%2e/system")),
        Attack("encoded slashes", 400, get("/patients%2f..%2fsystem")),
        Attack("encoded NUL", 400, get("/a%00b")),
        Attack("encoded line end", 400, get("/a%0d%0aX-B:%20c")),
        Attack("dots", 400, get("/instances/../system")),
        Attack("backslash", 400, get("/a\\..\\system")),
        Attack("broken escape", 400, get("/a%2")),
        Attack("byte beyond ASCII", 400, get("/é")),
        Attack("upgrade", 400, get("/", "Connection: Upgrade\r\nUpgrade: h2c\r\n")),
        Attack("unknown expectation", 417, post("Content-Length: 4\r\nExpect: x\r\n", "aaaa")),
        Attack(
            "PATCH with a body",
            400,
            "PATCH / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\naaaa"
        ),
        Attack("target too long", 414, get("/" + String(repeating: "a", count: 9000))),
        Attack("target beyond the pool", 414, get("/" + String(repeating: "a", count: 90_000))),
        Attack(
            "headers too large",
            431,
            get("/", "A: " + String(repeating: "a", count: 40_000) + "\r\n")
        ),
        Attack(
            "headers beyond the pool",
            431,
            get("/", "A: " + String(repeating: "a", count: 90_000) + "\r\n")
        ),
        Attack("too many headers", 431, get("/", String(repeating: "A: b\r\n", count: 101))),
    ]

    @Test("is refused, the connection closed and no request seen", arguments: attacks)
    func refused(attack: Attack) async throws {
        let seen = Locked<[String]>([])
        try await RunningServer.with({ exchange in
            seen.withLock { $0.append(exchange.head.path.joined(separator: "/")) }
            exchange.respond(status: 200)
        }) { server in
            let client = try server.client()
            client.send(attack.bytes + Array(Self.smuggled.utf8))
            let answer = client.answer()
            #expect(answer?.status == attack.status)
            let (bytes, end) = client.rest()
            #expect(end == .closed)
            // To a Content-Length that it can't read, libmicrohttpd 0.9.75 sends its head twice.
            #expect(bytes.isEmpty || server.counters.refused(.malformedHead) == 1)
            #expect(await server.eventually { $0.openConnections == 0 && $0.inFlight == 0 })
        }
        #expect(seen.withLock { $0 } == [])
    }

    static let bodies: [Attack] = [
        Attack("chunk size with a sign", 400, "+5\r\nhello\r\n0\r\n\r\n"),
        Attack("chunk size with 0x", 400, "0x5\r\nhello\r\n0\r\n\r\n"),
        Attack("chunk size too large", 413, "ffffffffffffffff1\r\nhello\r\n0\r\n\r\n"),
        Attack("empty chunk size", 400, "\r\nhello\r\n0\r\n\r\n"),
        Attack("chunk longer than said", 400, "3\r\nhello\r\n0\r\n\r\n"),
        Attack("chunk size with a blank", 400, "5 \r\nhello\r\n0\r\n\r\n"),
    ]

    @Test("in chunks ends the request and the connection", arguments: bodies)
    func badChunks(attack: Attack) async throws {
        let seen = Locked<[String]>([])
        try await RunningServer.with({ exchange in
            seen.withLock { $0.append(exchange.head.path.joined(separator: "/")) }
            echo(exchange)
        }) { server in
            let client = try server.client()
            client.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            client.send(attack.bytes + Array(Self.smuggled.utf8))
            let (_, end) = client.rest()
            #expect(end != .silent)
            #expect(await server.eventually { $0.openConnections == 0 && $0.inFlight == 0 })
        }
        #expect(seen.withLock { $0 } == ["a"])
    }

    @Test(
        "that libmicrohttpd's chunk reader tolerates hides nothing, since chunks end the connection",
        arguments: [
            "5\nhello\n0\n\n", "5;a=b\r\nhello\r\n0\r\n\r\n", "5;\nhello\r\n0\r\n\r\n",
            "5\r\nhello\r\n0\r\nX-Trailer: a\r\n\r\n", "5\r\nhello\r\n00000000000000000000\r\n\r\n",
        ]
    )
    func lenientChunks(body: String) async throws {
        let seen = Locked<[String]>([])
        try await RunningServer.with({ exchange in
            seen.withLock { $0.append(exchange.head.path.joined(separator: "/")) }
            echo(exchange)
        }) { server in
            let client = try server.client()
            client.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            client.send(body + Self.smuggled)
            let answer = client.answer()
            #expect(answer == nil || answer?.header("Connection") == "close")
            #expect(client.rest().end != .silent)
        }
        #expect(seen.withLock { $0 } == ["a"])
    }

    @Test("is counted by reason and answered with the writer's body")
    func counted() async throws {
        var configuration = RunningServer.patient
        configuration.refusalWriter = { refusal in
            PlainAnswer(headers: [("X-Why", "\(refusal.reason)")], bytes: Array("no".utf8))
        }
        try await RunningServer.with(configuration, { $0.respond(status: 200) }) { server in
            let client = try server.client()
            client.send(get("/.."))
            let answer = try #require(client.answer())
            #expect(answer.header("X-Why") == "dotSegment")
            #expect(answer.header("Connection") == "close")
            #expect(answer.text == "no")
            let other = try server.client()
            other.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + get("/"))
            #expect(other.answer(toHead: true)?.status == 404)
            #expect(other.answer()?.status == 200)
            let counters = server.counters
            #expect(counters.refused(.dotSegment) == 1)
            #expect(counters.refused(.method) == 1)
            #expect(counters.answers[4] == 2)
            #expect(counters.answers[2] == 1)
        }
    }

    @Test("leaves what is merely unusual alone")
    func tolerated() async throws {
        try await RunningServer.with(echo) { server in
            let client = try server.client()
            client.send("\r\n" + get("//a//b/"))
            #expect(client.answer()?.text == "GET /a/b 0")
            client.send("GET /c HTTP/1.1\r\nhost:x\r\nX-Empty:\r\nX-Blank: \t v \t\r\n\r\n")
            #expect(client.answer()?.text == "GET /c 0")
            client.send("GET /d HTTP/1.1\r\nHost: [::1]:8042\r\nCookie: a=b; c=\"d\r\n\r\n")
            #expect(client.answer()?.text == "GET /d 0")
            client.send("GET /e HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
            #expect(client.answer()?.text == "GET /e 3")
            client.send("GET /f HTTP/1.0\r\n\r\n")
            #expect(client.answer()?.text == "GET /f 0")
            #expect(client.rest().end == .closed)
        }
    }
}
