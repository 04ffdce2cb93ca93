import Foundation
import Glibc

/// The files of one private cluster.
///
///     <path>/data            PGDATA
///     <path>/run             the unix socket, unless its path is too long for one
///     <path>/password        of the superuser, for connections over TCP
///     <path>/postgres.log
struct ClusterFolder {
    let path: String
    /// Who owns the files and runs the server; nil is ourselves.
    let owner: SystemUser?

    static let superuser = "isengard"

    init(_ path: String) throws(LocalServerError) {
        self.path = path
        owner = try SystemUser.unprivileged()
        try FolderOwnership.make(path, mode: 0o711, owner: nil)
        if let owner, let obstacle = FolderOwnership.obstacle(above: data, for: owner) {
            throw LocalServerError(
                .unusable,
                doing: "prepare \(path)",
                "user \(owner.name), who runs PostgreSQL, can't pass \(obstacle)"
                    + " (chmod o+x, or choose another folder)"
            )
        }
    }

    var data: String { "\(path)/data" }
    var log: String { "\(path)/postgres.log" }
    private var passwordFile: String { "\(path)/password" }

    /// Programs that fit the data, or the newest for a cluster yet to be made.
    func programs() throws(LocalServerError) -> PostgresPrograms {
        let text = try? String(contentsOfFile: "\(data)/PG_VERSION", encoding: .utf8)
        let major = text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        return try PostgresPrograms.find(major: major)
    }

    var password: String {
        let text = try? String(contentsOfFile: passwordFile, encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }

    /// Makes the cluster unless it exists. Half-made ones are thrown away: a cluster gets its name
    /// only when it is whole.
    func initialise(with programs: PostgresPrograms) throws(LocalServerError) {
        guard unsafe access("\(data)/PG_VERSION", F_OK) != 0 else { return }
        let unfinished = "\(path)/data.unfinished"
        try? FileManager.default.removeItem(atPath: unfinished)
        try FolderOwnership.make(unfinished, mode: 0o700, owner: owner)
        try writePassword()
        try runInitdb(programs.initdb, in: unfinished)
        guard unsafe rename(unfinished, data) == 0 else {
            throw LocalServerError(.system, doing: "make \(data)", systemText(errno))
        }
    }

    private func runInitdb(_ initdb: String, in folder: String) throws(LocalServerError) {
        let log = ServerLog(path: log)
        let child = try ChildProcess(
            Command(
                initdb,
                [
                    "--pgdata", folder, "--username", Self.superuser, "--pwfile", passwordFile,
                    "--auth-local", "trust", "--auth-host", "scram-sha-256",
                    "--encoding", "UTF8", "--locale-provider", "libc", "--locale", "C.UTF-8",
                    "--lc-collate", "C", "--lc-ctype", "C.UTF-8", "--lc-messages", "C",
                ],
                workingFolder: path,
                logFile: self.log,
                user: owner,
                deathSignal: .kill
            )
        )
        let status = child.waitForExit(within: .seconds(120))
        guard status == .exited(0) else {
            throw LocalServerError(
                .ended,
                doing: "make a PostgreSQL cluster in \(path)",
                "\(log.postgresReason) (\(status.map { "\($0)" } ?? "hangs"))"
            )
        }
    }

    private func writePassword() throws(LocalServerError) {
        var generator = SystemRandomNumberGenerator()
        let words = (0..<2).map { _ in String(generator.next() as UInt64, radix: 36) }
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        let made = FileManager.default.createFile(
            atPath: passwordFile,
            contents: Data((words.joined() + "\n").utf8),
            attributes: attributes
        )
        guard made else {
            throw LocalServerError(.system, doing: "write \(passwordFile)", systemText(errno))
        }
        guard let owner else { return }
        guard unsafe chown(passwordFile, owner.id, owner.group) == 0 else {
            throw LocalServerError(.system, doing: "write \(passwordFile)", systemText(errno))
        }
    }
}
