internal import Basics
internal import Histogram

/// Says what one step shows: from which second on it was steady, what became of each promise, and
/// whether the generator was the limit.
package struct StepJudge: Sendable {
    private let clauses: [Scenario.Clause]
    private let timeouts: [String: Duration]
    private let validity: ValidityJudge

    package init(_ scenario: Scenario) {
        clauses = scenario.clauses
        var timeouts: [String: Duration] = [:]
        for entry in scenario.traffic {
            timeouts[entry.name] = scenario.target(named: entry.target)?.timeout
        }
        self.timeouts = timeouts
        let bounds = scenario.clauses.flatMap(\.bounds).map(\.limit)
        validity = ValidityJudge(tightest: bounds.min())
    }

    /// Longest that the 99th percentile of a loop's lateness may be.
    package var lateLimit: Duration { validity.lateLimit }

    /// Parts of a window from which intervals are made.
    private static let sections = 10

    /// - Parameters:
    ///   - unjudged: At the beginning; only wrong answers count then. That the cap on what is under
    ///     way was met says nothing, for it may have been then; what wasn't sent later is bad.
    ///   - others: Checks that somebody else has made of the generators.
    package func report(
        _ result: StepResult,
        label: String,
        factor: Double,
        unjudged: Duration = .zero,
        others: [ValidityCheck] = []
    ) -> StepReport {
        let timeline = StepTimeline(result)
        let (window, start, isUnstable) = window(timeline, after: unjudged)
        let isWhole = unjudged == .zero
        let clauses = clauses.flatMap {
            judge($0, result, timeline, from: start, isWhole: isWhole)
        }
        let checks = (validity.checks(result) + others)
            .filter { isWhole || $0.cause != .cap }
        return StepReport(
            label: label,
            factor: factor,
            offeredRate: isWhole
                ? timeline.arrivals(from: 0) / max(0.001, result.duration.seconds)
                : timeline.arrivals(from: start) / max(0.001, window.seconds),
            result: result,
            window: window,
            clauses: clauses,
            checks: checks,
            state: isWrong(result) ? .fail : Self.state(clauses, checks, isUnstable)
        )
    }

    /// Whether a running step can only end badly: more comes in than goes out.
    ///
    /// - Parameters:
    ///   - looks: Requests that waited or were under way, once a second.
    ///   - arrivals: Requests within these looks.
    package static func isHopeless(looks: [Double], arrivals: Double) -> Bool {
        // The first ones fill what every target has under way.
        OpenLoopStability(inFlight: Array(looks.dropFirst(2)), arrivals: arrivals)?.isUnstable
            ?? false
    }

    /// The promises about times that a running step has surely broken, as they stand in reports.
    ///
    /// - Parameter warmUp: Not looked at: a whole step may be judged without it.
    package func surelyBroken(in result: StepResult, after warmUp: Duration) -> [String] {
        let timeline = StepTimeline(result)
        let start = Int((warmUp.seconds * 1000 / Double(timeline.width)).rounded(.up))
        guard start < timeline.count else { return [] }
        return clauses.flatMap { clause -> [String] in
            let name = clause.subject.name
            guard let place = result.operations.firstIndex(where: { $0.name == name }) else {
                return []
            }
            let blocks = timeline.operations[place][start...]
            return clause.bounds.filter { Self.test($0, blocks).failsSurely }
                .map { Self.text(of: $0, name) }
        }
    }

    private static func test(
        _ bound: Scenario.Clause.Bound,
        _ blocks: some Sequence<OperationBlock>
    ) -> SequentialTest {
        let limit = UInt64(max(0, bound.limit.nanoseconds / 1000))
        var test = SequentialTest(allowed: min(0.69, 1 - bound.quantile))
        for block in blocks {
            let bad = block.bad + block.response.count(above: limit)
            test.add(bad: UInt64(bad), of: UInt64(block.good + block.bad))
        }
        return test
    }

    /// Whether more answers are wrong than may be: a fact, however late the generator was. Every
    /// request of a session or an upload counts, whatever becomes of the whole.
    private func isWrong(_ result: StepResult) -> Bool {
        result.operations.contains { operation in
            operation.outcomes.wrongShare > 1 - correct(operation.name)
        }
    }

    /// What part of an operation's answers must be correct. Requests and marks of which nothing is
    /// stated follow the traffic entry that they belong to.
    private func correct(_ name: String) -> Double {
        func owns(_ clause: Scenario.Clause) -> Bool {
            let whole = clause.subject.name
            return whole == name || name.hasPrefix("\(whole)/") || name.hasPrefix("\(whole).")
        }
        let nearest = clauses.filter(owns).max {
            $0.subject.name.utf8.count < $1.subject.name.utf8.count
        }
        return nearest?.correct ?? 1
    }

    private static func state(
        _ clauses: [ClauseReport],
        _ checks: [ValidityCheck],
        _ isUnstable: Bool
    ) -> StepReport.State {
        let unmet = checks.filter { !$0.isMet }
        // Loops that were on time met the cap because the target let too much wait.
        if !unmet.isEmpty { return unmet.allSatisfy { $0.cause == .cap } ? .unstable : .void }
        if isUnstable { return .unstable }
        if clauses.contains(where: { $0.state == .missed }) { return .fail }
        return clauses.contains { $0.state == .undecided } ? .inconclusive : .pass
    }

    // MARK: Steady state

    private func window(
        _ timeline: StepTimeline,
        after unjudged: Duration
    ) -> (window: SteadyWindow, start: Int, isUnstable: Bool) {
        let inFlight = timeline.inFlight
        let state = SteadyState(
            meanService: timeline.meanService,
            inFlight: inFlight,
            tail: timeline.tail,
            interval: .milliseconds(timeline.width)
        )
        let (start, isSteady, note) =
            unjudged > .zero
            ? Self.rest(of: timeline, after: unjudged) : Self.words(state, timeline)
        let stability = OpenLoopStability(
            inFlight: Array(inFlight.dropFirst(start)),
            arrivals: timeline.arrivals(from: start)
        )
        let isUnstable = stability?.isUnstable ?? false
        let window = SteadyWindow(
            skipped: Double(start * timeline.width) / 1000,
            seconds: Double((timeline.count - start) * timeline.width) / 1000,
            isSteady: isSteady && !isUnstable,
            note: isUnstable ? "more comes in than goes out: operations pile up" : note
        )
        return (window, start, isUnstable)
    }

    private static func rest(
        of timeline: StepTimeline,
        after unjudged: Duration
    ) -> (start: Int, isSteady: Bool, note: String) {
        let start = Int((unjudged.seconds * 1000 / Double(timeline.width)).rounded(.up))
        return (min(start, timeline.count - 1), true, "what comes after an overload")
    }

    private static func words(
        _ state: SteadyState,
        _ timeline: StepTimeline
    ) -> (start: Int, isSteady: Bool, note: String) {
        switch state.verdict {
        case .steady(let start):
            (start, true, start == 0 ? "steady from the beginning" : "steady after the warm-up")
        case .drifting(let series, let share):
            (
                0, false,
                "\(series == .tail ? "the 95th percentile" : "the work under way") changes by "
                    + "\(Int((min(max(share, -1e6), 1e6) * 100).rounded())) % a minute"
            )
        case .unsettled: (0, false, "no steady part: the warm-up never ended")
        case .tooShort: (0, false, "too short to tell a warm-up")
        }
    }

    // MARK: Promises

    /// - Parameters:
    ///   - start: The first block of which latency is judged.
    ///   - isWhole: Whether errors before it count too.
    private func judge(
        _ clause: Scenario.Clause,
        _ result: StepResult,
        _ timeline: StepTimeline,
        from start: Int,
        isWhole: Bool
    ) -> [ClauseReport] {
        let name = clause.subject.name
        guard let place = result.operations.firstIndex(where: { $0.name == name }) else {
            return []
        }
        let blocks = Array(timeline.operations[place][start...])
        var reports: [ClauseReport] = []
        if !clause.bounds.isEmpty {
            let timedOut = result.operations[place].outcomes[.timedOut] > 0
            let timeout = timedOut ? timeouts[clause.subject.entry] : nil
            let window = LatencyWindow(
                timeline.sections(of: place, from: start, count: Self.sections),
                timeout: timeout.map { UInt64(max(0, $0.nanoseconds / 1000)) }
            )
            for bound in clause.bounds {
                reports.append(judge(bound, name, blocks, window))
            }
        }
        let outcomes = result.operations[place].outcomes
        if let errors = clause.errors {
            let (failed, total) =
                isWhole
                ? (outcomes.failed, outcomes.total) : Self.failures(in: blocks)
            let text = "\(name) errors ≤ \(Self.percent(errors))"
            reports.append(Self.shares(text, name, failed, total, errors))
        }
        let wrong = outcomes[.wrong] + outcomes[.partial]
        let answered = wrong + outcomes.good
        let text = "\(name) wrong answers ≤ \(Self.percent(1 - clause.correct))"
        reports.append(Self.shares(text, name, wrong, answered, 1 - clause.correct))
        return reports
    }

    private func judge(
        _ bound: Scenario.Clause.Bound,
        _ name: String,
        _ blocks: [OperationBlock],
        _ window: LatencyWindow
    ) -> ClauseReport {
        let test = Self.test(bound, blocks)
        let estimate = QuantileEstimate(bound.quantile, of: window)
        var report = ClauseReport(
            text: Self.text(of: bound, name),
            operation: name,
            quantile: bound.quantile,
            limit: UInt64(max(0, bound.limit.nanoseconds / 1000)),
            value: estimate.value,
            badShare: test.total > 0 ? test.bad / test.total : 0,
            allowedShare: 1 - bound.quantile,
            scheduled: Int(test.total),
            state: Self.state(test.decision)
        )
        report.test = test
        return report
    }

    /// Wrong answers are among them.
    private static func failures(in blocks: [OperationBlock]) -> (failed: Int, total: Int) {
        blocks.reduce((0, 0)) { ($0.0 + $1.bad, $0.1 + $1.good + $1.bad) }
    }

    static func state(_ decision: SequentialTest.Decision) -> ClauseReport.State {
        switch decision {
        case .pass: .met
        case .fail: .missed
        case .undecided: .undecided
        }
    }

    /// A promise about shares. None allowed and none seen is met, however few there were; more than
    /// allowed is undecided while it may be chance.
    static func shares(
        _ text: String,
        _ operation: String,
        _ bad: Int,
        _ total: Int,
        _ allowed: Double
    ) -> ClauseReport {
        let share = total > 0 ? Double(bad) / Double(total) : 0
        var report = ClauseReport(
            text: text,
            operation: operation,
            badShare: share,
            allowedShare: allowed,
            scheduled: total,
            state: total == 0 || share > allowed ? .undecided : .met
        )
        if report.leansToMissed { report.state = .missed }
        return report
    }

    // MARK: Texts

    private static func text(of bound: Scenario.Clause.Bound, _ name: String) -> String {
        "\(name) \(percentile(bound.quantile)) ≤ \(text(bound.limit))"
    }

    static func percentile(_ quantile: Double) -> String {
        let tenths = Int((quantile * 1000).rounded())
        return tenths % 10 == 0 ? "p\(tenths / 10)" : "p\(tenths / 10).\(tenths % 10)"
    }

    static func percent(_ share: Double) -> String {
        let hundredths = Int((share * 10_000).rounded())
        return hundredths % 100 == 0
            ? "\(hundredths / 100) %" : "\(Double(hundredths) / 100) %"
    }

    static func text(_ duration: Duration) -> String {
        let milliseconds = Double(duration.nanoseconds) / 1e6
        if milliseconds >= 1000, duration.milliseconds % 1000 == 0 {
            return "\(duration.milliseconds / 1000) s"
        }
        return milliseconds == milliseconds.rounded()
            ? "\(Int(milliseconds)) ms" : "\(milliseconds) ms"
    }
}

extension Scenario.Clause.Subject {
    /// As it is counted.
    package var name: String {
        switch self {
        case .operation(let name): name
        case .session(let name, let mark): mark.map { "\(name).\($0)" } ?? name
        }
    }

    /// Name of its traffic entry.
    package var entry: String {
        switch self {
        case .operation(let name), .session(let name, _): name
        }
    }

    package var mark: String? {
        if case .session(_, let mark) = self { return mark }
        return nil
    }
}

extension SparseCounts {
    /// How many times are longer than `limit` microseconds, as far as three digits tell.
    func count(above limit: UInt64) -> Int {
        entries.reduce(0) { UInt64($1.value) > limit ? $0 + Int($1.count) : $0 }
    }
}

extension OutcomeCounts {
    /// Of all that were answered in time, those that said something else than they must.
    fileprivate var wrongShare: Double {
        let wrong = self[.wrong] + self[.partial]
        return wrong > 0 ? Double(wrong) / Double(wrong + good) : 0
    }

    /// Scheduled and not answered as it should be.
    package var failed: Int {
        self[.refused] + self[.serverError] + self[.disconnected] + self[.timedOut] + self[.unsent]
    }
}
