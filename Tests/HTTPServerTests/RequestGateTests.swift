import HTTPServer
import Testing

@Suite("The request gate")
struct RequestGateTests {
    typealias Fields = [(String, String)]

    static func judge(
        _ method: String = "GET",
        _ target: String = "/",
        _ headers: Fields = [("Host", "x")],
        version: RawHead.Version = .http11,
        limits: GateLimits = GateLimits()
    ) -> Result<RequestGate.Admission, GateFault> {
        let raw = RawHead(
            method: Array(method.utf8),
            target: Array(target.utf8),
            version: version,
            headers: headers.map { (Array($0.0.utf8), Array($0.1.utf8)) }
        )
        return RequestGate(limits: limits).judge(raw, from: "127.0.0.1")
    }

    static func refusal(_ result: Result<RequestGate.Admission, GateFault>) -> Refusal? {
        if case .failure(let fault) = result { fault.refusal } else { nil }
    }

    @Test(
        "collapses and decodes a path",
        arguments: [
            ("/", []), ("//", []), ("/studies/", ["studies"]), ("//a///b//", ["a", "b"]),
            ("/a%20b", ["a b"]), ("/sys%74em", ["system"]), ("/a+b", ["a+b"]),
            ("/%C3%A9", ["é"]), ("/a/...", ["a", "..."]), ("/.a", [".a"]),
            ("/%252e%252e", ["%2e%2e"]), ("/a?b/../c", ["a"]), ("/a;b", ["a;b"]),
        ] as [(String, [String])]
    )
    func path(target: String, expected: [String]) throws {
        #expect(try Self.judge("GET", target).get().head.path == expected)
    }

    @Test(
        "decodes a query: blanks for plus, nil without a value",
        arguments: [
            ("?", []), ("?a", [QueryItem("a")]), ("?a=", [QueryItem("a", "")]),
            ("?a=1&&b=2&", [QueryItem("a", "1"), QueryItem("b", "2")]),
            ("?a=x+y%2Bz", [QueryItem("a", "x y+z")]), ("?a=b=c?d", [QueryItem("a", "b=c?d")]),
            ("?a%3Db=%26", [QueryItem("a=b", "&")]), ("?=v", [QueryItem("", "v")]),
            ("?a=%0d%0a", [QueryItem("a", "\r\n")]), ("?a=..%2f", [QueryItem("a", "../")]),
        ] as [(String, [QueryItem])]
    )
    func query(query: String, expected: [QueryItem]) throws {
        #expect(try Self.judge("GET", "/" + query).get().head.query == expected)
    }

    @Test(
        "refuses a target that another parser could read otherwise",
        arguments: [
            ("*", .targetForm), ("", .targetForm), ("http://x/system", .targetForm),
            ("x/y", .targetForm), ("?a", .targetForm), ("/a b", .targetCharacter),
            ("/a\tb", .targetCharacter), ("/a\u{7f}", .targetCharacter),
            ("/é", .targetCharacter), ("/a#b", .targetCharacter), ("/a?b#c", .targetCharacter),
            ("/.", .dotSegment), ("/..", .dotSegment), ("/a/../b", .dotSegment),
            ("/%2e%2E/system", .dotSegment), ("/.%2e", .dotSegment), ("/%2e", .dotSegment),
            ("/a/%2e%2e%2fsystem", .forbiddenCharacter),
            ("/patients%2f..%2fsystem", .forbiddenCharacter),
            ("/a%5cb", .forbiddenCharacter), ("/a\\b", .forbiddenCharacter),
            ("/a%00b", .forbiddenCharacter), ("/a%0d%0aX:y", .forbiddenCharacter),
            ("/a%1f", .forbiddenCharacter), ("/a%7f", .forbiddenCharacter),
            ("/?a=%00", .forbiddenCharacter), ("/%", .targetEncoding), ("/%4", .targetEncoding),
            ("/%zz", .targetEncoding), ("/a%4/b", .targetEncoding), ("/?a=%", .targetEncoding),
            ("/?a=%g0", .targetEncoding), ("/%c0%af", .targetEncoding), ("/%ff", .targetEncoding),
        ] as [(String, Refusal.Reason)]
    )
    func badTarget(target: String, reason: Refusal.Reason) throws {
        let refusal = try #require(Self.refusal(Self.judge("GET", target)))
        #expect(refusal == Refusal.closing(400, reason))
    }

    @Test(
        "refuses framing that hides a second request",
        arguments: [
            ([("Content-Length", "5"), ("Content-Length", "6")], .contentLengthRepeated, 400),
            ([("Content-Length", "5"), ("content-length", "5")], .contentLengthRepeated, 400),
            (
                [("Content-Length", "5"), ("Transfer-Encoding", "chunked")],
                .contentLengthBesideTransferEncoding, 400
            ),
            ([("Content-Length", "")], .contentLengthMalformed, 400),
            ([("Content-Length", "+5")], .contentLengthMalformed, 400),
            ([("Content-Length", "-1")], .contentLengthMalformed, 400),
            ([("Content-Length", "5, 5")], .contentLengthMalformed, 400),
            ([("Content-Length", "0x5")], .contentLengthMalformed, 400),
            ([("Content-Length", "5 ")], .contentLengthMalformed, 400),
            ([("Content-Length", "5\u{b}")], .headerValue, 400),
            ([("Content-Length", "1000000000000000")], .contentLengthMalformed, 400),
            ([("Content-Length", "18446744073709551615")], .contentLengthMalformed, 400),
            ([("Content-Length", "999999999999999")], .bodyTooLarge, 413),
            ([("Content-Length ", "5")], .headerName, 400),
            ([("Transfer-Encoding", "gzip, chunked")], .transferEncoding, 400),
            ([("Transfer-Encoding", "xchunked")], .transferEncoding, 400),
            ([("Transfer-Encoding", "identity")], .transferEncoding, 400),
            ([("Transfer-Encoding", "chunked ")], .transferEncoding, 400),
            ([("Transfer-Encoding", "")], .transferEncoding, 400),
            (
                [("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "chunked")],
                .transferEncoding, 400
            ),
            (
                [("Transfer-Encoding", "gzip"), ("Transfer-Encoding", "chunked")],
                .transferEncoding, 400
            ),
        ] as [(Fields, Refusal.Reason, Int)]
    )
    func badFraming(fields: Fields, reason: Refusal.Reason, status: Int) throws {
        let result = Self.judge("POST", "/", [("Host", "x")] + fields)
        #expect(try #require(Self.refusal(result)) == Refusal.closing(status, reason))
    }

    @Test(
        "refuses odd heads",
        arguments: [
            ([], .hostMissing, 400), ([("Host", "a"), ("Host", "a")], .hostRepeated, 400),
            ([("Host", "a b")], .hostMalformed, 400), ([("Host", "a/b")], .hostMalformed, 400),
            ([("Host", "a,b")], .hostMalformed, 400), ([("Host", "u@a")], .hostMalformed, 400),
            ([("Host", "x"), ("", "v")], .headerName, 400),
            ([("Host", "x"), ("A B", "v")], .headerName, 400),
            ([("Host", "x"), ("X-Ac: d", "v")], .headerName, 400),
            ([("Host", "x"), ("Ä", "v")], .headerName, 400),
            ([("Host", "x"), ("A", "b\rc")], .headerValue, 400),
            ([("Host", "x"), ("A", "b\nc")], .headerValue, 400),
            ([("Host", "x"), ("A", "b\0c")], .headerValue, 400),
            ([("Host", "x"), ("A", "b\u{7f}")], .headerValue, 400),
            ([("Host", "x"), ("Upgrade", "h2c")], .upgrade, 400),
            ([("Host", "x"), ("Expect", "200-ok")], .expectation, 417),
            (
                [("Host", "x"), ("Expect", "100-continue"), ("Expect", "100-continue")],
                .expectation, 417
            ),
            (
                [
                    ("Host", "x"), ("X-HTTP-Method-Override", "PUT"),
                    ("X-HTTP-Method-Override", "DELETE"),
                ], .methodOverride, 400
            ),
        ] as [(Fields, Refusal.Reason, Int)]
    )
    func oddHead(fields: Fields, reason: Refusal.Reason, status: Int) throws {
        let refusal = try #require(Self.refusal(Self.judge("GET", "/", fields)))
        #expect(refusal == Refusal.closing(status, reason))
    }

    @Test("refuses other versions, chunks on HTTP/1.0 and bytes that the parser hides")
    func versions() throws {
        #expect(Self.refusal(Self.judge(version: .other)) == Refusal.closing(505, .version))
        let chunked = Self.judge("POST", "/", [("Transfer-Encoding", "chunked")], version: .http10)
        #expect(Self.refusal(chunked) == Refusal.closing(400, .transferEncoding))
        #expect(try Self.judge("GET", "/", [], version: .http10).get().head.isHTTP10)
        let hidden = RawHead(
            method: Array("GET".utf8),
            target: [0x2F],
            headers: [(Array("Host".utf8), [0x78])],
            hidesBytes: true
        )
        let verdict = RequestGate().judge(hidden, from: "")
        #expect(Self.refusal(verdict) == Refusal.closing(400, .hiddenBytes))
    }

    @Test("keeps its limits")
    func limits() {
        var limits = GateLimits()
        limits.targetBytes = 10
        limits.headerCount = 2
        limits.headBytes = 200
        limits.bodyBytes = 100
        func refusal(_ target: String, _ fields: Fields) -> Refusal? {
            Self.refusal(Self.judge("POST", target, fields, limits: limits))
        }
        let host = ("Host", "x")
        #expect(refusal("/2345678901", [host]) == Refusal.closing(414, .targetTooLong))
        #expect(refusal("/234567890", [host]) == nil)
        #expect(refusal("/", [host, host, host]) == Refusal.closing(431, .tooManyHeaders))
        let large = ("A", String(repeating: "a", count: 200))
        #expect(refusal("/", [host, large]) == Refusal.closing(431, .headersTooLarge))
        #expect(refusal("/", [host, ("Content-Length", "101")]) == .closing(413, .bodyTooLarge))
        #expect(refusal("/", [host, ("Content-Length", "100")]) == nil)
    }

    @Test(
        "evaluates the method override as Orthanc 1.10.1 does, and strips it",
        arguments: [
            ("GET", "/", "DELETE", .delete), ("POST", "/", "put", .put),
            ("HEAD", "/", "Delete", .delete), ("PATCH", "/", "PUT", .put),
            ("GET", "/?_method=delete", nil, .delete), ("GET", "/?_method=Put&a=1", nil, .put),
            ("GET", "/?_method=put&_method=delete", nil, .put), ("GET", "/?_method=", nil, .get),
            ("GET", "/?_method", nil, .get), ("POST", "/?_method=delete", nil, .post),
            ("GET", "/?_method=delete", "PUT", .put), ("GET", "/?_method=post", "DELETE", .delete),
            ("GET", "/", "", .get),
        ] as [(String, String, String?, Method)]
    )
    func override(method: String, target: String, header: String?, expected: Method) throws {
        let name = "X-HTTP-Method-Override"
        let fields = [("Host", "x")] + (header.map { [(name, $0)] } ?? [])
        let head = try Self.judge(method, target, fields).get().head
        #expect(head.method == expected)
        #expect(head.query("_method") == nil)
        if header?.isEmpty == false { #expect(!head.headers.contains(name)) }
    }

    @Test("refuses other overrides and methods, and keeps the connection when there is no body")
    func methods() {
        func refusal(_ method: String, _ target: String = "/", _ fields: Fields = []) -> Refusal? {
            Self.refusal(Self.judge(method, target, [("Host", "x")] + fields))
        }
        let override = "X-HTTP-Method-Override"
        #expect(refusal("GET", "/", [(override, "GET")]) == .keeping(400, .methodOverride))
        #expect(refusal("GET", "/?_method=patch") == .keeping(400, .methodOverride))
        #expect(refusal("HEAD") == .keeping(404, .method))
        #expect(refusal("OPTIONS") == .keeping(404, .method))
        for name in ["PATCH", "TRACE", "CONNECT", "FOO", "get", "Get"] {
            #expect(refusal(name) == .keeping(400, .method))
        }
        let body = ("Content-Length", "5")
        #expect(refusal("PATCH", "/", [body]) == .closing(400, .method))
        #expect(refusal("GE(T") == .closing(400, .methodName))
    }

    @Test("tells how the body is framed")
    func framing() throws {
        func admission(_ fields: Fields) throws -> RequestGate.Admission {
            try Self.judge("POST", "/", [("Host", "x")] + fields).get()
        }
        #expect(try admission([]).framing == .none)
        #expect(try admission([("Content-Length", "0")]).framing == .none)
        #expect(try admission([("CONTENT-LENGTH", "007")]).framing == .length(7))
        #expect(try admission([("transfer-encoding", "Chunked")]).framing == .chunked)
        let expecting = [("Content-Length", "7"), ("Expect", "100-Continue")]
        #expect(try admission(expecting).awaitsContinue)
    }

    @Test("finds headers in any case and gives them without the blanks around")
    func headers() {
        let list = HeaderList([("Accept", " a \t"), ("X-Y", "1"), ("accept", "b"), ("Z", "é")])
        #expect(list.first("ACCEPT") == "a")
        #expect(list.values("accept") == ["a", "b"])
        #expect(list.first("z") == "é")
        #expect(list.first("y") == nil)
        #expect(list.contains("x-y"))
        #expect(list.count == 4)
        #expect(list.map(\.name) == ["Accept", "X-Y", "accept", "Z"])
    }

    @Test("never traps on bytes drawn at random")
    func random() {
        let seed = UInt64.random(in: .min ... .max)
        var generator = Seeded(state: seed)
        let words = [
            "GET", "/", "%2e", "%", "..", "?", "&", "=", "_method", "Host", "Content-Length", "5",
            "chunked", "Transfer-Encoding", ":", " ", "\r\n", "\0", "a", "X-HTTP-Method-Override",
        ].map { Array($0.utf8) }
        func piece() -> [UInt8] {
            (0..<Int.random(in: 0...6, using: &generator)).flatMap { _ in
                Bool.random(using: &generator)
                    ? words[Int.random(in: 0..<words.count, using: &generator)]
                    : [UInt8.random(in: .min ... .max, using: &generator)]
            }
        }
        for _ in 0..<20_000 {
            let fields = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                (name: piece(), value: piece())
            }
            let raw = RawHead(method: piece(), target: [0x2F] + piece(), headers: fields)
            guard case .success(let admission) = RequestGate().judge(raw, from: "") else {
                continue
            }
            for segment in admission.head.path {
                #expect(segment != "." && segment != ".." && !segment.isEmpty, "seed \(seed)")
                #expect(!segment.utf8.contains { $0 < 32 || $0 == 47 || $0 == 92 }, "seed \(seed)")
            }
        }
    }
}

/// SplitMix64.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Refusal {
    static func closing(_ status: Int, _ reason: Reason) -> Self {
        Self(status: status, reason: reason, closes: true)
    }

    static func keeping(_ status: Int, _ reason: Reason) -> Self {
        Self(status: status, reason: reason, closes: false)
    }
}
