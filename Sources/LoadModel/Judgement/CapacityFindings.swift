internal import Basics

/// What the steps of a capacity search tell beside the capacity: which part saturates first, and
/// how throughput grows with what is under way.
package struct CapacityFindings: Sendable {
    /// The part that saturates first; nil: not identified.
    package let bottleneck: String?
    /// For the part named, or each thing that was missing to name one, and what nobody watched.
    package let evidence: [String]
    /// Empty without a fit.
    package let scalability: [String]
    /// Where promises begin to be broken, by all trials together; nil: too little was seen.
    package let breaking: ConfidenceInterval?

    /// - Parameters:
    ///   - steps: Of the search; drains and void steps are left out, and recoveries, which offer two
    ///     loads.
    ///   - blindSpots: What isn't observed, or could not be for a while.
    package init(_ steps: [StepReport], blindSpots: [String]) {
        let mixed = [StepReport.drain, CapacityTrial.Purpose.recovery.rawValue]
        let usable = steps.filter { $0.isMeasured && !mixed.contains($0.label) }
        let flows = usable.map { StepFlow($0.result) }
        scalability = Self.scalability(usable, flows)
        breaking = Self.breaking(usable)
        guard usable.contains(where: { !$0.resources.isEmpty }) else {
            bottleneck = nil
            let why = usable.isEmpty ? Self.unmeasured : Self.unobserved
            evidence = [why] + BottleneckWords.of(blindSpots)
            return
        }
        func look(_ steps: [Bottleneck.Step]) -> Bottleneck {
            BottleneckLook(steps, usable.map(\.resources), blindSpots).find()
        }
        let steps = Self.steps(usable, flows)
        let byRequests = look(steps)
        (bottleneck, evidence) =
            byRequests.hasNoDemand
            ? BottleneckWords.of(look(Self.inFactors(usable, flows, steps)), per: .factor)
            : BottleneckWords.of(byRequests, per: .request)
    }

    private static let unobserved = "Nothing was observed on the target's side."
    private static let unmeasured = "No step was measured well enough to tell of any part."

    // MARK: Steps

    /// More than so many times what steps that passed left under way, and so many beyond it, piles
    /// up. Our choice.
    private static let pileFactor = 2.0
    private static let fewestPiled = 10.0

    private static func steps(_ reports: [StepReport], _ flows: [StepFlow]) -> [Bottleneck.Step] {
        let passed = zip(reports, flows).filter { hasPassed($0.0) && $0.0.factor > 0 }
        let perFactor = OrderStatistics.median(passed.map { $0.1.throughput / $0.0.factor })
        let usual = passed.map(\.1.left).max() ?? 0
        return zip(reports, flows).map { report, flow in
            let stated = flow.isDependent ? (perFactor ?? 0) * report.factor : 0
            return Bottleneck.Step(
                offered: max(flow.offered, stated),
                throughput: flow.throughput,
                latency: flow.latency,
                hasPassed: hasPassed(report),
                weight: flow.seconds,
                hasPiledUp: report.state == .unstable
                    || flow.left > pileFactor * usual + fewestPiled
            )
        }
    }

    /// The same steps with the stated load as their unit: where a request for a list and one for an
    /// archive count alike, requests a second say little of what there is to do.
    private static func inFactors(
        _ reports: [StepReport],
        _ flows: [StepFlow],
        _ steps: [Bottleneck.Step]
    ) -> [Bottleneck.Step] {
        zip(zip(reports, flows), steps).map { pair, step in
            let (report, flow) = pair
            let share = flow.offered > 0 ? min(1, flow.throughput / flow.offered) : 1
            let isThrough = step.hasPassed && !step.hasPiledUp
            return Bottleneck.Step(
                offered: report.factor,
                throughput: report.factor * (isThrough ? 1 : share),
                latency: step.latency,
                hasPassed: step.hasPassed,
                weight: step.weight,
                hasPiledUp: step.hasPiledUp
            )
        }
    }

    /// A step too short to decide counts as passed when nothing was worse than chance explains, as in
    /// the search.
    private static func hasPassed(_ report: StepReport) -> Bool {
        report.state == .pass || (report.state == .inconclusive && report.leansToPass)
    }

    // MARK: Breaking point

    /// Of the promise that breaks first: its limits can't be above those of any other.
    private static func breaking(_ reports: [StepReport]) -> ConfidenceInterval? {
        // A ramp's trial ends before a queue has grown, and far above its capacity a target tells
        // nothing of where that lies.
        let others = [CapacityTrial.Purpose.ramp, .saturation].map(\.rawValue)
        let steps = reports.filter { !others.contains($0.label) }
        var trials: [String: (allowed: Double, trials: [BreakingPoint.Trial])] = [:]
        for step in steps {
            for clause in step.clauses where clause.quantile != nil {
                let total = Double(clause.scheduled)
                let trial = BreakingPoint.Trial(
                    load: step.factor,
                    bad: clause.badShare * total,
                    total: total
                )
                trials[clause.text, default: (clause.allowedShare, [])].trials.append(trial)
            }
        }
        let points = trials.values.compactMap { BreakingPoint($0.trials, allowed: $0.allowed) }
        guard let low = points.map(\.interval.low).min() else { return nil }
        return ConfidenceInterval(low: low, high: points.compactMap(\.interval.high).min())
    }

    // MARK: Scalability

    /// Scatter of throughput beside that of arrivals, as a share of it. Our choice.
    private static let scatter = 0.03

    private static func scalability(_ reports: [StepReport], _ flows: [StepFlow]) -> [String] {
        let levels = zip(reports, flows).map { report, flow in
            let share = scatter * flow.throughput
            return ScalabilityLaw.Level(
                load: report.factor,
                inFlight: flow.inFlight,
                throughput: flow.throughput,
                variance: max(flow.throughput / flow.seconds, share * share)
            )
        }
        var generator = SplitMixGenerator(seed: 1)
        return ScalabilityFit(levels, using: &generator).map(ScalabilityWords.of) ?? []
    }
}

extension StepReport {
    /// Whether its times are the target's. Wrong answers fail a step however late the generator
    /// was, and leave its times as they are; what met the cap was on time.
    var isMeasured: Bool {
        state != .void && checks.allSatisfy { $0.isMet || $0.cause == .cap }
    }
}
