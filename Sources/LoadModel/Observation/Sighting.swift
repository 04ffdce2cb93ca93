/// What one look at a part saw.
package struct Sighting: Equatable, Sendable {
    package enum Figure: Equatable, Sendable {
        /// As it is at this moment.
        case level(Double)
        /// Since the part began: a counter, whose rise by second is the level.
        case total(Double)
    }

    /// How a level becomes a utilisation.
    package enum Measure: Equatable, Sendable {
        /// The level by ``Sighting/capacity``.
        case share
        /// The level is how many requests are at a server of which nothing else is known: L/(1 + L)
        /// is how busy it would be if it served one after the other (``ServerLine``).
        case line
    }

    /// The limit of a ``Measure/line``.
    package static let lineLimit = "1 request at a time"

    /// The part that is all cores of this machine.
    package static let hostCPU = "host CPU"

    package let name: String
    /// What the limit is, such as `1 core` or `50 threads`.
    package let limit: String
    /// Greater than zero.
    package let capacity: Double
    package let used: Figure
    /// Seconds waited a second, or how many wait; nil where nobody tells.
    package let wait: Figure?
    package let measure: Measure
    /// Whether it may come and go, as threads do, without being missed.
    package let isPassing: Bool

    package init(
        _ name: String,
        used: Figure,
        of capacity: Double,
        limit: String,
        wait: Figure?,
        measure: Measure = .share,
        isPassing: Bool = false
    ) {
        precondition(capacity > 0, "a part has something to give")
        self.name = name
        self.limit = limit
        self.capacity = capacity
        self.used = used
        self.wait = wait
        self.measure = measure
        self.isPassing = isPassing
    }
}

extension Sighting {
    package static func processCPU(_ label: String) -> String { label + " CPU" }

    package static func threadCPU(_ label: String, thread: String) -> String {
        label + " thread " + thread
    }

    /// Names of the parts whose limit holds that of the part with this name: the host's cores and,
    /// of a thread, its process.
    static func containers(of name: String) -> [String] {
        if let thread = name.firstRange(of: " thread ") {
            return [processCPU(String(name[..<thread.lowerBound])), hostCPU]
        }
        return name.hasSuffix(" CPU") && name != hostCPU ? [hostCPU] : []
    }
}

/// A server seen from outside: how busy it is follows from how many requests are at it.
///
/// Sources: Kleinrock, Queueing Systems I, 1975, (3.24) for M/M/1 and processor sharing, (5.69) for
/// service of constant length.
package enum ServerLine {
    /// For service times that scatter as an exponential's, or cores that are shared: L = ρ/(1 − ρ).
    package static func busy(level: Double) -> Double {
        let level = max(0, level)
        return level / (1 + level)
    }

    /// For service times all alike: L = ρ + ρ²/(2(1 − ρ)), solved for ρ.
    package static func busyEvenly(level: Double) -> Double {
        let level = max(0, level)
        // As 1 + L − √(1 + L²), without the loss of digits.
        return 2 * level / (1 + level + (1 + level * level).squareRoot())
    }

    /// What ``busy(level:)`` was made of.
    package static func level(busy: Double) -> Double {
        let busy = min(max(0, busy), 1 - 1e-9)
        return busy / (1 - busy)
    }
}
