import Basics
import Foundation
import Glibc

/// A running program that ends with us.
///
/// One thread per child forks it and waits for it. That thread must not end before the child: the
/// kernel sends the death signal when the *thread* that forked is gone, not the process.
/// Source: prctl(2), PR_SET_PDEATHSIG. Dropping the last reference kills the child.
///
/// Every method may block for as long as it says; none belongs on a loop thread.
package final class ChildProcess: Sendable {
    package let pid: Int32
    private let life: Life

    /// Starts `command` and returns once it has been forked.
    ///
    /// A program that can't be executed shows as an exit with code 126 or 127.
    ///
    /// - Throws: `.system` if no process could be made; `.notInstalled` without setpriv(1).
    package init(_ command: Command) throws(LocalServerError) {
        let action = "start \(command.program)"
        guard unsafe access("/usr/bin/setpriv", X_OK) == 0 else {
            throw LocalServerError(.notInstalled, doing: action, "setpriv (util-linux) is missing")
        }
        let life = Life()
        Thread.detachNewThread { life.run(command) }
        switch life.started() {
        case .started(let pid): self.pid = pid
        case .failed(let code):
            throw LocalServerError(.system, doing: action, systemText(code))
        }
        self.life = life
    }

    deinit { life.signal(SIGKILL) }

    /// How it ended; nil while it runs.
    package var exitStatus: ExitStatus? { life.status(within: .zero) }

    /// Waits at most `duration` for its end.
    package func waitForExit(within duration: Duration) -> ExitStatus? {
        life.status(within: duration)
    }

    /// Sends `signal`, waits `grace`, kills what is left, and returns how it ended.
    @discardableResult
    package func terminate(
        _ signal: Int32 = SIGTERM,
        grace: Duration = .seconds(10)
    ) -> ExitStatus {
        life.signal(signal)
        // A stopped process acts on no signal but SIGKILL.
        life.signal(SIGCONT)
        if let status = life.status(within: grace) { return status }
        return kill()
    }

    /// Ends it as a power cut would (`kill -9`) and returns how it ended.
    @discardableResult
    package func kill() -> ExitStatus {
        life.signal(SIGKILL)
        // Only a process in an uninterruptible wait (a dead disk) outlives SIGKILL.
        return life.status(within: .seconds(60)) ?? .signalled(SIGKILL)
    }

    /// Freezes it: its sockets stay open, nothing answers.
    ///
    /// Returns when the last thread stands still: one that runs on another core goes on for a
    /// moment after the signal, long enough to answer.
    package func pause() {
        life.signal(SIGSTOP)
        let deadline = Deadline.after(.seconds(2))
        while !isStandingStill, deadline.instant > Instant.now { usleep(1000) }
    }

    /// Source: proc(5), `/proc/[pid]/task/[tid]/stat`: the state follows the name in parentheses.
    private var isStandingStill: Bool {
        let folder = "/proc/\(pid)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return threads.allSatisfy { thread in
            guard
                let text = try? String(contentsOfFile: "\(folder)/\(thread)/stat", encoding: .utf8)
            else { return true }
            let state = text.split(separator: ")").last?.drop { $0 == " " }.first
            return state.map { "TtZX".contains($0) } ?? true
        }
    }

    package func resume() { life.signal(SIGCONT) }

    /// Sends `signal` unless it has ended. Its process id can't have gone to another by then.
    package func signal(_ signal: Int32) { life.signal(signal) }
}

/// How a program ended.
package enum ExitStatus: Sendable, Equatable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)

    /// Decodes wait(2)'s status word, whose macros C keeps to itself.
    init(word: Int32) {
        let signal = word & 0x7f
        self = signal == 0 ? .exited((word >> 8) & 0xff) : .signalled(signal)
    }

    package var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signalled(let number): "signal \(number)"
        }
    }
}

/// What the child's thread and its owner share.
private final class Life: @unchecked Sendable {
    // @unchecked Sendable: `outcome` and `end` are touched only while `condition` is locked.
    private let condition = NSCondition()
    private var outcome: Spawn.Outcome?
    private var end: ExitStatus?

    /// The thread's body: returns when the child has ended.
    func run(_ command: Command) {
        let entries = ProcessInfo.processInfo.environment
            .merging(command.environment) { _, new in new }
            .map { "\($0)=\($1)" }
        let outcome = Spawn.run(
            command.vector(parent: getpid()),
            environment: entries,
            command: command
        )
        publish { self.outcome = outcome }
        guard case .started(let pid) = outcome else { return }
        // The zombie stays until `end` is set under the lock, so that `signal` can't hit a
        // stranger who got the same process id.
        var information = unsafe siginfo_t()
        while unsafe waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0,
            errno == EINTR
        {}
        publish {
            var word: Int32 = 0
            let reaped = unsafe waitpid(pid, &word, 0)
            end = reaped == pid ? ExitStatus(word: word) : .signalled(SIGKILL)
        }
    }

    func started() -> Spawn.Outcome {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let outcome { return outcome }
            condition.wait()
        }
    }

    func status(within duration: Duration) -> ExitStatus? {
        let limit = Instant.now.advanced(by: duration)
        condition.lock()
        defer { condition.unlock() }
        while end == nil {
            let left = Instant.now.duration(to: limit)
            guard left > .zero else { return nil }
            _ = condition.wait(until: Date(timeIntervalSinceNow: left / .seconds(1)))
        }
        return end
    }

    func signal(_ number: Int32) {
        condition.lock()
        defer { condition.unlock() }
        guard end == nil, case .started(let pid) = outcome else { return }
        _ = Glibc.kill(pid, number)
    }

    private func publish(_ change: () -> Void) {
        condition.lock()
        change()
        condition.broadcast()
        condition.unlock()
    }
}

/// The C library's text for an errno.
func systemText(_ code: Int32) -> String {
    unsafe String(cString: strerror(code))
}
