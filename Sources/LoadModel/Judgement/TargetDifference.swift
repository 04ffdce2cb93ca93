internal import Glibc
internal import Histogram

/// What an operation takes at one target beside what the same takes at others in the same step.
///
/// Ten parts of the step are each held against themselves, so that what slows all targets alike,
/// such as a busy machine, falls out of the difference.
package struct TargetDifference: Sendable, Equatable {
    /// Name of the scenario's first traffic entry with this operation or session.
    package let first: String
    /// Those that it is held against: one, or all others. Of several the slowest of one answer of
    /// each counts, as for somebody who waits for all of them, if within such a part they are slow
    /// by themselves.
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
        let start = Self.start(step, timeline)
        func parts(_ name: String) -> [LatencyTable]? {
            step.result.operations.firstIndex { $0.name == name }.map { place in
                timeline.sections(of: place, from: start, count: sections)
                    .map { LatencyTable($0.recorded, unanswered: $0.unanswered) }
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
        _ own: [LatencyTable],
        _ others: [String],
        _ theirs: [[LatencyTable]],
        _ quantile: Double
    ) {
        let (left, right) = (SlowestAnswer([own]), SlowestAnswer(theirs))
        guard let time = left.time(at: quantile), let otherTime = right.time(at: quantile) else {
            return nil
        }
        self.first = first
        self.others = others
        self.quantile = quantile
        self.time = time
        self.otherTime = otherTime
        let differences = own.indices.compactMap { part -> Double? in
            guard let mine = left.part(part).value(at: quantile),
                let other = right.part(part).value(at: quantile)
            else { return nil }
            return mine - other
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
                let isKnown = groups[place].contains { $0.target == entry.target }
                if !isKnown { groups[place].append(entry) }
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

/// The slowest of one answer from each of several targets, which within one part of a step don't
/// know of each other: there P(all ≤ t) is the product of each one's P(≤ t).
private struct SlowestAnswer {
    /// By target, then by part of the step; of every target the same parts.
    private let tables: [[LatencyTable]]

    init(_ tables: [[LatencyTable]]) { self.tables = tables }

    /// The same of one part alone.
    func part(_ part: Int) -> SlowestAnswer { SlowestAnswer(tables.map { [$0[part]] }) }

    /// Microseconds; nil with too few answers for the quantile, or where it lies among failures.
    func time(at share: Double) -> Double? {
        // Each alone must be known up to where all are.
        let needed = OrderStatistics.fewestSamples(for: pow(share, 1 / Double(tables.count)))
        let isEnough = tables.allSatisfy { $0.reduce(0) { $0 + $1.total } >= needed }
        return isEnough ? value(at: share) : nil
    }

    /// The same of however few, but one.
    func value(at share: Double) -> Double? {
        let values = Array(Set(tables.joined().flatMap(\.values))).sorted()
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if part(atMost: values[middle]) >= share { high = middle } else { low = middle + 1 }
        }
        return low < values.count ? Double(values[low]) : nil
    }

    /// Parts count by what was asked in them; one in which some target was not asked doesn't.
    private func part(atMost value: UInt64) -> Double {
        var (sum, weights) = (0.0, 0.0)
        for part in (tables.first ?? []).indices
        where tables.allSatisfy({ $0[part].total > 0 }) {
            let weight = tables.reduce(0) { $0 + Double($1[part].total) }
            weights += weight
            sum += tables.reduce(weight) {
                $0 * Double($1[part].count(atMost: value)) / Double($1[part].total)
            }
        }
        return weights > 0 ? sum / weights : 0
    }
}
