import Basics
import Logging
import Telemetry

/// What `/tools/…` sets or has heard, for this process and until it ends.
final class Switches: Sendable {
    /// How much is written to the log, in Orthanc's words.
    enum Verbosity: String {
        /// What the configuration says.
        case usual = "default"
        case verbose
        case trace
    }

    /// Orthanc's categories of log lines. The gateway's own lines have none, so that these are
    /// remembered and change nothing.
    static let categories = ["generic", "plugins", "http", "sqlite", "dicom", "jobs", "lua"]

    private struct State {
        var verbosity = Verbosity.usual
        var categories: [String: Verbosity] = [:]
        var givesMetrics = true
        var encoding: String?
    }

    private let threshold: LogThreshold
    private let configured: Logger.Level
    private let state = Locked(State())

    init(_ threshold: LogThreshold) {
        self.threshold = threshold
        configured = threshold.current
    }

    var givesMetrics: Bool {
        get { state.withLock { $0.givesMetrics } }
        set { state.withLock { $0.givesMetrics = newValue } }
    }

    /// The stores' default encoding as last heard; nil before that.
    var encoding: String? {
        get { state.withLock { $0.encoding } }
        set { state.withLock { $0.encoding = newValue } }
    }

    /// - Parameter category: nil: the gateway's own.
    func verbosity(of category: String?) -> Verbosity {
        state.withLock { state in
            category.map { state.categories[$0] ?? state.verbosity } ?? state.verbosity
        }
    }

    /// - Parameter category: nil: the gateway's own, and all categories with it.
    func set(_ verbosity: Verbosity, of category: String?) {
        state.withLock { state in
            guard category == nil else { return state.categories[category ?? ""] = verbosity }
            state.verbosity = verbosity
            state.categories = [:]
        }
        guard category == nil else { return }
        switch verbosity {
        case .usual: threshold.current = configured
        case .verbose: threshold.current = min(configured, .debug)
        case .trace: threshold.current = .trace
        }
    }
}
