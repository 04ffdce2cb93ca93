/// Two builds or servers, told apart by repeated runs of each.
package struct BuildComparison: Sendable {
    package enum Judgement: Sendable, Equatable {
        case better
        case worse
        /// Not the same as "they are equal".
        case noDifferenceSeen
        /// With so few runs no difference could ever show.
        case tooFewRuns
        /// Fewer runs than are ever judged.
        case notDecided
    }

    package struct Row: Sendable, Equatable {
        package let subject: RunFigures.Subject
        /// Of each run; nil where too little was measured.
        package let baseline: [Double?]
        package let candidate: [Double?]
        package let result: Comparison
        package let judgement: Judgement
    }

    package let rows: [Row]
    /// What a reader must know before the rows, a line each.
    package let notes: [String]
    /// Of each interval, such as 0.95.
    package let confidence: Double
    /// Whether both sides have a run that says something of its target.
    package let hasRuns: Bool

    /// Fewest runs a side for which anything is judged; our choice.
    package static let fewestRuns = 3

    /// Runs that say nothing of their targets are left out, and a note tells it.
    ///
    /// - Parameter confidence: Above 0, below 1.
    package init(baseline: [RunFigures], candidate: [RunFigures], confidence: Double = 0.95) {
        self.confidence = confidence
        let (first, second) = (Self.useful(baseline), Self.useful(candidate))
        hasRuns = !first.isEmpty && !second.isEmpty
        var subjects: [RunFigures.Subject] = []
        for subject in (first + second).flatMap(\.subjects) where !subjects.contains(subject) {
            subjects.append(subject)
        }
        rows = subjects.map { Self.row($0, first, second, confidence) }
        notes =
            Self.voidNotes(baseline + candidate)
            + Self.countNotes(first.count, second.count, confidence)
            + Self.orderNotes(first, second) + Self.differenceNotes(first, second)
    }

    private static func useful(_ runs: [RunFigures]) -> [RunFigures] {
        runs.filter { $0.voidReason == nil }
    }

    private static func row(
        _ subject: RunFigures.Subject,
        _ first: [RunFigures],
        _ second: [RunFigures],
        _ confidence: Double
    ) -> Row {
        let (left, right) = (first.map { $0.value(subject) }, second.map { $0.value(subject) })
        let result = Comparison(
            left.compactMap(\.self),
            right.compactMap(\.self),
            significance: 1 - confidence
        )
        let count = min(finite(left), finite(right))
        return Row(
            subject: subject,
            baseline: left,
            candidate: right,
            result: result,
            judgement: count < fewestRuns ? .notDecided : judge(result, subject.measure)
        )
    }

    private static func finite(_ values: [Double?]) -> Int {
        values.count { $0?.isFinite ?? false }
    }

    private static func judge(
        _ result: Comparison,
        _ measure: RunFigures.Measure
    ) -> Judgement {
        switch result.verdict {
        case .greater: measure.isGain ? .better : .worse
        case .smaller: measure.isGain ? .worse : .better
        case .noDifferenceShown: .noDifferenceSeen
        case .tooFewRuns: .tooFewRuns
        }
    }

    // MARK: Gate

    /// Rise of the error share below which nobody is stopped: 0.1 percentage points, our choice.
    package static let mostErrors = 0.001

    /// Rows that are clearly worse, and by more than `share` of the baseline's median.
    package func regressions(beyond share: Double) -> [Row] {
        rows.filter { row in
            guard row.judgement == .worse, let shift = row.result.shift else { return false }
            guard row.subject.measure != .errors else {
                let base = OrderStatistics.median(row.baseline.compactMap(\.self).sorted()) ?? 0
                return shift > max(Self.mostErrors, base * share)
            }
            return (row.result.relativeShift?.magnitude ?? .infinity) > share
        }
    }

    // MARK: Notes

    private static func voidNotes(_ runs: [RunFigures]) -> [String] {
        runs.compactMap { run in run.voidReason.map { "\(run.name) is left out: \($0)" } }
    }

    private static func countNotes(
        _ first: Int,
        _ second: Int,
        _ confidence: Double
    ) -> [String] {
        let count = min(first, second)
        let percent = StepJudge.percent(confidence)
        let needed = Comparison.fewestRuns(significance: 1 - confidence)
        if count < fewestRuns {
            return [
                "Not decided: \(first) and \(second) runs; one run of each says nothing, "
                    + "\(max(fewestRuns, needed)) of each can decide at \(percent)."
            ]
        }
        guard count < needed else { return [] }
        return [
            "With \(first) and \(second) runs no difference may show at \(percent); "
                + "\(needed) of each can."
        ]
    }

    private static func orderNotes(_ first: [RunFigures], _ second: [RunFigures]) -> [String] {
        let left = first.map(\.identity.begun).sorted()
        let right = second.map(\.identity.begun).sorted()
        guard let leftEnd = left.last, let rightEnd = right.last, left.count + right.count > 2,
            leftEnd < right[0] || rightEnd < left[0]
        else { return [] }
        return [
            "The runs were not interleaved: whatever changed on the machines meanwhile is in the "
                + "difference. Run A, B, A, B instead."
        ]
    }

    private static func differenceNotes(
        _ first: [RunFigures],
        _ second: [RunFigures]
    ) -> [String] {
        let (left, right) = (Set(first.map(\.identity.seed)), Set(second.map(\.identity.seed)))
        guard !left.isEmpty, !right.isEmpty, left != right else { return [] }
        return ["The two sides ran with different seeds: their studies and arrivals differ."]
    }
}
