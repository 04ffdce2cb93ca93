import Foundation
import Glibc
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    @Suite("Demo")
    struct DemoTests {
        private static func log(_ folder: TemporaryFolder) -> String {
            let bytes = FileManager.default.contents(atPath: "\(folder.path)/log") ?? Data()
            return String(decoding: bytes, as: UTF8.self)
        }

        private func run(_ arguments: [String], _ folder: TemporaryFolder) throws -> ChildProcess {
            try ChildProcess(
                Command(
                    GatewayProgram.path,
                    ["demo"] + arguments,
                    environment: ["TMPDIR": folder.path],
                    logFile: "\(folder.path)/log"
                )
            )
        }

        /// Starts the demo and returns when it shows what to try.
        private func start(_ arguments: [String], _ folder: TemporaryFolder) throws -> ChildProcess
        {
            let demo = try run(arguments, folder)
            let shown = secondsUntil(within: .seconds(90)) {
                Self.log(folder).contains("Ctrl-C ends") || demo.exitStatus != nil
            }
            try #require(shown != nil && demo.exitStatus == nil, "\(Self.log(folder))")
            return demo
        }

        /// All processes below one, with their names.
        private func descendants(of pid: Int32) -> [Int32: String] {
            let path = "/proc/\(pid)/task"
            let threads = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            let children = threads.flatMap { thread in
                let text = try? String(
                    contentsOfFile: "\(path)/\(thread)/children",
                    encoding: .utf8
                )
                return (text ?? "").split(separator: " ").compactMap { Int32($0) }
            }
            return children.reduce(into: [:]) { all, child in
                all[child] = name(of: child)
                all.merge(descendants(of: child)) { old, _ in old }
            }
        }

        /// Nil once it has ended; a process id that went to another program counts as ended.
        private func name(of pid: Int32) -> String? {
            guard let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
                !text.contains("State:\tZ")
            else { return nil }
            return text.split(separator: "\n").first.map(String.init)
        }

        @Test("it shows the federation, and Ctrl-C ends everything with code 0")
        func interrupted() throws {
            let folder = try TemporaryFolder(named: "isengard-test")
            let demo = try start([], folder)
            let shown = Self.log(folder)
            for word in ["Isengard is at http://127.0.0.1:", "radiology", "cardiology", "research"]
            {
                #expect(shown.contains(word), "\(word)")
            }
            let running = descendants(of: demo.pid)
            #expect(demo.terminate(SIGINT, grace: .seconds(30)) == .exited(0))
            #expect(running.filter { name(of: $0.key) == $0.value }.isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["log"])
        }

        @Test("its checked walk passes")
        func walk() throws {
            let folder = try TemporaryFolder(named: "isengard-test")
            let demo = try run(["--once"], folder)
            let status = demo.waitForExit(within: .seconds(180))
            let lines = Self.log(folder).split(separator: "\n")
            #expect(status == .exited(0), "\(lines)")
            #expect(lines.count { $0.hasPrefix("ok ") } == 13)
            #expect(!lines.contains { $0.hasPrefix("FAILED") })
        }

        @Test("a walk that goes wrong says at which steps, and fails")
        func failingWalk() throws {
            let folder = try TemporaryFolder(named: "isengard-test")
            let demo = try run(["--once", "--folder", "\(folder.path)/kept"], folder)
            let known = secondsUntil(within: .seconds(90)) {
                Self.log(folder).contains("the index knows all stores")
            }
            try #require(known != nil)
            let gateway = try #require(
                descendants(of: demo.pid).first {
                    $0.value.contains("exe") || $0.value.contains("isengard")
                }
            )
            Glibc.kill(gateway.key, SIGKILL)
            #expect(demo.waitForExit(within: .seconds(60)) == .exited(1))
            let lines = Self.log(folder).split(separator: "\n")
            let failed = lines.filter { $0.hasPrefix("FAILED  ") }
            #expect(failed.contains { $0.contains("every file has the bytes") }, "\(lines)")
            #expect(failed.allSatisfy { $0.hasSuffix(")") && $0.contains("(") })
            #expect(lines.last?.hasPrefix("isengard: failed: ") == true)
        }

        @Test("kill -9 of it ends Orthancs, gateway and PostgreSQL")
        func killed() throws {
            let folder = try TemporaryFolder(named: "isengard-test")
            let demo = try start(["--folder", "\(folder.path)/kept"], folder)
            let running = descendants(of: demo.pid)
            let names = running.values.map { $0.split(separator: "\t").last ?? "" }
            #expect(names.count { $0 == "Orthanc" } == 3)
            #expect(names.count { $0 == "postgres" } > 4)
            demo.kill()
            let gone = secondsUntil(within: .seconds(15)) {
                running.filter { name(of: $0.key) == $0.value }.isEmpty
            }
            #expect(gone != nil)
            #expect(processes(naming: folder.path).isEmpty)
            #expect(FileManager.default.fileExists(atPath: "\(folder.path)/kept/isengard.yaml"))
        }
    }
}
