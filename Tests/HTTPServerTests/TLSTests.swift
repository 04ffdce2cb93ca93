import Basics
import EventLoop
import Foundation
import HTTPServer
import Testing

@Suite("TLS")
struct TLSTests {
    /// A fresh self-signed certificate in a directory of its own.
    struct Credentials: ~Copyable {
        let directory: URL

        init() throws {
            directory = FileManager.default.temporaryDirectory
                .appendingPathComponent(UUID().uuidString)
            try FileManager.default.createDirectory(
                at: directory,
                withIntermediateDirectories: true
            )
            let made = try run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-days",
                "2",
                "-keyout",
                path("key.pem"),
                "-out",
                path("certificate.pem")
            )
            #expect(made.status == 0)
        }

        deinit { try? FileManager.default.removeItem(at: directory) }

        func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

        func identity() throws -> TLSIdentity {
            TLSIdentity(
                certificatePEM: try String(
                    contentsOfFile: path("certificate.pem"),
                    encoding: .utf8
                ),
                keyPEM: Secret(try String(contentsOfFile: path("key.pem"), encoding: .utf8))
            )
        }
    }

    @Test("serves requests, uploads and streams from TLS 1.2 on, and nothing below")
    func serves() async throws {
        let credentials = try Credentials()
        let authority = credentials.path("certificate.pem")
        var configuration = RunningServer.patient
        configuration.tls = try credentials.identity()
        try await RunningServer.with(
            configuration,
            { exchange in
                if exchange.head.path == ["stream"] {
                    AnswerBodyTests.stream(exchange, count: 500_000, length: nil)
                } else if exchange.head.path == ["cut"] {
                    AnswerBodyTests.stream(exchange, count: 500_000, length: nil, end: .failed)
                } else {
                    echo(exchange)
                }
            }
        ) { server in
            func curl(_ path: String, _ more: String...) throws -> (status: Int32, output: Data) {
                try run(
                    ["curl", "-sS", "--max-time", "10", "--cacert", authority] + more
                        + ["https://127.0.0.1:\(server.port)\(path)"]
                )
            }
            #expect(try curl("/a").output == Data("GET /a 0".utf8))
            #expect(try curl("/a", "--tls-max", "1.2").output == Data("GET /a 0".utf8))
            #expect(try curl("/a", "--tls-max", "1.1").status == 35)
            let body = String(repeating: "b", count: 100_000)
            #expect(try curl("/b", "--data", body).output == Data("POST /b 100000".utf8))
            #expect(try curl("/stream").output.count == 500_000)
            #expect(try curl("/cut").status != 0)
            let plain = try server.client()
            plain.send(get("/"))
            #expect(plain.rest().end != .silent)
        }
    }

    @Test("with a certificate or key that can't be read is refused at the start")
    func badCertificate() throws {
        let first = try Credentials()
        let second = try Credentials()
        let good = try first.identity()
        let bad = [
            TLSIdentity(certificatePEM: "nonsense", keyPEM: good.keyPEM),
            TLSIdentity(certificatePEM: good.certificatePEM, keyPEM: Secret("nonsense")),
            TLSIdentity(
                certificatePEM: good.certificatePEM,
                keyPEM: try second.identity().keyPEM
            ),
        ]
        for identity in bad {
            var configuration = RunningServer.patient
            configuration.tls = identity
            let loop = try EventLoop(name: "test")
            let error = #expect(throws: ServerError.self) {
                try HTTPServer(loop: loop, configuration: configuration, handler: Deaf())
            }
            #expect(error?.kind == .certificate)
        }
    }
}

private func run(_ words: String...) throws -> (status: Int32, output: Data) { try run(words) }

private func run(_ words: [String]) throws -> (status: Int32, output: Data) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, data)
}
