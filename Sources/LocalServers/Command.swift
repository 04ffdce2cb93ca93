/// A program to start: what a shell line would say.
package struct Command: Sendable {
    /// Absolute path.
    package var program: String
    package var arguments: [String]
    /// Added to our own environment, or in place of its entries.
    package var environment: [String: String]
    /// Nil: ours.
    package var workingFolder: String?
    /// Standard output and error are appended to it (mode 0600). Nil: thrown away.
    package var logFile: String?
    /// Runs as this user, without supplementary groups. Works only when we are root.
    package var user: SystemUser?
    /// What the program gets when we end, however we end.
    package var deathSignal: DeathSignal

    package init(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        workingFolder: String? = nil,
        logFile: String? = nil,
        user: SystemUser? = nil,
        deathSignal: DeathSignal = .kill
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.workingFolder = workingFolder
        self.logFile = logFile
        self.user = user
        self.deathSignal = deathSignal
    }

    /// The signal that tells a program that its parent is gone, by its name in setpriv(1).
    package enum DeathSignal: String, Sendable {
        case interrupt = "INT"
        case terminate = "TERM"
        case kill = "KILL"
    }
}

extension Command {
    /// Goes on only if `parent` still lives: it may have ended before the death signal was armed,
    /// and then nobody would ever send it. `exec` keeps both the process id and the signal.
    private static let unlessOrphan = #"[ "$PPID" = "$0" ] && cd "$1" && shift && exec "$@""#

    /// The argument vector that runs this command under setpriv(1).
    ///
    /// setpriv changes the user first and arms the signal last, as it must: a change of user
    /// clears it. Source: prctl(2), PR_SET_PDEATHSIG.
    func vector(parent: Int32) -> [String] {
        var vector = ["/usr/bin/setpriv", "--pdeathsig", deathSignal.rawValue]
        if let user {
            vector += ["--reuid", "\(user.id)", "--regid", "\(user.group)", "--clear-groups"]
        }
        vector += ["--", "/bin/sh", "-c", Self.unlessOrphan, "\(parent)", workingFolder ?? "."]
        return vector + [program] + arguments
    }
}
