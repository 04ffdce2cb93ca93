import Basics
import Foundation
import Glibc

/// A PostgreSQL cluster of our own under one folder, that ends with us.
///
/// Touches no cluster of the system. A folder that holds a cluster already is used again, also
/// after a crash. Connections come through a unix socket that only the server's user and root can
/// reach, and over 127.0.0.1 with a password if asked for. Durable as PostgreSQL is by default
/// (`fsync`, `full_page_writes`, `synchronous_commit` on) unless `Settings.server` says otherwise.
///
/// Every method blocks, for seconds at worst; none belongs on a loop thread.
package final class PrivateCluster: Sendable {
    package struct Settings: Sendable {
        /// Made if missing. The users above it must be passable for the server's user.
        package var folder: String
        /// `[a-z][a-z0-9_]{0,39}`; made if missing.
        package var database = "isengard"
        /// Listen on 127.0.0.1 as well, on a port that the kernel chooses.
        package var onLoopback = false
        /// `postgresql.conf` names and values that win over ours.
        package var server: [String: String] = [:]
        /// Longest time for a start, recovery after a crash included.
        package var patience = Duration.seconds(120)

        package init(folder: String) { self.folder = folder }
    }

    /// How clients and data are treated at the end. Source: PostgreSQL, "Shutting Down the Server".
    package enum StopMode: Sendable {
        /// Clients are cut, what is committed is written out.
        case fast
        /// Everything is dropped; the next start recovers from the log.
        case immediate

        var signal: Int32 { self == .fast ? SIGINT : SIGQUIT }
    }

    package let settings: Settings
    private let folder: ClusterFolder
    private let programs: PostgresPrograms
    private let sockets: SocketFolder
    private let reserved: ReservedPort?
    private let process = Locked<ChildProcess?>(nil)

    /// Makes the cluster if needed, starts it, and makes the database.
    ///
    /// - Throws: `.notInstalled` without PostgreSQL 15 or newer, `.unusable` for a folder that the
    ///   server's user can't reach, `.inUse`, `.ended` with the server's own words, `.timedOut`.
    package init(_ settings: Settings) throws(LocalServerError) {
        self.settings = settings
        folder = try ClusterFolder(settings.folder)
        programs = try folder.programs()
        reserved = settings.onLoopback ? try ReservedPort() : nil
        sockets = try SocketFolder(in: folder, port: reserved?.number ?? Self.socketPort)
        try folder.initialise(with: programs)
        try start()
        try createDatabase(settings.database)
    }

    deinit { process.withLock { _ = $0?.terminate(SIGQUIT, grace: .seconds(5)) } }

    /// Names the socket only; nothing listens on this port.
    private static let socketPort: UInt16 = 5432

    /// Major version.
    package var version: Int { programs.major }

    /// The port on 127.0.0.1; nil without `onLoopback`.
    package var loopbackPort: UInt16? { reserved?.number }

    /// The postmaster was started and has not ended.
    package var isRunning: Bool { process.withLock { $0 != nil && $0?.exitStatus == nil } }

    /// Process id of the postmaster; nil while stopped.
    package var pid: Int32? { process.withLock { $0?.pid } }

    /// For libpq: through the unix socket.
    ///
    /// - Parameter database: Nil is the one of the settings.
    package func connectionString(database: String? = nil) -> String {
        "host='\(Self.quoted(sockets.path))' port=\(socketNumber) user=\(ClusterFolder.superuser)"
            + " dbname=\(database ?? settings.database)"
    }

    /// For libpq: over 127.0.0.1, holding the password. Nil without `onLoopback`.
    ///
    /// - Parameter port: Of a proxy in between; nil is the server's own.
    package func loopbackConnectionString(through port: UInt16? = nil) -> String? {
        guard let own = loopbackPort else { return nil }
        return "host=127.0.0.1 port=\(port ?? own) user=\(ClusterFolder.superuser)"
            + " password=\(folder.password) dbname=\(settings.database)"
    }

    // MARK: Life

    /// Starts it again after `stop` or `kill`. Does nothing while it runs.
    package func start() throws(LocalServerError) {
        guard process.withLock({ $0?.exitStatus != nil || $0 == nil }) else { return }
        let deadline = Deadline.after(settings.patience)
        var obstacle: LocalServerError?
        repeat {
            let log = ServerLog(path: folder.log)
            let child = try ChildProcess(command)
            switch waitUntilReady(child, until: deadline) {
            case .ready:
                process.withLock { $0 = child }
                return
            case .ended(let status):
                let failure = failure(log, status)
                guard failure.kind == .inUse else { throw failure }
                obstacle = failure
                usleep(100_000)
            case .timedOut:
                child.terminate(SIGQUIT, grace: .seconds(5))
            }
        } while Self.isAhead(deadline)
        throw obstacle ?? timeout
    }

    package func stop(_ mode: StopMode = .fast) {
        process.withLock { child in
            child?.terminate(mode.signal, grace: .seconds(60))
            child = nil
        }
    }

    package func restart(_ mode: StopMode = .fast) throws(LocalServerError) {
        stop(mode)
        try start()
    }

    /// Ends all of its processes as a power cut would (`kill -9`).
    package func kill() {
        process.withLock { child in
            if let child { signalBackends(of: child, SIGKILL) }
            child?.kill()
            child = nil
        }
    }

    /// Freezes all of its processes: connections stay open, nothing answers.
    package func pause() {
        process.withLock { child in
            if let child { signalBackends(of: child, SIGSTOP) }
        }
    }

    package func resume() {
        process.withLock { child in
            guard let child else { return }
            for backend in Self.children(of: child.pid) { _ = Glibc.kill(backend, SIGCONT) }
            child.resume()
        }
    }

    // MARK: Databases

    /// Makes a database unless it exists: UTF-8, collation C, character type C.UTF-8.
    ///
    /// - Throws: `.unusable` for a name outside `[a-z][a-z0-9_]{0,39}`, `.ended` if it fails.
    package func createDatabase(_ name: String) throws(LocalServerError) {
        let action = "make database \(name)"
        guard Self.isName(name) else {
            throw LocalServerError(.unusable, doing: action, "not a plain lower-case name")
        }
        if try runSQL("SELECT 1", in: name) == .exited(0) { return }
        let log = ServerLog(path: folder.log)
        let status = try runSQL("CREATE DATABASE \(name)", in: "postgres")
        guard status == .exited(0) else {
            throw LocalServerError(.ended, doing: action, log.postgresReason)
        }
    }

    /// How psql ended: code 0 if all statements succeeded.
    private func runSQL(_ text: String, in database: String) throws(LocalServerError) -> ExitStatus
    {
        let child = try ChildProcess(
            Command(
                programs.psql,
                [
                    "--no-psqlrc", "--quiet", "--no-password", "--set", "ON_ERROR_STOP=1",
                    "--command", text, connectionString(database: database),
                ]
            )
        )
        return child.waitForExit(within: .seconds(60)) ?? child.kill()
    }
}

// MARK: Starting

extension PrivateCluster {
    private enum Readiness {
        case ready
        case ended(ExitStatus)
        case timedOut
    }

    private var socketNumber: UInt16 { reserved?.number ?? Self.socketPort }

    /// The server, told to end orderly when we are gone: a fast shutdown needs no recovery.
    private var command: Command {
        var values = [
            "port": "\(socketNumber)",
            "listen_addresses": reserved == nil ? "" : "127.0.0.1",
            "unix_socket_directories": sockets.path,
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": "128MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "logging_collector": "off",
        ]
        values.merge(settings.server) { _, wish in wish }
        let options = values.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
        return Command(
            programs.postgres,
            ["-D", folder.data] + options,
            workingFolder: folder.path,
            logFile: folder.log,
            user: folder.owner,
            deathSignal: .interrupt
        )
    }

    private func waitUntilReady(_ child: ChildProcess, until deadline: Deadline) -> Readiness {
        while Self.isAhead(deadline) {
            if let status = child.waitForExit(within: .milliseconds(10)) { return .ended(status) }
            if isReady(child) { return .ready }
        }
        return .timedOut
    }

    /// Line 1 of `postmaster.pid` is the process id, line 8 its state.
    /// Source: PostgreSQL, src/include/utils/pidfile.h.
    private func isReady(_ child: ChildProcess) -> Bool {
        let text = try? String(contentsOfFile: "\(folder.data)/postmaster.pid", encoding: .utf8)
        let lines = (text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        return lines.count > 7 && lines[0] == "\(child.pid)" && lines[7].hasPrefix("ready")
    }

    /// The server says so itself when processes of an earlier life still hold the data. They end
    /// soon: their postmaster is dead or shutting down.
    private func isHeldByFormerLife(_ log: ServerLog) -> Bool {
        log.contains(#"lock file "postmaster.pid" already exists"#)
            || log.contains("pre-existing shared memory block")
    }

    private func failure(_ log: ServerLog, _ status: ExitStatus) -> LocalServerError {
        LocalServerError(
            isHeldByFormerLife(log) ? .inUse : .ended,
            doing: "start PostgreSQL in \(folder.path)",
            "\(log.postgresReason) (\(status))"
        )
    }

    private var timeout: LocalServerError {
        LocalServerError(
            .timedOut,
            doing: "start PostgreSQL in \(folder.path)",
            "not ready after \(settings.patience.milliseconds / 1000) s"
        )
    }

    /// Stops the postmaster first, so that it makes no more processes meanwhile.
    private func signalBackends(of child: ChildProcess, _ signal: Int32) {
        child.pause()
        for backend in Self.children(of: child.pid) { _ = Glibc.kill(backend, signal) }
    }

    /// Process ids of the direct children. Source: proc(5), /proc/[pid]/task/[tid]/children.
    private static func children(of pid: Int32) -> [Int32] {
        let text = try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
        return (text ?? "").split(separator: " ").compactMap { Int32($0) }
    }

    private static func isAhead(_ deadline: Deadline) -> Bool {
        deadline.instant > Instant.now
    }

    private static func isName(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-z][a-z0-9_]{0,39}/) != nil
    }

    /// A value between single quotes of a libpq connection string.
    private static func quoted(_ value: String) -> String {
        value.replacingOccurrences(of: #"\"#, with: #"\\"#)
            .replacingOccurrences(of: "'", with: #"\'"#)
    }
}
