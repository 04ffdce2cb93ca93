import Foundation
import LocalServers
import TestKit
import Testing

// Beside the serial suites: these starts end at once and disturb nobody.
@Suite("Start with bad input")
struct BadInputTests {
    /// A configuration that can't work, and what its one line must say.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let words: [String]
        var code: Int32 = 78

        var testDescription: String { name }
    }

    static let rows = [
        Row(name: "not YAML", text: "listen: [1, 2\nname: {", words: ["not YAML"]),
        Row(name: "not a mapping", text: "- a\n- b\n", words: ["mapping"]),
        Row(name: "unknown key", text: "colour: blue", words: [":1: colour", "unknown key"]),
        Row(
            name: "unknown inner key",
            text: "listen:\n  prt: 8042",
            words: [":2: listen.prt", "unknown key"]
        ),
        Row(name: "key twice", text: "name: a\nname: b", words: ["name"]),
        Row(name: "wrong kind", text: "shards: many", words: [":1: shards", "whole number"]),
        Row(name: "number too large", text: "listen: { port: 65536 }", words: ["listen.port"]),
        Row(
            name: "store without url",
            text: "stores:\n  - name: a",
            words: ["stores[0].url", "missing"]
        ),
        Row(
            name: "two stores of one name",
            text: "stores:\n  - { name: a, url: 'http://x' }\n  - { name: a, url: 'http://y' }",
            words: ["stores[1].name"]
        ),
        Row(
            name: "password in the file",
            text: "stores:\n  - { name: a, url: 'http://x', username: u, password: pencil }",
            words: ["stores[0].password", "env:NAME"]
        ),
        Row(
            name: "password that isn't set",
            text: "index: { connection: 'host=x', password: 'env:ISENGARD_NO_SUCH' }",
            words: ["index.password", "ISENGARD_NO_SUCH"]
        ),
        Row(
            name: "open to the world without users",
            text: "listen: { address: 0.0.0.0 }",
            words: ["listen", "users"]
        ),
        Row(
            name: "certificate that isn't there",
            text: "listen: { tls: { certificate: /no/such.pem, key: /no/such.key } }",
            words: ["listen.tls.certificate", "/no/such.pem"]
        ),
        Row(
            name: "user with a bad hash",
            text: "users:\n  - { name: a, password-hash: '$argon2id$broken' }",
            words: ["users", "password-hash"]
        ),
        Row(
            name: "database that nobody serves",
            text: "index: { connection: 'host=127.0.0.1 port=1 user=x dbname=y' }",
            words: ["index"],
            code: 69
        ),
        Row(
            name: "connection string that is none",
            text: "index: { connection: 'no connection string' }",
            words: ["index"],
            code: 69
        ),
    ]

    @Test("ends with one line that names the key, and its exit code", arguments: rows)
    func refuses(row: Row) throws {
        let folder = try TemporaryFolder(named: "isengard-test")
        let text = "data: '\(folder.path)/data'\n\(row.text)\n"
        // Line numbers count from the row's own first line.
        let words = row.words.map { $0.replacing(":1: ", with: ":2: ") }
        try expectRefusal(of: row.text.hasPrefix("- ") ? row.text : text, folder, row.code) {
            for word in row.text.contains("prt") ? [":3: listen.prt"] : words {
                #expect($0.contains(word), "\($0)")
            }
        }
    }

    @Test("a configuration that isn't there is named")
    func missingFile() throws {
        let folder = try TemporaryFolder(named: "isengard-test")
        let log = "\(folder.path)/log"
        let child = try GatewayProgram.serve(
            configuration: "\(folder.path)/none.yaml",
            logFile: log
        )
        #expect(child.waitForExit(within: .seconds(10)) == .exited(78))
        let line = String(
            decoding: FileManager.default.contents(atPath: log) ?? Data(),
            as: UTF8.self
        )
        #expect(line.contains("none.yaml"))
    }

    @Test("a database of the wrong locale is refused, and the line says which one is needed")
    func wrongLocale() throws {
        let connection = try SharedCluster.newDatabase()
        let made = try ChildProcess(
            Command(
                "/usr/bin/psql",
                [
                    "--no-psqlrc", "--quiet", "--command",
                    "CREATE DATABASE wrong_locale TEMPLATE template0 ENCODING 'UTF8'"
                        + " LC_COLLATE 'C.UTF-8' LC_CTYPE 'C'",
                    connection,
                ]
            )
        )
        try #require(made.waitForExit(within: .seconds(30)) == .exited(0))
        let name = try #require(connection.split(separator: "dbname=").last)
        let wrong = connection.replacing("dbname=\(name)", with: "dbname=wrong_locale")
        let folder = try TemporaryFolder(named: "isengard-test")
        let text = "data: '\(folder.path)/data'\nindex: { connection: \"\(wrong)\" }\n"
        try expectRefusal(of: text, folder, 69) {
            #expect($0.contains("LC_CTYPE") || $0.contains("LC_COLLATE"), "\($0)")
            #expect($0.contains(": index: "), "\($0)")
        }
    }

    @Test("a certificate that is none is refused")
    func badCertificate() throws {
        let folder = try TemporaryFolder(named: "isengard-test")
        let file = "\(folder.path)/bad.pem"
        try Data("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8)
            .write(to: URL(filePath: file))
        let text = """
            data: '\(folder.path)/data'
            index: { connection: "\(try SharedCluster.newDatabase())" }
            listen: { port: 0, tls: { certificate: '\(file)', key: '\(file)' } }
            """
        try expectRefusal(of: text, folder, nil) {
            #expect($0.contains(": listen.tls"), "\($0)")
        }
    }

    @Test("a port that another program has is refused")
    func portInUse() throws {
        let other = try StoreSimulator(name: "other")
        let folder = try TemporaryFolder(named: "isengard-test")
        let text = """
            data: '\(folder.path)/data'
            index: { connection: "\(try SharedCluster.newDatabase())" }
            listen: { port: \(other.port) }
            """
        try expectRefusal(of: text, folder, 69) {
            #expect($0.contains(": listen") && $0.contains("\(other.port)"), "\($0)")
        }
    }

    @Test("a port that another gateway has is refused")
    func portOfGateway() throws {
        let database = try SharedCluster.newDatabase()
        let first = try RunningGateway { World.configuration($0, database, []) }
        let folder = try TemporaryFolder(named: "isengard-test")
        let text = """
            data: '\(folder.path)/data'
            index: { connection: "\(try SharedCluster.newDatabase())" }
            listen: { port: \(first.port) }
            """
        try expectRefusal(of: text, folder, 69) {
            #expect($0.contains(": listen") && $0.contains("\(first.port)"), "\($0)")
        }
    }

    /// One line on standard error, this exit code (nil: 69 or 78), nothing left running.
    private func expectRefusal(
        of text: String,
        _ folder: TemporaryFolder,
        _ code: Int32?,
        _ check: (String) -> Void
    ) throws {
        let file = try GatewayProgram.configuration(text, in: folder)
        let log = "\(folder.path)/log"
        let child = try GatewayProgram.serve(configuration: file, logFile: log)
        let status = child.waitForExit(within: .seconds(30))
        if status == nil { child.kill() }
        if let code {
            #expect(status == .exited(code))
        } else {
            #expect(status == .exited(69) || status == .exited(78))
        }
        let output = FileManager.default.contents(atPath: log) ?? Data()
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
            .filter { !$0.hasPrefix("{") }.map(String.init)
        #expect(lines.count == 1, "\(lines)")
        #expect(lines.first?.hasPrefix("isengard: \(file):") == true, "\(lines)")
        #expect(!String(decoding: output, as: UTF8.self).contains("listening on"))
        check(lines.first ?? "")
        #expect(
            secondsUntil(within: .seconds(10)) { processes(naming: folder.path).isEmpty } != nil
        )
    }
}
