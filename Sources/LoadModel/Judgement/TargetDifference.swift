internal import Histogram

/// What an operation takes at one target beside what the same takes at others in the same step.
///
/// Ten parts of the step are each held against themselves, so that what slows all targets alike,
/// such as a busy machine, falls out of the difference.
package struct TargetDifference: Sendable, Equatable {
    /// Name of the scenario's first traffic entry with this operation or session.
    package let first: String
    /// Those that it is held against: one, or all others. Of several the slowest of one answer of
    /// each counts, as for somebody who waits for all of them, if they are slow by themselves.
    package let others: [String]
    /// Between 0 and 1.
    package let quantile: Double
    /// Microseconds from when it was due.
    package let time: Double
    package let otherTime: Double
    /// Of ``time`` and ``otherTime``, with its interval at 95 %; nil where fewer than five parts
    /// tell both.
    package let interval: ConfidenceInterval?

    package var difference: Double { time - otherTime }

    private static let quantiles = [0.5, 0.95]
    private static let sections = 10
    private static let confidence = 0.95

    /// Of all operations and sessions that `scenario` asks of several targets. What too little is
    /// known of, or what lies among failures, is left out.
    package static func all(in step: StepReport, of scenario: Scenario) -> [TargetDifference] {
        let timeline = StepTimeline(step.result)
        func parts(_ name: String) -> SlowestAnswer.Parts? {
            step.result.operations.firstIndex { $0.name == name }.map {
                let start = Self.start(step, timeline)
                let sections = timeline.sections(of: $0, from: start, count: Self.sections)
                return SlowestAnswer.Parts(sections)
            }
        }
        return alike(scenario).flatMap { names in
            rivals(names).flatMap { others -> [TargetDifference] in
                guard let own = parts(names[0]) else { return [] }
                let theirs = others.compactMap(parts)
                guard theirs.count == others.count else { return [] }
                return quantiles.compactMap { TargetDifference(names[0], own, others, theirs, $0) }
            }
        }
    }

    /// Whether some operation or session is asked of several targets.
    package static func isAsked(in scenario: Scenario) -> Bool { !alike(scenario).isEmpty }

    private init?(
        _ first: String,
        _ own: SlowestAnswer.Parts,
        _ others: [String],
        _ theirs: [SlowestAnswer.Parts],
        _ quantile: Double
    ) {
        guard let time = SlowestAnswer([own.whole]).time(at: quantile),
            let otherTime = SlowestAnswer(theirs.map(\.whole)).time(at: quantile)
        else { return nil }
        self.first = first
        self.others = others
        self.quantile = quantile
        self.time = time
        self.otherTime = otherTime
        let differences = own.sections.indices.compactMap { place -> Double? in
            let left = SlowestAnswer([own.sections[place]]).value(at: quantile)
            let right = SlowestAnswer(theirs.map { $0.sections[place] }).value(at: quantile)
            guard let left, let right else { return nil }
            return left - right
        }
        guard differences.count >= Sectioning.fewest else {
            interval = nil
            return
        }
        let half = Sectioning.halfWidth(
            around: time - otherTime,
            figures: differences,
            weights: Array(repeating: 1, count: differences.count),
            confidence: Self.confidence
        )
        interval = ConfidenceInterval(low: time - otherTime - half, high: time - otherTime + half)
    }

    /// The block with which the judged part begins.
    private static func start(_ step: StepReport, _ timeline: StepTimeline) -> Int {
        let skipped = step.window.skipped
        guard skipped.isFinite, skipped > 0 else { return 0 }
        return Int(min(skipped * 1000 / Double(timeline.width), Double(timeline.count - 1)))
    }

    /// Names of entries with the same work at different targets.
    private static func alike(_ scenario: Scenario) -> [[String]] {
        var groups: [[Scenario.Traffic]] = []
        for entry in scenario.traffic {
            if let place = groups.firstIndex(where: { $0[0].work == entry.work }) {
                guard !groups[place].contains(where: { $0.target == entry.target }) else { continue }
                groups[place].append(entry)
            } else {
                groups.append([entry])
            }
        }
        return groups.filter { $0.count > 1 }.map { $0.map(\.name) }
    }

    /// Each of those after the first, and all of them together.
    private static func rivals(_ names: [String]) -> [[String]] {
        let others = Array(names.dropFirst())
        return others.map { [$0] } + (others.count > 1 ? [others] : [])
    }
}

/// The slowest of one answer from each of several distributions that don't know of each other:
/// P(all ≤ t) is the product of each one's P(≤ t).
private struct SlowestAnswer {
    /// One operation's times, in the parts of a step and as a whole.
    struct Parts {
        let sections: [LatencyTable]
        let whole: LatencyTable

        init(_ sections: [LatencySection]) {
            var (sum, unanswered) = (Latencies.times, UInt64(0))
            for section in sections {
                sum.add(section.recorded)
                unanswered += section.unanswered
            }
            self.sections = sections.map { LatencyTable($0.recorded, unanswered: $0.unanswered) }
            whole = LatencyTable(sum, unanswered: unanswered)
        }
    }

    private let tables: [LatencyTable]

    init(_ tables: [LatencyTable]) { self.tables = tables }

    /// Microseconds; nil with too few answers for the quantile, or where it lies among failures.
    func time(at share: Double) -> Double? {
        let needed = OrderStatistics.fewestSamples(for: share)
        return tables.allSatisfy { $0.total >= needed } ? value(at: share) : nil
    }

    /// The same of however few, but one.
    func value(at share: Double) -> Double? {
        guard tables.allSatisfy({ $0.total > 0 }) else { return nil }
        let values = tables.flatMap(\.values).sorted()
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if part(atMost: values[middle]) >= share { high = middle } else { low = middle + 1 }
        }
        return low < values.count ? Double(values[low]) : nil
    }

    private func part(atMost value: UInt64) -> Double {
        tables.reduce(1) { $0 * Double($1.count(atMost: value)) / Double($1.total) }
    }
}
