import TestKit
import Testing

extension WholeGateway {
    @Suite(
        "Edge",
        .world(
            patients: 1,
            limits: ["header-seconds": "4", "idle-seconds": "600"],
            openFiles: 1024
        )
    )
    struct EdgeTests {
        let world: World

        init() throws { world = try #require(World.current) }

        /// Bytes that no honest client sends, and the status that ends them.
        struct Attack: Sendable, CustomTestStringConvertible {
            let name: String
            /// Nil: any end will do.
            let status: Int?
            let bytes: String

            init(_ name: String, _ status: Int?, _ bytes: String) {
                self.name = name
                self.status = status
                self.bytes = bytes
            }

            var testDescription: String { name }
        }

        private static func get(_ path: String, _ headers: String = "") -> String {
            "GET \(path) HTTP/1.1\r\nHost: x\r\n\(headers)\r\n"
        }

        private static func post(_ headers: String, _ body: String) -> String {
            "POST /instances HTTP/1.1\r\nHost: x\r\n\(headers)\r\n\(body)"
        }

        static let attacks = [
            Attack("encoded dots", 400, get("/instances/%2e%2e/tools/now")),
            Attack("encoded slashes", 400, get("/patients%2f..%2fsystem")),
            Attack("dots below a store", 400, get("/stores/store-a/%2e%2e/%2e%2e/system")),
            Attack(
                "length and chunks",
                400,
                post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")
            ),
            Attack("two lengths", 400, post("Content-Length: 4\r\nContent-Length: 5\r\n", "aaaa")),
            Attack("blank before the colon", 400, post("Content-Length : 4\r\n", "aaaa")),
            Attack("unknown coding", 400, post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")),
            Attack("folded header", 400, get("/system", "X-A: b\r\n c\r\n")),
            Attack("bare line feeds", 400, "GET /system HTTP/1.1\nHost: x\n\n"),
            Attack("NUL in a header", 400, get("/system", "X-A: b\0c\r\n")),
            Attack("no Host", 400, "GET /system HTTP/1.1\r\n\r\n"),
            Attack("absolute target", 400, "GET http://x/system HTTP/1.1\r\nHost: x\r\n\r\n"),
            Attack("HTTP/2 preface", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            Attack(
                "chunk beyond 64 bits",
                413,
                post("Transfer-Encoding: chunked\r\n", "ffffffffffffffff1\r\n")
            ),
            Attack("8 GiB announced", 413, post("Content-Length: 8589934592\r\n", "")),
            Attack(
                "endless header",
                431,
                get("/system", "A: \(String(repeating: "a", count: 80_000))\r\n")
            ),
            Attack(
                "a TLS greeting",
                nil,
                "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{7c}\u{3}\u{3}\r\n\r\n"
            ),
        ]

        @Test(
            "a hostile request gets its refusal, the connection ends, and nobody else notices",
            arguments: attacks
        )
        func refused(attack: Attack) throws {
            let connection = try Connection(port: world.gateway.port, patience: .seconds(8))
            try connection.send(attack.bytes)
            let answer = String(decoding: (try? connection.receive()) ?? [], as: UTF8.self)
            if let status = attack.status {
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer.prefix(40))")
            }
            #expect(!answer.hasPrefix("HTTP/1.1 2"))
            #expect(connection.isClosedByPeer(within: .seconds(8)))
            #expect(try world.client.get("/system").status == 200)
        }

        @Test("a request hidden behind another is not answered")
        func smuggled() throws {
            let connection = try Connection(port: world.gateway.port)
            let hidden = "GET /patients HTTP/1.1\r\nHost: x\r\n\r\n"
            try connection.send(
                "POST /tools/lookup HTTP/1.1\r\nHost: x\r\nContent-Length: \(hidden.utf8.count)\r\n"
                    + "Connection: close\r\n\r\n" + hidden
            )
            let answer = String(decoding: try connection.receiveAll(), as: UTF8.self)
            #expect(answer.split(separator: "HTTP/1.1 ").count == 1)
        }

        @Test(
            "a question that is deep or broken is refused",
            arguments: [
                String(repeating: "[", count: 200_000),
                #"{"Level":"Study","Query":"# + String(repeating: #"{"a":"#, count: 10_000),
                "\u{0}\u{1}\u{2}", #"{"Level":"Study","Query":{"PatientName":"\ud800"}}"#,
            ]
        )
        func question(text: String) throws {
            let reply = try world.client.post("/tools/find", text)
            #expect(reply.status == 400)
            #expect(try world.client.get("/system").status == 200)
        }

        @Test("a question over its limit is 413")
        func tooLong() throws {
            let text = String(repeating: " ", count: 5 << 20)
            #expect(try world.client.post("/tools/find", text).status == 413)
        }

        @Test("each of many requests sent at once on one connection is answered, in order")
        func pipelined() throws {
            let connection = try Connection(port: world.gateway.port)
            let one = "GET /tools/now HTTP/1.1\r\nHost: x\r\n\r\n"
            let last = "GET /system HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            try connection.send(String(repeating: one, count: 50) + last)
            let answer = String(decoding: try connection.receiveAll(), as: UTF8.self)
            #expect(answer.split(separator: "HTTP/1.1 200 ").count == 51)
            #expect(answer.hasSuffix("}\n") || answer.hasSuffix("}"))
        }
    }
}
