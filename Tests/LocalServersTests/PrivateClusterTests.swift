import Foundation
import LocalServers
import Testing

@Suite("Private PostgreSQL cluster")
struct PrivateClusterTests {
    @Test("the database is UTF-8 with collation C and character type C.UTF-8, and durable")
    func settings() throws {
        let folder = try TemporaryFolder()
        let cluster = try PrivateCluster(.init(folder: "\(folder.path)/index"))
        let database =
            "SELECT datname, pg_encoding_to_char(encoding), datcollate, datctype"
            + " FROM pg_database WHERE datname = current_database()"
        #expect(try ask(cluster, database) == "isengard|UTF8|C|C.UTF-8")
        #expect(try ask(cluster, "SELECT lower('ÄÉ')") == "äé")
        for name in ["fsync", "full_page_writes", "synchronous_commit"] {
            #expect(try ask(cluster, "SHOW \(name)") == "on")
        }
        #expect(try ask(cluster, "SHOW listen_addresses") == "")
        #expect(cluster.loopbackConnectionString() == nil)
    }

    @Test("what is committed survives stop, kill -9 and a second start in the same folder")
    func lives() throws {
        let folder = try TemporaryFolder()
        var cluster: PrivateCluster? = try PrivateCluster(.init(folder: "\(folder.path)/index"))
        try ask(cluster, "CREATE TABLE t (n int); INSERT INTO t VALUES (1)")
        try cluster?.restart()
        try ask(cluster, "INSERT INTO t VALUES (2)")
        try cluster?.restart(.immediate)
        try ask(cluster, "INSERT INTO t VALUES (3)")
        cluster?.kill()
        #expect(cluster?.pid == nil)
        try cluster?.start()
        #expect(try ask(cluster, "SELECT sum(n) FROM t") == "6")
        cluster?.kill()
        cluster = nil
        let next = try PrivateCluster(.init(folder: "\(folder.path)/index"))
        #expect(try ask(next, "SELECT sum(n) FROM t") == "6")
    }

    @Test("a paused cluster answers nothing, then goes on")
    func paused() throws {
        let folder = try TemporaryFolder()
        let cluster = try PrivateCluster(.init(folder: "\(folder.path)/index"))
        let asker = try startPsql(cluster, "SELECT pg_sleep(600)")
        try waitFor("query") {
            (try? ask(cluster, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%600)'"))
                == "1"
        }
        cluster.pause()
        let late = try startPsql(cluster, "SELECT 1")
        #expect(late.waitForExit(within: .milliseconds(500)) == nil)
        cluster.resume()
        #expect(late.waitForExit(within: .seconds(20)) == .exited(0))
        #expect(asker.exitStatus == nil)
    }

    @Test("on 127.0.0.1 it asks for the password")
    func loopback() throws {
        let folder = try TemporaryFolder()
        var settings = PrivateCluster.Settings(folder: "\(folder.path)/index")
        settings.onLoopback = true
        let cluster = try PrivateCluster(settings)
        let right = try #require(cluster.loopbackConnectionString())
        #expect(try psql(right, "SELECT 1").waitForExit(within: .seconds(20)) == .exited(0))
        let wrong = right.replacing(/password=\S+/, with: "password=x")
        #expect(try psql(wrong, "SELECT 1").waitForExit(within: .seconds(20)) == .exited(2))
    }

    @Test("a folder too deep for a unix socket works")
    func deep() throws {
        let folder = try TemporaryFolder()
        var path = folder.path
        for _ in 0..<5 {
            path += "/" + String(repeating: "d", count: 20)
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o711]
            )
        }
        let cluster = try PrivateCluster(.init(folder: path + "/it's"))
        #expect(try ask(cluster, "SELECT 1") == "1")
    }

    @Test("a second one in the same folder is refused in one line")
    func occupied() throws {
        let folder = try TemporaryFolder()
        var settings = PrivateCluster.Settings(folder: "\(folder.path)/index")
        let first = try PrivateCluster(settings)
        settings.patience = .seconds(1)
        let error = #expect(throws: LocalServerError.self) { try PrivateCluster(settings) }
        #expect(error?.kind == .inUse)
        #expect(error?.description.contains("\n") == false)
        #expect(try ask(first, "SELECT 1") == "1")
    }

    @Test("a wrong setting is refused in the server's words")
    func wrongSetting() throws {
        let folder = try TemporaryFolder()
        var settings = PrivateCluster.Settings(folder: "\(folder.path)/index")
        settings.server = ["shared_buffers": "-7"]
        let error = #expect(throws: LocalServerError.self) { try PrivateCluster(settings) }
        #expect(error?.kind == .ended)
        #expect(error?.cause.contains("shared_buffers") == true)
    }

    @Test("a folder that the server's user can't reach is refused before anything is made")
    func unreachable() throws {
        guard SystemUser.isRoot else { return }
        let folder = try TemporaryFolder()
        chmod(folder.path, 0o700)
        let error = #expect(throws: LocalServerError.self) {
            try PrivateCluster(.init(folder: "\(folder.path)/index"))
        }
        #expect(error?.kind == .unusable)
        #expect(error?.cause.contains(folder.path) == true)
    }

    @Test("a database name that would need quoting is refused")
    func names() throws {
        let folder = try TemporaryFolder()
        let cluster = try PrivateCluster(.init(folder: "\(folder.path)/index"))
        try cluster.createDatabase("second_1")
        try cluster.createDatabase("second_1")
        #expect(try ask(cluster, "SELECT 1", in: "second_1") == "1")
        let error = #expect(throws: LocalServerError.self) { try cluster.createDatabase("a; b") }
        #expect(error?.kind == .unusable)
    }

    // MARK: psql

    /// What psql prints, without alignment.
    @discardableResult
    private func ask(
        _ cluster: PrivateCluster?,
        _ text: String,
        in database: String? = nil
    ) throws -> String {
        let cluster = try #require(cluster)
        let folder = try TemporaryFolder()
        let child = try psql(
            cluster.connectionString(database: database),
            text,
            log: "\(folder.path)/out"
        )
        try #require(child.waitForExit(within: .seconds(30)) == .exited(0))
        return try String(contentsOfFile: "\(folder.path)/out", encoding: .utf8)
            .trimmingCharacters(in: .newlines)
    }

    private func startPsql(_ cluster: PrivateCluster, _ text: String) throws -> ChildProcess {
        try psql(cluster.connectionString(), text)
    }

    private func psql(_ target: String, _ text: String, log: String? = nil) throws -> ChildProcess {
        try ChildProcess(Command("/usr/bin/psql", ["-XAtqw", "-c", text, target], logFile: log))
    }
}
