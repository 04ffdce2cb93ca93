import Basics
import EventLoop
import Foundation
import HTTPClient
import Testing

@Suite("TLS")
struct TLSTests {
    private static let deadlines = TransferDeadlines(connect: .seconds(10))

    private func ask(_ origin: Origin) async throws -> Result<ClientResponse, TransferError> {
        let outcome = Locked<Result<ClientResponse, TransferError>?>(nil)
        try await Bench.run { _ in
        } _: { bench in
            let pool = try bench.transport.pool(origin)
            var last: Result<ClientResponse, TransferError>
            do throws(TransferError) {
                last = .success(
                    try await pool.send(
                        ClientRequest(.get, "/", deadlines: Self.deadlines),
                        limitBytes: 1 << 20
                    )
                )
            } catch {
                last = .failure(error)
            }
            outcome.withLock { [last] in $0 = last }
        }
        return try #require(outcome.withLock { $0 })
    }

    @Test("A server that our authority vouches for is believed")
    func trusted() async throws {
        let server = try TLSServer()
        defer { server.stop() }
        let tls = TLSSettings(caFile: server.file("ca.pem"))
        let answer = try await ask(server.origin("localhost", tls)).get()
        #expect(answer.status == 200)
    }

    @Test("Without our authority, or under another name, it is not, and gets no byte of ours")
    func untrusted() async throws {
        let server = try TLSServer()
        defer { server.stop() }
        for origin in [
            server.origin("localhost", TLSSettings()),
            server.origin("127.0.0.1", TLSSettings(caFile: server.file("ca.pem"))),
            server.origin("localhost", TLSSettings(caFile: server.file("other.pem"))),
        ] {
            let outcome = try await ask(origin)
            guard case .failure(let error) = outcome else {
                Issue.record("believed at \(origin.host)")
                continue
            }
            #expect(error.kind == .tls && !error.bytesSent)
        }
    }

    @Test("Verification can be switched off")
    func unverified() async throws {
        let server = try TLSServer()
        defer { server.stop() }
        let answer = try await ask(server.origin("127.0.0.1", TLSSettings(verifies: false))).get()
        #expect(answer.status == 200)
    }

    @Test("A server that asks for a certificate gets ours; without one it refuses")
    func clientCertificate() async throws {
        let server = try TLSServer(asksForCertificate: true)
        defer { server.stop() }
        var tls = TLSSettings(caFile: server.file("ca.pem"))
        let without = try await ask(server.origin("localhost", tls))
        #expect(throws: TransferError.self) { try without.get() }
        tls.clientCertificateFile = server.file("client.pem")
        tls.clientKeyFile = server.file("client.key")
        let answer = try await ask(server.origin("localhost", tls)).get()
        #expect(answer.status == 200)
    }

    @Test("A reader slower than the server gets every byte of an encrypted answer")
    func slowReader() async throws {
        let size = 2 << 20
        let server = try TLSServer(mode: "-WWW")
        defer { server.stop() }
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 11) }
        try Data(bytes).write(to: URL(fileURLWithPath: server.file("big.bin")))
        let origin = server.origin("localhost", TLSSettings(caFile: server.file("ca.pem")))
        try await Bench.run { _ in
        } _: { bench in
            let pool = try bench.transport.pool(origin)
            let answer = try await pool.open(
                ClientRequest(.get, "/big.bin", deadlines: Self.deadlines)
            )
            #expect(answer.endsWithClose)
            var received: [UInt8] = []
            var pieces = 0
            while let piece = await answer.body.nextPiece() {
                received += piece
                pieces += 1
                if pieces % 16 == 0 { try await bench.loop.sleep(for: .milliseconds(1)) }
            }
            #expect(answer.body.end == .complete)
            #expect(received == bytes)
        }
    }

    @Test("TLS 1.1 is refused")
    func oldVersion() async throws {
        let server = try TLSServer(options: ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"])
        defer { server.stop() }
        let outcome = try await ask(
            server.origin("localhost", TLSSettings(caFile: server.file("ca.pem")))
        )
        guard case .failure(let error) = outcome else {
            Issue.record("spoke TLS 1.1")
            return
        }
        #expect(error.kind == .tls)
    }
}

/// `openssl s_server` with a fresh authority, in a folder of its own.
private final class TLSServer {
    let port: UInt16
    private let folder: String
    private let process: Process

    init(
        mode: String = "-www",
        asksForCertificate: Bool = false,
        options: [String] = []
    ) throws {
        folder = NSTemporaryDirectory() + "tls-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        try Self.makeCertificates(in: folder)
        let output = Pipe()
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments =
            [
                "s_server", "-accept", "127.0.0.1:0", mode, "-cert", folder + "/server.pem",
                "-key", folder + "/server.key",
            ]
            + (asksForCertificate
                ? ["-Verify", "1", "-verify_return_error", "-CAfile", folder + "/ca.pem"] : [])
            + options
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("ACCEPT") || !text.hasSuffix("\n") {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw PeerFault("openssl said: \(text)") }
            text += String(decoding: piece, as: UTF8.self)
        }
        let last = text.split(separator: ":").last.map {
            $0.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard let last, let port = UInt16(last) else { throw PeerFault("no port in \(text)") }
        self.port = port
    }

    func origin(_ host: String, _ tls: TLSSettings) -> Origin {
        Origin(scheme: .https, host: host, port: port, tls: tls)
    }

    func file(_ name: String) -> String { folder + "/" + name }

    func stop() {
        // A test's threads block SIGTERM, and a child inherits that.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func makeCertificates(in folder: String) throws {
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        for name in ["ca", "other"] {
            try run(
                ["req", "-x509"] + key + [
                    "-keyout", "\(name).key", "-out", "\(name).pem", "-days", "2", "-subj",
                    "/CN=\(name)",
                ],
                in: folder
            )
        }
        for (name, subject) in [("server", "localhost"), ("client", "gateway")] {
            try run(
                ["req"] + key + [
                    "-keyout", "\(name).key", "-out", "\(name).csr", "-subj", "/CN=\(subject)",
                ],
                in: folder
            )
            try "subjectAltName=DNS:\(subject)\n".write(
                toFile: "\(folder)/\(name).ext",
                atomically: true,
                encoding: .utf8
            )
            try run(
                [
                    "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                    "-CAcreateserial", "-out", "\(name).pem", "-days", "2", "-extfile",
                    "\(name).ext",
                ],
                in: folder
            )
        }
    }

    private static func run(_ arguments: [String], in folder: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw PeerFault("openssl \(arguments[0])") }
    }
}
