import Basics
import HTTPClient
import OrthancModel
import Testing

@testable import OrthancClient

@Suite("What goes out to a store")
struct RequestTests {
    @Test("Everything but unreserved characters is encoded, a blank and a plus too")
    func encoding() {
        let request = StoreRequest(
            .get,
            ["studies", "a b+c%d", "é/~-._"],
            query: [("q", "x&y=z"), ("flag", nil), ("empty", "")]
        )
        #expect(
            request.target(after: "/orthanc")
                == "/orthanc/studies/a%20b%2Bc%25d/%C3%A9%2F~-._?q=x%26y%3Dz&flag&empty="
        )
        #expect(StoreRequest(.get, []).target(after: "") == "/")
    }

    @Test(
        "A path that Orthanc would resolve to another one is never sent",
        arguments: [["instances", "..", "system"], ["."], ["a/b"], [""], ["a\0b"]]
    )
    func dotSegments(path: [String]) {
        #expect(!StoreRequest(.get, path).isSafe)
    }

    @Test("Dots inside a name are harmless")
    func harmless() {
        #expect(StoreRequest(.get, ["modalities", "a..b", "...", ".x"]).isSafe)
    }

    @Test(
        "A store's URL gives its origin and its prefix",
        arguments: [
            ("http://a:8042", "a", 8042, ""), ("http://a", "a", 80, ""),
            ("https://a.b-c_d/", "a.b-c_d", 443, ""),
            ("https://10.0.0.1:1/x/y//", "10.0.0.1", 1, "/x/y"),
            ("http://[::1]:8042/p", "::1", 8042, "/p"), ("http://[fe::1]", "fe::1", 80, ""),
        ]
    )
    func origins(url: String, host: String, port: UInt16, prefix: String) throws {
        let name = try #require(StoreName("a"))
        let found = try #require(StoreConfiguration(name: name, url: url).origin)
        #expect(found.origin.host == host && found.origin.port == port)
        #expect(found.prefix == prefix)
        #expect(found.origin.scheme.rawValue == String(url.prefix { $0 != ":" }))
    }

    @Test(
        "Anything else is not a store's URL",
        arguments: [
            "", "a:8042", "ftp://a", "http://", "http://:80", "http://a:0", "http://a:65536",
            "http://a:x", "http://user:pass@a", "http://a/x?y", "http://a/x#y", "http://a/ b",
            "http://a b/", "http://a\r\nX: 1/", "file:///etc/passwd",
        ]
    )
    func badOrigins(url: String) throws {
        let name = try #require(StoreName("a"))
        #expect(StoreConfiguration(name: name, url: url).origin == nil)
    }

    @Test("A configuration doesn't print its password")
    func secrecy() throws {
        var configuration = StoreConfiguration(
            name: try #require(StoreName("a")),
            url: "http://a"
        )
        configuration.username = "u"
        configuration.password = Secret("hunter2")
        #expect(!"\(configuration)".contains("hunter2"))
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!dumped.contains("hunter2"))
    }

    @Test("Versions compare by number; a mainline is the newest; what is unknown is as the newest")
    func versions() throws {
        let old = try #require(StoreVersion("1.9.11"))
        let new = try #require(StoreVersion("1.10.1"))
        let mainline = try #require(StoreVersion("mainline (abcdef)"))
        #expect(old < new && new < mainline && "\(mainline)" == "mainline")
        for text in ["", "1.2", "1.2.3.4", "1.x.3", "-1.2.3", "1..3"] {
            #expect(StoreVersion(text) == nil, "\(text)")
        }
        #expect(Capabilities(version: new).names == [])
        #expect(Capabilities(version: StoreVersion(1, 12, 1)).names == ["labels"])
        #expect(Capabilities(version: StoreVersion(9, 0, 0)).names.count == 5)
    }
}
