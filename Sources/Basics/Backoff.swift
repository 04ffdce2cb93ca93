/// Waiting times between attempts: exponential, capped, with full jitter.
///
/// A value: the caller holds it, sleeps what ``next(using:)`` says, and calls ``reset()`` after a
/// success.
package struct Backoff: Sendable {
    private let base: Duration
    private let cap: Duration
    private var attempt = 0

    package init(base: Duration = .milliseconds(100), cap: Duration = .seconds(5)) {
        self.base = base
        self.cap = cap
    }

    /// Between half of and the whole of `min(cap, base × 2ⁿ)` for the n-th call since the last
    /// reset.
    package mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let ceiling = min(cap, base * Int(1 << min(attempt, 20)))
        attempt += 1
        let whole = ceiling.milliseconds
        return .milliseconds(whole / 2 + Int.random(in: 0...max(1, whole / 2), using: &generator))
    }

    package mutating func next() -> Duration {
        var generator = SystemRandomNumberGenerator()
        return next(using: &generator)
    }

    package mutating func reset() { attempt = 0 }
}
