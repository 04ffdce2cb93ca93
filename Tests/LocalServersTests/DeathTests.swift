import Foundation
import LocalServers
import Testing

/// The other side of `DeathTests`: a parent that starts servers and waits to be killed.
///
/// Runs only when this test program starts itself again with `ISENGARD_DOOMED` naming a folder.
@Suite("Doomed parent")
struct DoomedParentTests {
    static let folder = ProcessInfo.processInfo.environment["ISENGARD_DOOMED"]

    @Test("starts servers and waits", .enabled(if: folder != nil))
    func doomed() throws {
        let folder = try #require(Self.folder)
        let sleeper = try ChildProcess(Command("/bin/sleep", ["600"]))
        let cluster = try PrivateCluster(.init(folder: "\(folder)/index"))
        let orthanc = try LocalOrthanc(.init(name: "doomed", folder: "\(folder)/store"))
        let pids = [sleeper.pid, try #require(cluster.pid), try #require(orthanc.pid)]
        let text = pids.map { "\($0)" }.joined(separator: " ")
        #expect(FileManager.default.createFile(atPath: "\(folder)/pids", contents: Data(text.utf8)))
        pause()
    }
}

@Suite("Death of the parent")
struct DeathTests {
    @Test("kill -9 of the parent ends its children, PostgreSQL's own ones and Orthanc")
    func killed() throws {
        let folder = try TemporaryFolder()
        let parent = try ChildProcess(
            Command(
                CommandLine.arguments[0],
                ["--testing-library", "swift-testing", "--filter", "DoomedParentTests"],
                environment: ["ISENGARD_DOOMED": folder.path],
                logFile: "\(folder.path)/log"
            )
        )
        try waitFor("servers") { !pids(in: folder).isEmpty || parent.exitStatus != nil }
        let servers = pids(in: folder)
        try #require(servers.count == 3)
        let backends = children(of: servers[1])
        try #require(backends.count >= 3)
        #expect((servers + backends).allSatisfy { processState($0) != nil })

        parent.kill()
        try waitFor("end of all") {
            (servers + backends).allSatisfy { processState($0) == nil }
        }
        // Told to shut down, not shot: nothing is left that a later start would trip over.
        let lock = "\(folder.path)/index/data/postmaster.pid"
        #expect(!FileManager.default.fileExists(atPath: lock))
    }

    private func pids(in folder: TemporaryFolder) -> [Int32] {
        let text = try? String(contentsOfFile: "\(folder.path)/pids", encoding: .utf8)
        return (text ?? "").split(separator: " ").compactMap { Int32($0) }
    }

    private func children(of pid: Int32) -> [Int32] {
        let text = try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
        return (text ?? "").split(separator: " ").compactMap { Int32($0) }
    }
}
