internal import Glibc

/// The load from which on a promise is broken, by all trials of a search together.
///
/// A trial of a quick search sees too little of what is rare to decide anything; a dozen of them at
/// several loads do. The odds of a bad operation are taken to grow with a power of the load, and
/// the breaking point is where their share is just what the promise allows. Its interval is that of
/// the likelihood ratio at 95 %, wider where trials scatter more than independent operations would.
///
/// A trial of which three times as many were bad as may be tells no more than that: how many then
/// depends on how long the target was overloaded, not on where it began to be.
///
/// Sources: Wilks, 1938 (likelihood ratio); McCullagh & Nelder, 1989 (logistic line, dispersion).
package struct BreakingPoint: Equatable, Sendable {
    /// Of one trial, the operations that the promise is about.
    package struct Trial: Equatable, Sendable {
        package let load: Double
        package let bad: Double
        package let total: Double

        package init(load: Double, bad: Double, total: Double) {
            self.load = load
            self.bad = bad
            self.total = total
        }
    }

    /// The most likely load.
    package let load: Double
    /// From 0 where no trial shows the promise kept; without an upper end where none shows it
    /// broken.
    package let interval: ConfidenceInterval

    /// Powers of the load with which odds may grow. Our choice: below them load would hardly
    /// matter, above them the knee is a wall.
    private static let powers = (0..<24).map { 0.5 * pow(60, Double($0) / 23) }
    /// Loads that are tried, from a quarter of the least to four times the greatest.
    private static let places = 240
    /// Half of chi-square's 95 % with one degree of freedom.
    private static let drop = 1.92

    /// - Parameter allowed: The share that may be bad; between 0 and 1, both excluded.
    /// - Returns: `nil` without an operation in at least three trials.
    package init?(_ trials: [Trial], allowed: Double) {
        let seen = trials.filter { $0.total > 0 && $0.load > 0 }
        guard seen.count >= 3, allowed > 0, allowed < 1,
            let least = seen.map(\.load).min(), let most = seen.map(\.load).max()
        else { return nil }
        let ratio = most / least * 16
        let loads = (0..<Self.places).map { place in
            least / 4 * pow(ratio, Double(place) / Double(Self.places - 1))
        }
        let lines = loads.map { Self.best(seen, allowed, breaking: $0) }
        guard let top = lines.indices.max(by: { lines[$0].likelihood < lines[$1].likelihood })
        else { return nil }
        let spread = Self.dispersion(seen, allowed, loads[top], lines[top].power)
        let limit = lines[top].likelihood - Self.drop * spread
        let likely = lines.indices.filter { lines[$0].likelihood >= limit }
        guard let first = likely.first, let last = likely.last else { return nil }
        load = loads[top]
        interval = ConfidenceInterval(
            low: first == 0 ? 0 : loads[first],
            high: last == loads.count - 1 ? nil : loads[last]
        )
    }

    /// The power that explains the trials best, should the promise break at a load.
    private static func best(
        _ trials: [Trial],
        _ allowed: Double,
        breaking: Double
    ) -> (power: Double, likelihood: Double) {
        var best = (power: powers[0], likelihood: -Double.infinity)
        for power in powers {
            var sum = 0.0
            for trial in trials {
                let (share, bad) = expected(of: trial, allowed, breaking, power)
                sum += bad * log(share) + (trial.total - bad) * log(1 - share)
            }
            if sum > best.likelihood { best = (power, sum) }
        }
        return best
    }

    /// Beyond this share of bad operations a promise is broken, however many there are. Our choice.
    private static func most(_ allowed: Double) -> Double { min(3 * allowed, (1 + allowed) / 2) }

    /// The share of bad operations that a line expects of a trial, and how many there were; of
    /// both no more than tells.
    private static func expected(
        of trial: Trial,
        _ allowed: Double,
        _ breaking: Double,
        _ power: Double
    ) -> (share: Double, bad: Double) {
        let share = share(trial.load, allowed, breaking, power)
        let most = most(allowed)
        guard trial.bad >= most * trial.total else { return (share, trial.bad) }
        return (min(share, most), most * trial.total)
    }

    /// The share of bad operations at a load.
    private static func share(
        _ load: Double,
        _ allowed: Double,
        _ breaking: Double,
        _ power: Double
    ) -> Double {
        let odds = allowed / (1 - allowed) * pow(load / breaking, power)
        return min(max(odds / (1 + odds), 1e-9), 1 - 1e-9)
    }

    /// How much more trials scatter about the line than independent operations; at least 1.
    private static func dispersion(
        _ trials: [Trial],
        _ allowed: Double,
        _ breaking: Double,
        _ power: Double
    ) -> Double {
        var squares = 0.0
        // The others lie on the line, wherever it is.
        let telling = trials.filter { $0.bad < most(allowed) * $0.total }
        for trial in telling {
            let (share, bad) = expected(of: trial, allowed, breaking, power)
            let off = bad - share * trial.total
            // One operation of a trial can't be off by more than itself.
            squares += off * off / max(0.25, trial.total * share * (1 - share))
        }
        return max(1, squares / Double(max(1, telling.count - 2)))
    }
}
