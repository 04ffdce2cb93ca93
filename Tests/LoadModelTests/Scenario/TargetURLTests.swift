import LoadModel
import Testing

@Suite struct TargetURLTests {
    @Test(
        "a URL is a scheme, a host, a port and a path at most; a slash at its end is dropped",
        arguments: [
            ("http://127.0.0.1:8042", "http://127.0.0.1:8042"), ("https://pacs/", "https://pacs"),
            ("http://[::1]:80/a/b/", "http://[::1]:80/a/b"), ("http://[::1]", "http://[::1]"),
            ("http://h:65535", "http://h:65535"), ("h:80", nil), ("http://", nil),
            ("http:///a", nil),
            ("http://h:0", nil), ("http://h:65536", nil), ("http://h:", nil), ("http://h:+80", nil),
            ("http://[::1", nil), ("http://[::1]80", nil), ("http://h]:80", nil),
            ("http://h/?a", nil),
            ("http://h/#a", nil), ("http://u@h", nil), ("http://a b", nil), ("http://:80", nil),
            ("http://h:8a", nil), ("ftp://h", nil),
        ] as [(String, String?)]
    )
    func url(_ text: String, _ wanted: String?) {
        #expect(Scenario.Target.url(text) == wanted)
    }
}
