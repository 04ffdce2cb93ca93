/// The rates that passed and failed so far; every pass lies below every failure.
struct CapacityBounds: Sendable {
    private struct Failure: Sendable {
        let rate: Double
        let evidence: Evidence
        /// Not worth another look: seen twice, or by a confirmation.
        let isFirm: Bool
    }

    /// What a failed trial says.
    enum Evidence: Sendable {
        /// It decided against the target.
        case decided
        /// Undecided, with something worse than it may be.
        case leaning
        /// It counts as failed for want of a decision.
        case none
    }

    private struct Pass: Sendable {
        let rate: Double
        /// In more than a ramp's trial.
        let isFirm: Bool
    }

    private var passes: [Pass] = []
    private var failures: [Failure] = []
    /// Whatever failed there later.
    private var highestPass = 0.0

    /// The highest pass.
    var low: Double? { passes.map(\.rate).max() }

    /// The lowest failure.
    var high: Double? { failures.map(\.rate).min() }

    /// The lowest failure that a trial decided, or up to which two of them leaned to it, and that
    /// no pass beyond the ramp's, at or above it, contradicts.
    var surelyHigh: Double? {
        func rates(_ evidence: Evidence) -> [Double] {
            failures.filter { $0.evidence == evidence && $0.rate > highestPass }.map(\.rate)
        }
        let leaning = rates(.leaning).sorted().dropFirst().first
        return [rates(.decided).min(), leaning].compactMap { $0 }.min()
    }

    var isHighFirm: Bool {
        failures.contains { $0.rate == high && $0.isFirm }
    }

    /// Whether more than a short trial of the ramp passed at ``low``.
    var isLowFirm: Bool { passes.contains { $0.rate == low && $0.isFirm } }

    /// A pass at or above a failure says nothing: the failure stands.
    mutating func pass(_ rate: Double, isFirm: Bool) {
        // A short trial of the ramp that saw next to nothing is no match for a decision.
        if isFirm { contradict(rate) }
        guard high.map({ rate < $0 }) ?? true else { return }
        passes.append(Pass(rate: rate, isFirm: isFirm))
    }

    mutating func fail(_ rate: Double, _ evidence: Evidence, isFirm: Bool) {
        let isSecond = failures.contains { $0.rate == rate }
        failures.append(Failure(rate: rate, evidence: evidence, isFirm: isFirm || isSecond))
        passes.removeAll { $0.rate >= rate }
    }

    /// A pass that is believed more than the failures up to it.
    mutating func lift(to rate: Double) {
        failures.removeAll { $0.rate <= rate }
        passes.append(Pass(rate: rate, isFirm: true))
        contradict(rate)
    }

    /// A pass that moves no bound, but leaves the failures up to it in doubt.
    mutating func contradict(_ rate: Double) { highestPass = max(highestPass, rate) }

    /// What the failing trials up to a quarter above the lowest failure name most often; of equals
    /// the one at the lowest rate.
    func bindingClause(of trials: [CapacityTrial.Record]) -> String? {
        let floor = low ?? 0
        let roof = (high ?? .infinity) * 1.25
        let failing = trials.filter {
            $0.hasFailed && $0.trial.rate > floor && $0.trial.rate <= roof
        }
        let clauses = failing.sorted { $0.trial.rate < $1.trial.rate }.compactMap(\.outcome.clause)
        var counts: [String: Int] = [:]
        for clause in clauses { counts[clause, default: 0] += 1 }
        let most = counts.values.max()
        return clauses.first { counts[$0] == most }
    }
}
