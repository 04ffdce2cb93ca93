import Foundation
import LocalServers
import Testing

@Suite("Child processes")
struct ChildProcessTests {
    @Test("an exit code and a fatal signal come back as such")
    func ends() throws {
        let orderly = try ChildProcess(Command("/bin/sh", ["-c", "exit 7"]))
        #expect(orderly.waitForExit(within: .seconds(10)) == .exited(7))
        let killed = try ChildProcess(Command("/bin/sleep", ["600"]))
        #expect(killed.exitStatus == nil)
        #expect(killed.kill() == .signalled(SIGKILL))
    }

    @Test("arguments, environment, working folder and log file arrive unchanged")
    func surroundings() throws {
        let folder = try TemporaryFolder()
        let log = "\(folder.path)/log"
        let script = #"printf '%s|%s|%s\n' "$1" "$WORD" "$PWD"; printf 'oops' >&2"#
        let child = try ChildProcess(
            Command(
                "/bin/sh",
                ["-c", script, "sh", "a 'b\" $c"],
                environment: ["WORD": "x y"],
                workingFolder: folder.path,
                logFile: log
            )
        )
        #expect(child.waitForExit(within: .seconds(10)) == .exited(0))
        let text = try String(contentsOfFile: log, encoding: .utf8)
        #expect(text == "a 'b\" $c|x y|\(folder.path)\noops")
    }

    @Test("a program that ignores SIGTERM is killed after the grace")
    func stubborn() throws {
        let folder = try TemporaryFolder()
        let log = "\(folder.path)/log"
        let script = "trap '' TERM; echo ready; while :; do sleep 1; done"
        let child = try ChildProcess(Command("/bin/sh", ["-c", script], logFile: log))
        try waitFor("trap") { (try? String(contentsOfFile: log, encoding: .utf8)) == "ready\n" }
        #expect(child.terminate(grace: .milliseconds(300)) == .signalled(SIGKILL))
    }

    @Test("a paused program can be terminated")
    func paused() throws {
        let child = try ChildProcess(Command("/bin/sleep", ["600"]))
        child.pause()
        try waitFor("stop") { processState(child.pid) == "T" }
        #expect(child.terminate() == .signalled(SIGTERM))
    }

    @Test("no descriptor but the three standard ones reaches the child")
    func descriptors() throws {
        let folder = try TemporaryFolder()
        let log = "\(folder.path)/log"
        let mine = open("/dev/null", O_RDONLY)
        defer { close(mine) }
        let child = try ChildProcess(Command("/bin/ls", ["/proc/self/fd"], logFile: log))
        #expect(child.waitForExit(within: .seconds(10)) == .exited(0))
        let names = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        // The fourth is ls's own, on the folder that it lists.
        #expect(names == ["0", "1", "2", "3"])
    }

    @Test("signals that this process blocks or ignores work in the child")
    func signals() throws {
        let before = signal(SIGTERM, SIG_IGN)
        defer { signal(SIGTERM, before) }
        let child = try ChildProcess(Command("/bin/sleep", ["600"]))
        #expect(child.terminate() == .signalled(SIGTERM))
    }

    @Test("a missing program ends with code 127, a missing folder is refused")
    func missing() throws {
        let child = try ChildProcess(Command("/nowhere/program"))
        #expect(child.waitForExit(within: .seconds(10)) == .exited(127))
        let lost = try ChildProcess(Command("/bin/true", workingFolder: "/nowhere"))
        #expect(lost.waitForExit(within: .seconds(10)) != .exited(0))
    }

    @Test("dropping the last reference ends the program")
    func dropped() throws {
        var child: ChildProcess? = try ChildProcess(Command("/bin/sleep", ["600"]))
        let pid = try #require(child?.pid)
        child = nil
        try waitFor("end") { processState(pid) == nil }
    }
}

/// Polls until `condition` holds; fails after a minute.
func waitFor(_ what: String, _ condition: () -> Bool) throws {
    let limit = ContinuousClock().now.advanced(by: .seconds(60))
    while ContinuousClock().now < limit {
        if condition() { return }
        usleep(5000)
    }
    throw Timeout(what: what)
}

struct Timeout: Error {
    let what: String
}

/// The letter of proc(5); nil when there is no such process or only its zombie is left.
func processState(_ pid: Int32) -> String? {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let tail = text.split(separator: ")").last
    else { return nil }
    let state = tail.split(separator: " ").first.map(String.init)
    return state == "Z" ? nil : state
}

func readFile(_ path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: path)))
}
