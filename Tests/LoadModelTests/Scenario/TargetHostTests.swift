import LoadModel
import Testing

@Suite struct TargetHostTests {
    @Test(
        "host and port of a URL are told; the port is its scheme's where none is stated",
        arguments: [
            ("http://127.0.0.1:8042", "127.0.0.1", 8042), ("https://pacs/a:b", "pacs", 443),
            ("http://pacs", "pacs", 80), ("http://[::1]:81/a/b", "[::1]", 81),
            ("https://[fd00::2]", "[fd00::2]", 443),
        ]
    )
    func parts(url: String, host: String, port: Int) {
        let target = Scenario.Target(name: "main", url: url, auth: nil)
        #expect(target.host == host)
        #expect(target.port == port)
    }

    @Test(
        "only loopback addresses and localhost are this machine",
        arguments: [
            ("127.0.0.1", true), ("127.3.2.1", true), ("localhost", true), ("Localhost", true),
            ("[::1]", true), ("localhost.example.org", false), ("127.example.org", false),
            ("127.0.0.1.example.org", false), ("127.0.0.example", false), ("[::2]", false),
            ("128.0.0.1", false),
        ]
    )
    func isLocal(host: String, isHere: Bool) {
        for url in ["http://\(host)", "https://\(host):8042/localhost"] {
            #expect(Scenario.Target(name: "main", url: url, auth: nil).isLocal == isHere)
        }
    }
}
