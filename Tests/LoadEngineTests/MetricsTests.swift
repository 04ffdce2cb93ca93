import Glibc
@testable import LoadEngine
import Testing

/// The endpoint for Prometheus, its bytes alone and over real sockets.
@Suite struct MetricsTests {
    private func answer(_ pieces: [String], page: String = "a 1\n") -> String {
        var exchange = MetricsExchange(until: 0)
        for piece in pieces { exchange.take(Array(piece.utf8)[...], page: Array(page.utf8)) }
        return String(decoding: exchange.unsent, as: UTF8.self)
    }

    @Test("an address is a host and a port, or a port of 127.0.0.1")
    func addresses() {
        #expect(ListenAddress("9091") == ListenAddress(port: 9091))
        #expect(ListenAddress("0.0.0.0:0") == ListenAddress(host: "0.0.0.0", port: 0))
        #expect(ListenAddress("[::1]:9091") == ListenAddress(host: "::1", port: 9091))
    }

    @Test(
        "what is no address is refused",
        arguments: ["", ":", "x", "65536", "-1", "+1", ":9091", "::1:9091", "127.0.0.1:", "[]:1"]
    )
    func noAddresses(_ text: String) { #expect(ListenAddress(text) == nil) }

    @Test("a request is answered with the page as soon as it is whole, however it is cut")
    func answers() {
        let whole = "GET /metrics?x=1 HTTP/1.1\r\nHost: a\r\n\r\n"
        #expect(answer([whole]).hasSuffix("Content-Length: 4\r\nConnection: close\r\n\r\na 1\n"))
        #expect(answer(whole.map { String($0) }) == answer([whole]))
        #expect(answer([String(whole.dropLast(2))]).isEmpty)
        #expect(answer(["HEAD /metrics HTTP/1.1\r\n\r\n"]).hasSuffix("close\r\n\r\n"))
    }

    @Test(
        "what is no request for metrics is refused without the page",
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", "404"), ("POST /metrics HTTP/1.1\r\n\r\n", "405"),
            ("\r\n\r\n", "400"), ("GET /metrics\r\n\r\n", "400"),
            ("GET  /metrics HTTP/1.1\r\n\r\n", "400"), ("\u{16}\u{3}\u{1}\n\n", "400"),
            (String(repeating: "x", count: 5000), "431"),
        ]
    )
    func refusals(_ request: String, _ status: String) {
        let text = answer([request])
        #expect(text.hasPrefix("HTTP/1.1 \(status) "))
        #expect(text.contains("Content-Length: 0\r\n") && text.hasSuffix("\r\n\r\n"))
    }

    @Test("nobody listens where an address is none, or is taken")
    func taken() throws {
        let server = try MetricsServer(ListenAddress(port: 0))
        defer { server.stop() }
        #expect(throws: LoadError.self) { try MetricsServer(server.address) }
        #expect(throws: LoadError.self) { try MetricsServer(ListenAddress(host: "x", port: 0)) }
    }

    @Test("what is published last is read; silent clients, early leavers and slow readers are shed")
    func hostile() throws {
        let limits = MetricsServer.Limits(
            clients: 3,
            patience: .milliseconds(20),
            pause: .milliseconds(1)
        )
        let server = try MetricsServer(ListenAddress(port: 0), limits)
        server.publish("old 1\n")
        let page = String(repeating: "new 2\n", count: 1 << 20)
        server.publish(page)
        let silent = (0..<8).map { _ in Client(server.address.port) }
        for client in silent.prefix(2) { client.close() }
        // Asks for six megabytes and reads none of them.
        silent[7].say("GET /metrics HTTP/1.1\r\n\r\n")
        var text = ""
        // One that came while it had no room may be shed by its patience before it was read.
        for _ in 0..<100 where !text.hasSuffix(page) {
            let client = Client(server.address.port)
            client.say("GET /metrics HTTP/1.1\r\n\r\n")
            text = client.hear()
            client.close()
        }
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n") && text.hasSuffix("\r\n\r\n" + page))
        for client in silent.dropFirst(2).prefix(5) { #expect(client.hear() == "") }
        server.stop()
    }
}

/// A client of its own, so that none of the code under test hears itself.
private struct Client {
    private let socket: Int32

    init(_ port: UInt16) {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, size)
            }
        }
    }

    func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// All until the other side closes.
    func hear() -> String {
        var heard: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(socket, &room, room.count, 0)
            guard count > 0 else { return String(decoding: heard, as: UTF8.self) }
            heard += room[..<count]
        }
    }

    func close() { _ = Glibc.close(socket) }
}
