import Basics
import Foundation
import Glibc

/// A real Orthanc of our own under one folder, that ends with us.
///
/// It answers to this machine only: Orthanc 1.10 and 1.12 bind all addresses, but refuse everybody
/// else (`RemoteAccessAllowed` false). Port and data stay the same over `stop`, `kill` and `start`.
///
/// Every method blocks, for seconds at worst; none belongs on a loop thread.
package final class LocalOrthanc: Sendable {
    package struct Settings: Sendable {
        package var name: String
        /// Holds configuration, index, files and log; made if missing. Must lie under `root`.
        package var folder: String
        /// Name and password. Empty: no authentication.
        package var users: [String: String] = [:]
        /// Application entity title of the DICOM server; nil leaves that off.
        package var dicomTitle: String?
        package var stableAgeSeconds = 2
        package var httpThreads = 50
        package var overwriteInstances = false
        /// A folder with another Debian, whose Orthanc is run (needs root). Nil: this machine's.
        package var root: String?
        package var program = "/usr/sbin/Orthanc"
        /// Names and values of Orthanc's configuration file that win over ours.
        package var more: [String: ConfigurationValue] = [:]
        /// Longest time for a start.
        package var patience = Duration.seconds(60)

        package init(name: String, folder: String) {
            self.name = name
            self.folder = folder
        }
    }

    package let settings: Settings
    private let web: ReservedPort
    private let dicom: ReservedPort?
    private let process = Locked<ChildProcess?>(nil)
    private let answered = Locked("")

    /// Starts it and returns when `GET /system` answers.
    ///
    /// - Throws: `.notInstalled`, `.unusable` if the folder is outside `root`, `.ended` with
    ///   Orthanc's own words, `.timedOut`.
    package init(_ settings: Settings) throws(LocalServerError) {
        self.settings = settings
        web = try ReservedPort()
        dicom = settings.dicomTitle == nil ? nil : try ReservedPort()
        try checkInstallation()
        for folder in [settings.folder, "\(settings.folder)/storage"] {
            try FolderOwnership.make(folder, mode: 0o700, owner: nil)
        }
        try writeConfiguration()
        try start()
    }

    deinit { process.withLock { _ = $0?.kill() } }

    package var port: UInt16 { web.number }
    /// Nil without `dicomTitle`.
    package var dicomPort: UInt16? { dicom?.number }
    package var url: String { "http://127.0.0.1:\(port)" }
    /// As `/system` gave it after the last start: `1.10.1`.
    package var version: String { answered.withLock { $0 } }
    /// Nil while stopped.
    package var pid: Int32? { process.withLock { $0?.pid } }
    package var logFile: String { "\(settings.folder)/orthanc.log" }

    // MARK: Life

    /// Starts it again after `stop` or `kill`. Does nothing while it runs.
    package func start() throws(LocalServerError) {
        guard process.withLock({ $0?.exitStatus != nil || $0 == nil }) else { return }
        let log = ServerLog(path: logFile)
        let child = try ChildProcess(command)
        let deadline = Deadline.after(settings.patience)
        while deadline.instant > Instant.now {
            if let status = child.waitForExit(within: .milliseconds(10)) {
                throw LocalServerError(.ended, doing: action, "\(log.orthancReason) (\(status))")
            }
            guard log.contains("Orthanc has started"), let version = askVersion() else { continue }
            answered.withLock { $0 = version }
            process.withLock { $0 = child }
            return
        }
        child.kill()
        throw LocalServerError(
            .timedOut,
            doing: action,
            "not ready after \(settings.patience.milliseconds / 1000) s, see \(logFile)"
        )
    }

    /// Ends it orderly. Takes up to 3 s while clients keep connections open.
    package func stop() {
        process.withLock { child in
            child?.terminate(SIGTERM, grace: .seconds(20))
            child = nil
        }
    }

    package func restart() throws(LocalServerError) {
        stop()
        try start()
    }

    /// Ends it as a power cut would (`kill -9`).
    package func kill() {
        process.withLock { child in
            child?.kill()
            child = nil
        }
    }

    /// Freezes it: the kernel still accepts connections, nothing answers.
    package func pause() { process.withLock { $0?.pause() } }

    package func resume() { process.withLock { $0?.resume() } }
}

// MARK: Starting

extension LocalOrthanc {
    private var action: String { "start Orthanc \(settings.name)" }

    private func checkInstallation() throws(LocalServerError) {
        let program = (settings.root ?? "") + settings.program
        guard unsafe access(program, X_OK) == 0 else {
            throw LocalServerError(
                .notInstalled,
                doing: action,
                "\(program) is missing (Debian: apt-get install orthanc)"
            )
        }
        guard let root = settings.root else { return }
        guard SystemUser.isRoot else {
            throw LocalServerError(.unusable, doing: action, "only root may use chroot(8)")
        }
        guard settings.folder.hasPrefix(root + "/") else {
            throw LocalServerError(.unusable, doing: action, "its folder must lie under \(root)")
        }
    }

    /// A path as Orthanc sees it.
    private func inside(_ path: String) -> String {
        String(path.dropFirst(settings.root?.utf8.count ?? 0))
    }

    private var configurationFile: String { "\(settings.folder)/orthanc.json" }

    private var command: Command {
        let arguments = [inside(configurationFile)]
        guard let root = settings.root else {
            return Command(settings.program, arguments, logFile: logFile)
        }
        return Command(
            "/usr/sbin/chroot",
            [root, settings.program] + arguments,
            logFile: logFile
        )
    }

    private func writeConfiguration() throws(LocalServerError) {
        var values: [String: ConfigurationValue] = [
            "Name": .text(settings.name),
            "HttpPort": .number(Int(port)),
            "RemoteAccessAllowed": false,
            "AuthenticationEnabled": .bool(!settings.users.isEmpty),
            "RegisteredUsers": .object(settings.users.mapValues { .text($0) }),
            "DicomServerEnabled": .bool(dicom != nil),
            "DicomPort": .number(Int(dicom?.number ?? 4242)),
            "DicomAet": .text(settings.dicomTitle ?? "ORTHANC"),
            "StorageDirectory": .text(inside("\(settings.folder)/storage")),
            "IndexDirectory": .text(inside("\(settings.folder)/storage")),
            "StableAge": .number(settings.stableAgeSeconds),
            "HttpThreadsCount": .number(settings.httpThreads),
            "OverwriteInstances": .bool(settings.overwriteInstances),
            "KeepAlive": true,
        ]
        values.merge(settings.more) { _, wish in wish }
        let text = ConfigurationValue.object(values).json + "\n"
        let made = FileManager.default.createFile(
            atPath: configurationFile,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard made else {
            throw LocalServerError(.system, doing: "write \(configurationFile)", systemText(errno))
        }
    }

    /// Nil until `/system` answers.
    private func askVersion() -> String? {
        let user = settings.users.first.map { "\($0.key):\($0.value)" }
        let question = LoopbackQuestion(port: port, path: "/system", credentials: user)
        guard let answer = question.ask(), answer.status == 200,
            let object = try? JSONSerialization.jsonObject(with: Data(answer.body)),
            let members = object as? [String: Any]
        else { return nil }
        return members["Version"] as? String
    }
}
