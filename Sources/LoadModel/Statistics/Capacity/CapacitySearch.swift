/// Finds the highest rate that a target carries within its SLO.
///
/// A machine without a clock: an event in, an action out. Baseline, a geometric ramp to the first
/// failure, bisection on a log scale, confirmations, a check below and a look at how the target
/// recovers from an overload; at last, if there is time, a load at which something must be full. A
/// failure anywhere lowers the upper bound and drops every pass above it. No single noisy trial
/// decides: the highest load that the ramp held, of which much passes undecided, and an upper bound
/// that one short trial set are looked at a second time; a pass there or of the overload lifts the
/// bound again. A void trial moves nothing.
package struct CapacitySearch: Sendable {
    package enum Action: Equatable, Sendable {
        case run(CapacityTrial)
        /// Offer nothing until nothing is under way and the unloaded latency is back.
        case drain(within: Duration)
        case finish(CapacityResult)
    }

    package enum Event: Equatable, Sendable {
        case judged(CapacityTrial.Outcome)
        case drained(elapsed: Duration)
        case stillBusy(elapsed: Duration)
    }

    package let plan: CapacityPlan
    /// Everything that was run.
    package private(set) var trials: [CapacityTrial.Record] = []
    package private(set) var spent = Duration.zero

    private var bounds = CapacityBounds()
    /// By rate, the confirmations that passed.
    private var confirmed: [Double: Int] = [:]
    private var recovery = CapacityResult.Recovery.notChecked(because: "not reached")
    private var stage = Stage.idle
    /// Of the same trial, one after the other.
    private var voids = 0
    private var busyDrains = 0
    private var lifts = 0
    /// The ramp's load that was looked at once more, whatever came of it.
    private var lookedAt: Double?

    /// A void trial is run again so often.
    package static let mostVoidRepeats = 2
    /// A drain that ran out of time is tried again so often. Our choice.
    package static let mostDrainRepeats = 2
    /// A pass above the upper bound lifts it so often. Our choice.
    package static let mostLifts = 3
    /// No search needs more. Our choice.
    package static let mostTrials = 200

    private enum Stage: Equatable, Sendable {
        case idle
        case running(CapacityTrial)
        case draining(next: CapacityTrial)
        case finished(CapacityResult)
    }

    package init(_ plan: CapacityPlan) {
        plan.validate()
        self.plan = plan
    }

    /// The rates between which the capacity lies so far.
    package var bracket: (low: Double?, high: Double?) { (bounds.low, bounds.high) }

    /// The first action; to be asked for once.
    package mutating func begin() -> Action {
        precondition(stage == .idle, "a search begins once")
        return run(trial(.baseline, plan.baselineRate, plan.baselineLength))
    }

    /// What to do after `event`. Events that don't belong to the last action stop the program.
    package mutating func next(after event: Event) -> Action {
        switch (stage, event) {
        case (.running(let trial), .judged(let outcome)):
            spent += outcome.elapsed
            trials.append(CapacityTrial.Record(trial: trial, outcome: outcome))
            return judge(trial, outcome)
        case (.draining(let trial), .drained(let elapsed)):
            spent += elapsed
            busyDrains = 0
            return run(trial)
        case (.draining(let trial), .stillBusy(let elapsed)):
            spent += elapsed
            return drainAgain(before: trial)
        case (.finished(let result), _): return .finish(result)
        default: preconditionFailure("the event answers the last action")
        }
    }

    // MARK: Judging

    private mutating func judge(
        _ trial: CapacityTrial,
        _ outcome: CapacityTrial.Outcome
    ) -> Action {
        if case .void(let reason) = outcome.verdict { return repeatVoid(trial, reason) }
        voids = 0
        switch trial.purpose {
        case .overload: return judgeOverload(trial, outcome)
        case .recovery:
            recovery = Self.recovery(outcome.verdict)
            return conclude()
        case .saturation:
            if outcome.verdict == .pass { bounds.contradict(trial.rate) }
            return finish(.found)
        case .secondLook where outcome.verdict == .pass && trial.rate == bounds.high:
            return lift(to: trial.rate)
        default: break
        }
        switch outcome.verdict {
        case .pass: return pass(trial, outcome)
        case .inconclusive: return repeatLonger(trial, outcome)
        default: return fail(trial, outcome)
        }
    }

    private mutating func repeatVoid(_ trial: CapacityTrial, _ reason: String) -> Action {
        voids += 1
        let isExhausted = voids > Self.mostVoidRepeats
        switch trial.purpose {
        case .overload, .recovery:
            guard isExhausted || !fits(trial, keeping: rest(after: trial)) else {
                return drain(before: trial)
            }
            recovery = .notChecked(because: reason)
            return conclude()
        case .saturation: return finish(.found)
        case _ where isExhausted: return isConfirmed ? conclude() : finish(.void(reason: reason))
        case _ where fits(trial, keeping: rest(after: trial)): return drain(before: trial)
        case .ramp, .bisection, .secondLook:
            return confirmOrCheck(bounds.low ?? plan.baselineRate)
        case .baseline: return finish(.void(reason: reason))
        case .confirmation, .check: return conclude()
        }
    }

    private mutating func repeatLonger(
        _ trial: CapacityTrial,
        _ outcome: CapacityTrial.Outcome
    ) -> Action {
        if trial.purpose == .secondLook, trial.rate == bounds.low, outcome.clause == nil {
            // Nothing speaks against what the ramp held: confirmations decide.
            return search()
        }
        guard plan.repeatsUndecided, !trial.isRepeat else { return fail(trial, outcome) }
        let longer = CapacityTrial(
            purpose: trial.purpose,
            rate: trial.rate,
            length: trial.length * 2,
            isRepeat: true
        )
        guard fits(longer, keeping: rest(after: trial)) else { return fail(trial, outcome) }
        return drain(before: longer)
    }

    private mutating func pass(_ trial: CapacityTrial, _ outcome: CapacityTrial.Outcome) -> Action {
        bounds.pass(trial.rate, isFirm: ![.baseline, .ramp].contains(trial.purpose))
        switch trial.purpose {
        case .confirmation:
            confirmed[trial.rate, default: 0] += 1
            return confirmOrCheck(trial.rate)
        case .check: return overload(bounds.low ?? trial.rate)
        default: return search()
        }
    }

    private mutating func fail(_ trial: CapacityTrial, _ outcome: CapacityTrial.Outcome) -> Action {
        let isFirm = [.confirmation, .check].contains(trial.purpose)
        bounds.fail(trial.rate, outcome.evidence, isFirm: isFirm)
        guard bounds.low != nil else {
            return finish(outcome.evidence == .decided ? .unattainable : .undecided)
        }
        return search()
    }

    private mutating func judgeOverload(
        _ trial: CapacityTrial,
        _ outcome: CapacityTrial.Outcome
    ) -> Action {
        guard outcome.verdict == .pass else {
            bounds.fail(trial.rate, outcome.evidence, isFirm: false)
            return recover(from: trial)
        }
        guard lifts < Self.mostLifts, fits(trial, keeping: plan.reserve) else {
            bounds.contradict(trial.rate)
            recovery = .notChecked(because: "the overload passed")
            return conclude()
        }
        return lift(to: trial.rate)
    }

    private mutating func lift(to rate: Double) -> Action {
        lifts += 1
        bounds.lift(to: rate)
        return search()
    }

    // MARK: Choosing the next trial

    private mutating func search() -> Action {
        guard let low = bounds.low else { return finish(.unattainable) }
        guard trials.count < Self.mostTrials else { return conclude() }
        let next: CapacityTrial
        if let high = bounds.high {
            // Much of the ramp passed undecided.
            if !bounds.isLowFirm, lookedAt != low, low >= plan.firstRate {
                lookedAt = low
                next = trial(.secondLook, low, plan.seeing(plan.fineLength, at: low))
            } else if high / low > plan.precision {
                let rate = (low * high).squareRoot()
                next = trial(.bisection, rate, plan.seeing(plan.length(at: high / low), at: rate))
            } else if bounds.isHighFirm || lifts >= Self.mostLifts {
                return confirmOrCheck(low)
            } else {
                next = trial(.secondLook, high, plan.seeing(plan.fineLength, at: high))
            }
        } else {
            guard low < plan.ceiling else { return confirmOrCheck(low) }
            let rate = low < plan.firstRate ? plan.firstRate : low * plan.rampFactor
            next = trial(.ramp, min(rate, plan.ceiling), plan.coarseLength)
        }
        return fits(next, keeping: plan.reserve) ? drain(before: next) : confirmOrCheck(low)
    }

    private mutating func confirmOrCheck(_ rate: Double) -> Action {
        if confirmations(at: rate) < plan.confirmations {
            let next = trial(.confirmation, rate, plan.confirmationLength)
            return fits(next) ? drain(before: next) : conclude()
        }
        let next = trial(.check, rate * plan.checkShare, plan.checkLength)
        return fits(next) ? drain(before: next) : conclude()
    }

    private func confirmations(at rate: Double) -> Int { confirmed[rate] ?? 0 }

    private var isConfirmed: Bool { bounds.low.map { confirmations(at: $0) > 0 } ?? false }

    private mutating func overload(_ rate: Double) -> Action {
        guard bounds.high != nil else {
            recovery = .notChecked(because: "nothing failed yet")
            return conclude()
        }
        guard rate * plan.overloadShare <= plan.ceiling else {
            recovery = .notChecked(because: "the overload lies above the ceiling")
            return conclude()
        }
        return look(trial(.overload, rate * plan.overloadShare, plan.overloadLength))
    }

    /// Overloads once more and goes back in the same step: what a queue that stands keeps ill would
    /// be well after a rest.
    private mutating func recover(from overload: CapacityTrial) -> Action {
        let back = (bounds.low ?? overload.rate) * plan.checkShare
        let unjudged = plan.overloadLength + plan.recoveryGrace
        var next = trial(.recovery, back, unjudged + plan.recoveryLength)
        next.leadIn = CapacityTrial.LeadIn(
            rate: overload.rate,
            length: plan.overloadLength,
            grace: plan.recoveryGrace
        )
        return look(next)
    }

    /// For what a search can do without.
    private mutating func look(_ next: CapacityTrial) -> Action {
        guard fits(next, keeping: rest(after: next)) else {
            recovery = .notChecked(because: "no time left")
            return conclude()
        }
        return drain(before: next)
    }

    private func trial(
        _ purpose: CapacityTrial.Purpose,
        _ rate: Double,
        _ length: Duration
    ) -> CapacityTrial {
        CapacityTrial(purpose: purpose, rate: rate, length: length)
    }

    /// Whether a drain and the trial end within the budget, with `rest` left.
    private func fits(
        _ trial: CapacityTrial,
        keeping rest: Duration = .zero
    ) -> Bool {
        let length = trial.length + overhang(at: max(trial.rate, trial.leadIn?.rate ?? 0))
        return spent + plan.drainLimit + length + rest <= plan.budget
    }

    /// How much longer than their length trials up to a rate took, waiting for what they had left
    /// under way.
    private func overhang(at rate: Double) -> Duration {
        trials.filter { $0.trial.rate <= rate }
            .map { $0.outcome.elapsed - $0.trial.length }
            .reduce(.zero, max)
    }

    /// While searching, the time to confirm and check what is found is kept.
    private func rest(after trial: CapacityTrial) -> Duration {
        switch trial.purpose {
        case .ramp, .bisection, .secondLook: plan.reserve
        case .overload: plan.recoveryTime
        default: .zero
        }
    }

    // MARK: Acting

    private mutating func run(_ trial: CapacityTrial) -> Action {
        stage = .running(trial)
        return .run(trial)
    }

    private mutating func drain(before trial: CapacityTrial) -> Action {
        stage = .draining(next: trial)
        return .drain(within: plan.drainLimit)
    }

    private mutating func drainAgain(before trial: CapacityTrial) -> Action {
        busyDrains += 1
        guard busyDrains > Self.mostDrainRepeats || !fits(trial) else {
            return drain(before: trial)
        }
        switch trial.purpose {
        case .saturation: return finish(.found)
        case .check, .overload:
            recovery = .notChecked(because: "the target stayed busy")
            return conclude()
        case .recovery:
            // Not even with next to no load.
            recovery =
                busyDrains > Self.mostDrainRepeats
                ? .doesNotRecover : .notChecked(because: "the time was over before it was at rest")
            return conclude()
        case _ where busyDrains <= Self.mostDrainRepeats: return conclude()
        default: return finish(.neverDrained(after: trials.last?.trial.rate ?? 0))
        }
    }

    private mutating func conclude() -> Action {
        guard let low = bounds.low, isConfirmed else { return finish(.budgetSpent) }
        guard bounds.high == nil else { return saturate(above: low) ?? finish(.found) }
        return finish(low < plan.ceiling ? .nothingFailedYet : .ceilingHolds)
    }

    /// Nil where a trial has seen it, or there is no time.
    private mutating func saturate(above low: Double) -> Action? {
        let rate = min(low * plan.saturationShare, plan.ceiling)
        let nearby = low * plan.saturationShare.squareRoot()
        let next = trial(.saturation, rate, plan.saturationLength)
        let isSeen = trials.contains { $0.trial.rate >= nearby && !$0.outcome.isVoid }
        guard rate >= nearby, !isSeen, fits(next) else { return nil }
        return drain(before: next)
    }

    private mutating func finish(_ ending: CapacityResult.Ending) -> Action {
        let result = CapacityResult(
            ending: ending,
            sustained: bounds.low,
            failing: bounds.high,
            surelyFailing: bounds.surelyHigh,
            confirmations: bounds.low.map { confirmations(at: $0) } ?? 0,
            bindingClause: bounds.bindingClause(of: trials),
            recovery: recovery,
            demand: plan.demand,
            operatingShare: plan.operatingShare,
            checkShare: plan.checkShare,
            trials: trials,
            spent: spent
        )
        stage = .finished(result)
        return .finish(result)
    }

    private static func recovery(_ verdict: CapacityTrial.Verdict) -> CapacityResult.Recovery {
        switch verdict {
        case .pass: .recovers
        case .inconclusive: .notChecked(because: "inconclusive")
        default: .doesNotRecover
        }
    }
}
