internal import Basics
package import Logging

/// The level from which on lines are written; may be changed while everything runs.
package final class LogThreshold: Sendable {
    private let level: Locked<Logger.Level>

    package init(_ level: Logger.Level) { self.level = Locked(level) }

    package var current: Logger.Level {
        get { level.withLock { $0 } }
        set { level.withLock { $0 = newValue } }
    }
}
