import Foundation
import Glibc

/// The one place that makes a process.
///
/// The child starts with the default signal dispositions and an empty mask (our loops block
/// signals, and a mask is inherited), in a process group of its own (a Ctrl-C in the terminal
/// reaches only us, and we stop servers in order), with no descriptor but 0, 1 and 2.
/// Source: posix_spawn(3).
enum Spawn {
    /// - Parameters:
    ///   - vector: Program path and its arguments.
    ///   - environment: `NAME=value` entries.
    /// - Returns: The process id, or the errno.
    static func run(_ vector: [String], environment: [String], command: Command) -> Outcome {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return .failed(ENOMEM) }
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        guard unsafe posix_spawnattr_init(&attributes) == 0 else { return .failed(ENOMEM) }
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        let code = unsafe prepare(&actions, for: command)
        guard code == 0 else { return .failed(code) }
        prepare(&attributes)

        var pid: pid_t = 0
        let result = unsafe withStrings(vector) { arguments in
            unsafe withStrings(environment) { entries in
                unsafe posix_spawn(&pid, vector[0], &actions, &attributes, arguments, entries)
            }
        }
        return result == 0 ? .started(pid) : .failed(result)
    }

    enum Outcome {
        case started(pid_t)
        case failed(Int32)
    }

    private static func prepare(
        _ actions: inout posix_spawn_file_actions_t,
        for command: Command
    ) -> Int32 {
        let log = command.logFile ?? "/dev/null"
        let flags = O_WRONLY | O_CREAT | O_APPEND
        var code = unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        if code == 0 {
            code = unsafe posix_spawn_file_actions_addopen(&actions, 1, log, flags, 0o600)
        }
        if code == 0 { code = unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2) }
        for descriptor in openDescriptors() where code == 0 && descriptor > 2 {
            code = unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        return code
    }

    /// Some may be gone by the time the child closes them, which is no error there.
    private static func openDescriptors() -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap { Int32($0) }
    }

    private static func prepare(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    /// A NULL-terminated vector of C strings, alive only inside `body`.
    private static func withStrings<Result>(
        _ strings: [String],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress!) }
    }
}
