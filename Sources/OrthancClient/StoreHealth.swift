/// How a store is, as last seen.
package struct StoreHealth: Sendable, Hashable {
    package var isUp: Bool
    /// The last probe failed: another holder is better asked first.
    package var isSuspect = false
    /// Why it is down; no data of patients.
    package var reason: String?
    /// What `/system` said when it last answered.
    package var system: SystemInformation?
    /// Time that `/system` took, last.
    package var latency: Duration?
    /// Unix seconds of the last change between up and down.
    package var since: Int

    /// Up, and the last probe said so.
    package var isGood: Bool { isUp && !isSuspect }

    package init(isUp: Bool = false, reason: String? = "not asked yet", since: Int) {
        self.isUp = isUp
        self.reason = reason
        self.since = since
    }
}

/// Decides from probes whether a store is up.
///
/// A value. One good probe brings a store up; a refused connection takes it down at once, anything
/// else after two in a row.
package struct HealthMachine: Sendable {
    package private(set) var health: StoreHealth
    private var failures = 0

    package init(at unixSeconds: Int) { health = StoreHealth(since: unixSeconds) }

    package mutating func succeeded(
        _ system: SystemInformation,
        latency: Duration,
        at unixSeconds: Int
    ) {
        failures = 0
        health.isSuspect = false
        if !health.isUp { health.since = unixSeconds }
        health.isUp = true
        health.reason = nil
        health.system = system
        health.latency = latency
    }

    package mutating func failed(_ error: StoreError, at unixSeconds: Int) {
        failures += 1
        health.isSuspect = true
        let isRefused = error.kind == .unreachable
        guard isRefused || failures >= 2 || !health.isUp else { return }
        if health.isUp { health.since = unixSeconds }
        health.isUp = false
        health.reason = "\(error.kind)"
    }
}
