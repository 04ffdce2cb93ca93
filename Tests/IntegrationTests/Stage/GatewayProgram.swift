import Basics
import Foundation
import Glibc
import LocalServers

/// The gateway's executable, as a separate process: what an operator runs.
enum GatewayProgram {
    /// What `ISENGARD` names, such as an optimised build; else beside the test program, where the
    /// package manager builds both.
    static let path =
        ProcessInfo.processInfo.environment["ISENGARD"]
        ?? URL(filePath: CommandLine.arguments[0])
        .deletingLastPathComponent().appending(path: "isengard").path

    /// Writes a configuration into a folder.
    ///
    /// - Returns: Its path.
    static func configuration(_ text: String, in folder: TemporaryFolder) throws -> String {
        let path = "\(folder.path)/gateway.yaml"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    /// Starts `isengard serve` and doesn't wait.
    ///
    /// - Parameter openFiles: Soft limit of open files that it starts with; nil is ours.
    static func serve(
        configuration: String,
        logFile: String,
        openFiles: Int? = nil
    ) throws -> ChildProcess {
        var vector = [path, "serve", "--config", configuration]
        if let openFiles { vector = ["/usr/bin/prlimit", "--nofile=\(openFiles):"] + vector }
        return try ChildProcess(
            Command(vector[0], Array(vector.dropFirst()), logFile: logFile)
        )
    }
}

/// Asks again and again until it holds.
///
/// - Returns: Seconds until then; nil if it didn't within `limit`.
@discardableResult
func secondsUntil(within limit: Duration, _ holds: () throws -> Bool) rethrows -> Double? {
    let began = Instant.now
    while true {
        let isTrue = try holds()
        let passed = began.duration(to: Instant.now)
        if isTrue { return passed.seconds }
        guard passed < limit else { return nil }
        usleep(10_000)
    }
}

/// Command lines of living processes that name `text`, but for our own.
func processes(naming text: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { $0 != getpid() }.compactMap { pid in
        guard let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else {
            return nil
        }
        let words = String(decoding: line, as: UTF8.self).replacing("\0", with: " ")
        return words.contains(text) ? "\(pid): \(words)" : nil
    }
}
