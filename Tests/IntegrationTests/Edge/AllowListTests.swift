import Basics
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    /// What passes between a client and a store, each way.
    @Suite("Allow-lists")
    struct AllowListTests {
        private let instance = SyntheticCorpus(seed: 600, patients: 1).instances[0]

        /// Routes of Orthanc that make it dial out, run, write or forget something, and paths that
        /// look like one; `ID` is an instance that exists.
        static let dangerous = [
            "PUT /dicom-web/servers/evil", "POST /dicom-web/servers/evil/get",
            "POST /tools/execute-script", "POST /tools/reset", "POST /tools/shutdown",
            "POST /tools/invalidate-tags", "POST /tools/reconstruct",
            "PUT /tools/default-encoding", "PUT /tools/accepted-transfer-syntaxes",
            "PUT /tools/unknown-sop-class-accepted", "POST /instances/ID/export",
            "PUT /webdav/x", "GET /instances/not-an-id/file", "GET /instances/ID0/file",
            "GET /instances/*/file", "GET /studies/ID/../file", "GET /stores/UPPER/system",
            "GET /stores/a_b/system", "GET /no/such/route", "PUT /peers/..%2fevil",
            "POST /modalities/evil/nothing", "GET /app/../tools/now",
        ]

        /// Routes with which the gateway changes itself, and no store.
        static let own = [
            "PUT /tools/log-level", "PUT /tools/metrics", "DELETE /changes", "DELETE /exports",
        ]

        @Test("a route that concerns one server alone is refused, and no store hears of it")
        func routes() throws {
            let world = try SimulatedStores(2, holding: [instance])
            let id = try #require(world.stores[0].ids(.instance).first)
            let client = world.gateway.client()
            let background = ["/system", "/statistics"]
            for route in Self.dangerous + Self.own {
                let words = route.split(separator: " ").map(String.init)
                let path = words[1].replacing("ID0", with: id.uppercased())
                    .replacing("ID", with: id)
                for store in world.stores { store.forgetRequests() }
                let reply = try client.send(words[0], path, body: Array("{}".utf8))
                if !Self.own.contains(route) {
                    let isRefused = [400, 403, 404, 405].contains(reply.status)
                    #expect(isRefused, "\(route): \(reply.status)")
                }
                var heard: [String] = []
                for store in world.stores { heard += store.requests }
                heard.removeAll { request in
                    request.hasPrefix("GET /changes?")
                        || background.contains(where: request.hasSuffix)
                }
                #expect(heard == [], "\(route)")
            }
        }

        @Test("of a client's headers a store sees what it needs, and never an account or a cookie")
        func requestHeaders() throws {
            let world = try SimulatedStores(1, holding: [instance])
            let id = try #require(world.stores[0].ids(.instance).first)
            let seen = Locked<[[String]]>([])
            world.stores[0].answerInstead { request in
                guard request.target.contains("/file") else { return nil }
                seen.withLock { $0.append(request.headers.map { $0.name.lowercased() }) }
                return nil
            }
            let hostile = [
                ("Authorization", "Basic YTpi"), ("Cookie", "a=b"), ("X-Forwarded-For", "1.2.3.4"),
                ("X-Forwarded-Host", "evil"), ("Forwarded", "for=evil"), ("TE", "trailers"),
                ("Connection", "X-Secret"), ("X-Secret", "1"), ("Keep-Alive", "timeout=99"),
                ("Proxy-Authorization", "Basic YTpi"), ("Proxy-Connection", "close"),
                ("Trailer", "X-A"), ("Origin", "http://evil"), ("Referer", "http://evil/"),
                ("X-HTTP-Method-Override", ""), ("X-Any", "x"),
            ]
            let reply = try world.gateway.client().send(
                "GET",
                "/instances/\(id)/file",
                headers: hostile + [("Accept", "application/dicom"), ("If-None-Match", "x")]
            )
            #expect(reply.status == 200 && reply.body == instance.bytes)
            let names = try #require(seen.withLock { $0 }.first)
            let wanted: Set = ["host", "accept", "accept-encoding", "if-none-match"]
            #expect(Set(names).isSubset(of: wanted), "\(names)")
            #expect(names.contains("accept") && names.contains("if-none-match"))
        }

        @Test("of a store's headers a client sees what it needs, and a browser can run nothing")
        func answerHeaders() throws {
            let world = try SimulatedStores(1, holding: [instance])
            let id = try #require(world.stores[0].ids(.instance).first)
            world.stores[0].answerInstead { request in
                guard request.target.contains("/content/") else { return nil }
                return SimulatedReply(
                    status: 200,
                    headers: [
                        ("Set-Cookie", "a=b"), ("Server", "evil"), ("X-Any", "x"),
                        ("Access-Control-Allow-Origin", "*"), ("Refresh", "0;url=http://evil"),
                        ("X-Federation-Partial", "evil"), ("Content-Security-Policy", "x"),
                        ("ETag", "\"e\""), ("Content-Type", "text/html; charset=utf-8"),
                    ],
                    body: Array("<script>alert(1)</script>".utf8)
                )
            }
            let reply = try world.gateway.client().get("/instances/\(id)/content/0010-0010")
            #expect(reply.status == 200)
            for name in [
                "Set-Cookie", "Server", "X-Any", "Access-Control-Allow-Origin", "Refresh",
                "X-Federation-Partial",
            ] {
                #expect(reply.header(name) == nil, "\(name)")
            }
            #expect(reply.header("ETag") == "\"e\"")
            #expect(reply.header("Content-Disposition") == "attachment")
            expectGuarded(reply)
        }

        @Test(
            "every answer tells browsers to take it for what it is",
            arguments: [
                "/system", "/instances", "/nothing", "/tools/now", "/stores", "/statistics",
            ]
        )
        func guarded(path: String) throws {
            let world = try SimulatedStores(1, holding: [instance])
            expectGuarded(try world.gateway.client().get(path))
        }

        private func expectGuarded(_ reply: Reply) {
            let policies = reply.headers.filter { $0.name == "Content-Security-Policy" }
            #expect(policies.map(\.value) == ["default-src 'none'"])
            let sniffing = reply.headers.filter { $0.name == "X-Content-Type-Options" }
            #expect(sniffing.map(\.value) == ["nosniff"])
        }
    }
}
