import Basics
import Foundation
@testable import LoadEngine
import LoadModel
import LocalServers
import TestKit
import Testing

@Suite("What is observed while the load runs", .serialized)
struct ObservatoryTests {
    private func scenario(_ observe: String) throws -> Scenario {
        let text = """
            version: 1
            name: t
            traffic: [{op: system, rate: 1/s}]
            observe: [\(observe)]
            """
        return try ScenarioReader.read(text: text, name: "t.yaml")
    }

    private func observatory(
        _ observe: String,
        target: String = "http://127.0.0.1:9",
        secrets: [String: String] = [:]
    ) throws -> Observatory? {
        try Observatory(scenario(observe), targets: [TargetSettings(base: target)]) { reference in
            secrets[reference.name]
        }
    }

    /// The readings of a step that ends when `body` has.
    private func readings(
        _ observatory: Observatory,
        while body: () throws -> Void
    ) rethrows -> [String: ResourceReading] {
        observatory.begin(for: .seconds(600))
        try body()
        let readings = observatory.end()
        return Dictionary(readings.map { ($0.name, $0) }) { first, _ in first }
    }

    private func metrics(_ active: Int) -> String {
        LyingServer.answer("orthanc_rest_api_active_requests \(active) 1795802991634\n")
    }

    @Test("a busy process is told busy, with the machine's cores and disks")
    func processes() throws {
        let busy = try ChildProcess(Command("/bin/sh", ["-c", "while :; do :; done"]))
        defer { _ = busy.kill() }
        while ProcessRecord(Int(busy.pid))?.command != "sh" { usleep(1000) }
        let observed = "{kind: proc, pids: [\(busy.pid)], every: 100ms}"
        let observatory = try #require(try observatory(observed))
        defer { observatory.close() }
        // Until it has used some of the core's time, however little of it there is.
        let readings = readings(observatory) {
            let before = ProcessRecord(Int(busy.pid))?.cpuSeconds ?? 0
            while (ProcessRecord(Int(busy.pid))?.cpuSeconds ?? .infinity) < before + 0.3 {
                usleep(10_000)
            }
        }
        let own = try #require(readings["sh CPU"], "\(readings.keys)")
        #expect(own.utilisation > 0 && own.utilisation <= 1)
        #expect(own.wait != nil)
        let host = try #require(readings["host CPU"])
        #expect(host.utilisation > 0 && host.utilisation <= 1)
        #expect(observatory.blindSpots == [])
    }

    @Test("a process bound to one core has one core as its limit, and uses most of what it gets")
    func affinity() throws {
        let command = Command(
            "/usr/bin/taskset",
            ["-c", "0", "/bin/sh", "-c", "while :; do :; done"]
        )
        let busy = try ChildProcess(command)
        defer { _ = busy.kill() }
        while ProcessRecord(Int(busy.pid))?.command != "sh" { usleep(1000) }
        let observed = "{kind: proc, pids: [\(busy.pid)], every: 100ms}"
        let observatory = try #require(try observatory(observed))
        defer { observatory.close() }
        var (used, begun) = (0.0, Int64(0))
        let readings = readings(observatory) {
            begun = Monotonic.now
            let before = ProcessRecord(Int(busy.pid))?.cpuSeconds ?? 0
            while used < 0.5 {
                usleep(10_000)
                used = (ProcessRecord(Int(busy.pid))?.cpuSeconds ?? .infinity) - before
            }
        }
        let share = used / (Double(Monotonic.now - begun) / 1e9)
        let own = try #require(readings["sh CPU"])
        // A quota of the group that the test runs in may be less than its one core.
        #expect(own.limit == "1 core" || own.limit.hasPrefix("0."), "\(own)")
        // Of one core, not of all; a host may take any part of it away unseen.
        #expect(own.utilisation > 0.7 * share && own.wait != nil, "\(own), \(share)")
    }

    @Test("a name that no process has is a blind spot where another is there")
    func absent() throws {
        let other = try ChildProcess(Command("/bin/sleep", ["600"]))
        defer { _ = other.kill() }
        let observed = "{kind: proc, pids: [\(other.pid), no-such-one]}"
        let observatory = try #require(try observatory(observed))
        defer { observatory.close() }
        #expect(observatory.blindSpots == ["no process is named no-such-one"])
    }

    @Test("a process that ends becomes a blind spot, and the others are told")
    func ended() throws {
        let mortal = try ChildProcess(Command("/bin/sleep", ["600"]))
        let other = try ChildProcess(Command("/bin/sleep", ["600"]))
        defer { _ = other.kill() }
        while ProcessRecord(Int(other.pid))?.command != "sleep"
            || ProcessRecord(Int(mortal.pid))?.command != "sleep"
        { usleep(1000) }
        let observed = "{kind: proc, pids: [\(mortal.pid), \(other.pid)], every: 100ms}"
        let observatory = try #require(try observatory(observed))
        defer { observatory.close() }
        let readings = readings(observatory) { _ = mortal.kill() }
        #expect(readings["sleep (pid \(other.pid)) CPU"]?.utilisation == 0)
        #expect(readings["sleep (pid \(mortal.pid)) CPU"] == nil)
        #expect(
            observatory.blindSpots.allSatisfy {
                $0 == "sleep (pid \(mortal.pid)) CPU: was not there during a whole step"
            }
        )
        // The next step has it neither at its beginning nor at its end.
        let next = self.readings(observatory) {}
        #expect(next["sleep (pid \(mortal.pid)) CPU"] == nil)
    }

    @Test(
        "what can't be read at the start is one clear line, without a secret",
        arguments: [
            ("{kind: proc, pids: [4194399]}", "observe processes: there is no process 4194399"),
            (
                "{kind: proc, pids: [no-such-one]}",
                "observe processes: no process is named no-such-one"
            ),
            (
                "{kind: postgres, dsn: env:GONE}",
                "read the credentials of observe[0]: env:GONE is not there or empty"
            ),
            ("{kind: postgres, dsn: env:DSN}", "observe PostgreSQL of env:DSN: can't connect"),
            (
                "{kind: prometheus-text, url: \"http://127.0.0.1:1/m\", auth: env:GONE}",
                "read the credentials of observe[0]: env:GONE is not there or empty"
            ),
            (
                "{kind: prometheus-text, url: \"http://127.0.0.1:1/m\", auth: env:ODD}",
                "read the credentials of observe[0]: env:ODD holds neither user:password nor a value "
                    + "that begins with Bearer"
            ),
        ]
    )
    func refused(observe: String, line: String) throws {
        let secrets = ["env:DSN": "host=127.0.0.1 port=1 password=hush", "env:ODD": "hush"]
        let error = #expect(throws: LoadError.self) {
            _ = try observatory(observe, secrets: secrets)
        }
        #expect(error?.kind == .target)
        #expect(error?.description == line)
    }

    @Test(
        "a server that lies is refused at the start",
        arguments: [
            (LyingServer.answer("<html>"), "no Prometheus text: line 1"),
            (LyingServer.answer("up 1\n"), "no metric that is known"),
            ("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", "status 401"),
            (
                "HTTP/1.1 302 No\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
                "302"
            ),
            ("nonsense\r\n\r\n", "observe"),
        ]
    )
    func lies(said: String, part: String) {
        let server = LyingServer(said)
        let error = #expect(throws: LoadError.self) {
            _ = try observatory("{kind: prometheus-text, url: \"\(server.url)\"}")
        }
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }

    @Test("an answer without end is cut")
    func endless() {
        let blanks = String(repeating: " ", count: (4 << 20) + 1)
        let server = LyingServer(LyingServer.answer(blanks))
        let error = #expect(throws: LoadError.self) {
            _ = try observatory("{kind: prometheus-text, url: \"\(server.url)\"}")
        }
        #expect(error?.description.hasSuffix("the answer is larger than 4 MiB") == true)
    }

    @Test(
        "a server that fails in a step gives no reading for it, is named, and is asked again later",
        arguments: [nil, LyingServer.answer("}{"), "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"]
    )
    func fails(said: String?) throws {
        let server = LyingServer(metrics(11))
        let observed = "{kind: prometheus-text, url: \"\(server.url)\", every: 100ms}"
        let observatory = try #require(try observatory(observed))
        defer { observatory.close() }
        let name = "127.0.0.1:\(server.port) HTTP threads"
        #expect(readings(observatory) { usleep(1000) }[name]?.utilisation == 0.2)
        server.say(said)
        #expect(readings(observatory) {}.isEmpty)
        #expect(observatory.blindSpots.count == 1)
        #expect(observatory.blindSpots[0].hasPrefix("metrics of 127.0.0.1:\(server.port): "))
        server.say(metrics(26))
        #expect(readings(observatory) {}[name]?.utilisation == 0.5)
    }

    @Test("a real Orthanc's metrics are read as the first target's, with its credentials")
    func orthanc() throws {
        let folder = try TemporaryFolder(named: "isengard-load")
        let store = try LocalOrthanc(.init(name: "store", folder: folder.path + "/store"))
        let observed = "{kind: orthanc-metrics, every: 100ms}"
        let observatory = try #require(try observatory(observed, target: store.url))
        defer { observatory.close() }
        let readings = readings(observatory) {}
        #expect(readings["main HTTP threads"]?.limit == "50 threads")
        #expect(readings["main jobs"]?.utilisation == 0)
        store.kill()
        #expect(self.readings(observatory) {}.isEmpty)
        #expect(observatory.blindSpots.first?.hasPrefix("metrics of main: ") == true)
    }

    @Test("a real PostgreSQL's sessions are counted, and one that hangs holds nothing up")
    func postgres() throws {
        let folder = try TemporaryFolder()
        var settings = PrivateCluster.Settings(folder: "\(folder.path)/index")
        settings.server = ["fsync": "off", "max_connections": "20"]
        let cluster = try PrivateCluster(settings)
        let observed = "{kind: postgres, dsn: env:DSN, every: 100ms}"
        let secrets = ["env:DSN": cluster.connectionString()]
        let observatory = try #require(try observatory(observed, secrets: secrets))
        defer { observatory.close() }
        let sessions = try (0..<2).map { _ in
            try ChildProcess(
                Command(
                    "/usr/bin/psql",
                    [
                        "-XAtqc", "SELECT pg_advisory_lock(7), pg_sleep(600)",
                        cluster.connectionString(),
                    ]
                )
            )
        }
        defer { for session in sessions { _ = session.kill() } }
        // One sleeps with the lock, the other waits for it.
        while (readings(observatory) {}["PostgreSQL connections"]?.wait ?? 0) < 1 {
            try #require(sessions.allSatisfy { $0.exitStatus == nil })
        }
        let reading = readings(observatory) {}["PostgreSQL connections"]
        #expect(reading?.utilisation == 0.1)
        #expect(reading?.limit == "20 connections")
        #expect(reading?.wait == 1)
        cluster.pause()
        let paused = readings(observatory) {}
        cluster.resume()
        #expect(paused.isEmpty)
        #expect(observatory.blindSpots == ["PostgreSQL of env:DSN: no answer within 2.0 seconds"])
        #expect(readings(observatory) {}["PostgreSQL connections"] != nil)
    }
}
