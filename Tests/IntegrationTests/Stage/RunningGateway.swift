import Foundation
import LocalServers
import TestKit

/// A gateway that listens. Ends with its last reference at the latest.
final class RunningGateway: Sendable {
    let port: UInt16
    let folder: TemporaryFolder
    private let process: ChildProcess

    struct StartFailure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts it and returns when it listens.
    ///
    /// - Parameter configuration: The YAML text; gets the gateway's own folder.
    init(openFiles: Int? = nil, _ configuration: (String) -> String) throws {
        let folder = try TemporaryFolder(named: "isengard-test")
        let log = "\(folder.path)/log"
        let file = try GatewayProgram.configuration(configuration(folder.path), in: folder)
        let process = try GatewayProgram.serve(
            configuration: file,
            logFile: log,
            openFiles: openFiles
        )
        var found: UInt16?
        secondsUntil(within: .seconds(30)) {
            found = Self.port(in: Self.text(of: log))
            return found != nil || process.exitStatus != nil
        }
        guard let found else {
            process.kill()
            throw StartFailure(description: "the gateway doesn't listen: \(Self.text(of: log))")
        }
        port = found
        self.folder = folder
        self.process = process
    }

    deinit { process.terminate(grace: .seconds(15)) }

    var pid: Int32 { process.pid }
    var isRunning: Bool { process.exitStatus == nil }
    /// All that it wrote to standard output and error.
    var log: String { Self.text(of: "\(folder.path)/log") }

    /// A new connection of its own.
    func client(patience: Duration = .seconds(30)) -> TestClient {
        TestClient(port: port, patience: patience)
    }

    /// Sends a signal and waits for the end.
    func stop(_ signal: Int32) -> ExitStatus {
        process.terminate(signal, grace: .seconds(20))
    }

    func kill() { process.kill() }

    private static func text(of file: String) -> String {
        String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
    }

    private static func port(in log: String) -> UInt16? {
        guard let line = log.split(separator: "\n").first(where: { $0.hasPrefix("listening on ") }),
            let colon = line.lastIndex(of: ":")
        else { return nil }
        return UInt16(line[line.index(after: colon)...])
    }
}
