import Basics
import Glibc
import LocalServers

/// `isengard serve` of this very program, running beside the demo and ending with it.
final class GatewayChild {
    let port: UInt16
    let logFile: String
    private let process: ChildProcess

    var url: String { "http://127.0.0.1:\(port)" }
    var client: LoopbackClient { LoopbackClient(port: port) }
    var exitStatus: ExitStatus? { process.exitStatus }

    /// Starts it and returns when it listens.
    ///
    /// - Throws: `.server` with its own last line if it ends instead, or after a minute.
    init(configuration: String, logFile: String, wish: StopWish) throws {
        self.logFile = logFile
        let action = "start the gateway"
        // Found through our process: the file itself may have been replaced meanwhile.
        let process = try ChildProcess(
            Command(
                "/proc/\(getpid())/exe",
                ["serve", "--config", configuration],
                logFile: logFile
            )
        )
        self.process = process
        do {
            port = try Self.waitForPort(process, logFile, action, wish)
        } catch {
            process.terminate(grace: .seconds(30))
            throw error
        }
    }

    /// Ends it as an operator does, with its PostgreSQL.
    @discardableResult
    func stop() -> ExitStatus { process.terminate(grace: .seconds(30)) }

    private static func waitForPort(
        _ process: ChildProcess,
        _ logFile: String,
        _ action: String,
        _ wish: StopWish
    ) throws(DemoError) -> UInt16 {
        let deadline = Deadline.after(.seconds(60))
        while deadline.instant > Instant.now {
            try wish.check(action)
            if let port = port(in: lines(of: logFile)) { return port }
            if let status = process.waitForExit(within: .milliseconds(50)) {
                let last = lines(of: logFile).last ?? "no word"
                throw DemoError(.server, doing: action, "\(last) (\(status))")
            }
        }
        throw DemoError(.server, doing: action, "doesn't listen after a minute")
    }

    private static func lines(of file: String) -> [Substring] {
        String(decoding: SmallFile.read(file) ?? [], as: UTF8.self).split(separator: "\n")
    }

    private static func port(in lines: [Substring]) -> UInt16? {
        guard let line = lines.first(where: { $0.hasPrefix("listening on ") }),
            let colon = line.lastIndex(of: ":")
        else { return nil }
        return UInt16(line[line.index(after: colon)...])
    }
}
