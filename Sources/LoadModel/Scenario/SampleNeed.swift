internal import Basics
internal import Glibc

/// How many arrivals one quantile of an SLO clause needs to be seen, and how many there will be.
struct SampleNeed {
    /// The longest step that is judged.
    enum Step {
        /// A profile that comes to so many seconds at 1x.
        case profile(seconds: Double)
        /// A capacity's confirmation, at `limit` at most.
        case confirmation(Duration, limit: Double)
        case closedLoop
    }

    let title: String
    let quantile: Double
    /// Arrivals a second at the stated load.
    let rate: Double
    let step: Step

    /// Fewest samples that can decide the promise, if none of them is late: 38 for p90, 80 for p95,
    /// 417 for p99, 4,202 for p99.9. For independent samples; under queueing more are needed.
    var count: Double { SequentialTest.fewestSamples(for: quantile) }

    var line: String {
        let need = "\(title): needs \(Quantity.figure(count)) samples, \(length) at 1x; "
        switch step {
        case .profile: return need + "\(Quantity.figure(expected)) expected over the profile"
        case .closedLoop: return need + "a closed loop promises none"
        case .confirmation(let time, let limit):
            let factor = count / rate / time.seconds
            guard factor <= limit else { return need + "none in a confirmation" }
            return need + "a confirmation of \(Self.text(time)) decides it from "
                + "\(Quantity.figure(factor))x on"
        }
    }

    var warning: String? {
        guard expected < count else { return nil }
        var limit = ""
        if case .confirmation(_, let factor) = step {
            limit = " even at \(Quantity.text(factor, .factor))"
        }
        return "\(title) cannot be decided\(limit): \(Quantity.figure(expected)) samples expected, "
            + "\(Quantity.figure(count)) needed; at 1x a step must last \(length)"
    }

    /// Most arrivals that a judged step can have; unknown for a closed loop.
    private var expected: Double {
        switch step {
        case .profile(let seconds): rate * seconds
        case .confirmation(let time, let limit): rate * time.seconds * limit
        case .closedLoop: .infinity
        }
    }

    /// The shortest step at the stated load that has enough.
    private var length: String {
        let seconds = count / rate
        return switch seconds {
        case ..<90: "\(Quantity.figure(seconds.rounded(.up))) s"
        case ..<5400: "\(Quantity.figure((seconds / 60).rounded(.up))) min"
        default: "\(Quantity.figure((seconds / 3600).rounded(.up))) h"
        }
    }

    private static func text(_ time: Duration) -> String { Quantity.text(time.seconds, .duration) }

    static func all(of scenario: Scenario) -> [SampleNeed] {
        let step = step(of: scenario)
        return scenario.clauses.flatMap { clause -> [SampleNeed] in
            let (name, mark) = (clause.subject.entry, clause.subject.mark)
            guard let entry = scenario.traffic.first(where: { $0.name == name }) else { return [] }
            let title = "slo \(name)\(mark.map { " to \($0)" } ?? "")"
            return clause.bounds.map { bound in
                SampleNeed(
                    title:
                        "\(title) p\(Quantity.figure(bound.quantile * 100)) ≤ \(text(bound.limit))",
                    quantile: bound.quantile,
                    rate: scenario.meanRate(of: entry),
                    step: step
                )
            }
        }
    }

    private static func step(of scenario: Scenario) -> Step {
        guard scenario.closedLoop == nil else { return .closedLoop }
        switch scenario.plan {
        case .fixed: return .profile(seconds: scenario.profile.arrivals)
        case .capacity(let search):
            return .confirmation(search.confirm.each, limit: search.limit)
        }
    }
}

extension Scenario {
    /// Arrivals a second at the stated load of the rarest operation or session with a bound.
    package var rarestBound: Double? {
        let names = clauses.filter { !$0.bounds.isEmpty }.map(\.subject.entry)
        return traffic.filter { names.contains($0.name) }.map(meanRate).min()
    }
}

extension SequentialTest {
    /// Fewest samples that pass a quantile's promise, if none is bad: as many as its evidence needs,
    /// and as its interval needs for an upper end.
    static func fewestSamples(for quantile: Double) -> Double {
        let allowed = 1 - quantile
        let evidence = log((1 - 0.7 * allowed) / (1 - 1.4 * allowed))
        let interval = Double(OrderStatistics.fewestSamples(for: quantile))
        return max((threshold / evidence).rounded(.up), interval, Double(fewestBlocks))
    }
}
