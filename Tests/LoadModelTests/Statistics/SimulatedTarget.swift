internal import Glibc
import LoadModel

/// A target that a capacity search is run against, without a clock.
struct SimulatedTarget {
    /// What trials tell and how long they and the drains take.
    enum Behaviour {
        /// Passes up to the capacity.
        case sharp(capacity: Double)
        /// Passes with a probability that falls over about 5 % of the capacity.
        case noisy(capacity: Double)
        case neverFails
        case alwaysFails
        /// As `sharp`, but the trials of these numbers (from 0) are void.
        case void(capacity: Double, trials: Set<Int>)
        /// As `sharp`; pushed above, it stays ill above half of the capacity until it is drained.
        case metastable(capacity: Double)
        case inconclusive(above: Double)
        /// As `inconclusive`, with a promise that was kept too little.
        case leaning(above: Double)
        /// As `sharp`, but the trials of these numbers fail.
        case unlucky(capacity: Double, trials: Set<Int>)
        /// As `sharp`, but never at rest again after a failure.
        case neverDrains(capacity: Double)
    }

    let behaviour: Behaviour
    private var generator: SplitMixGenerator
    private var isIll = false
    private var count = 0

    init(_ behaviour: Behaviour, seed: UInt64 = 1) {
        self.behaviour = behaviour
        generator = SplitMixGenerator(seed: seed)
    }

    /// Runs a search to its end; at most 500 actions.
    mutating func search(_ plan: CapacityPlan) -> CapacityResult? {
        var search = CapacitySearch(plan)
        var action = search.begin()
        for _ in 0..<500 {
            switch action {
            case .run(let trial): action = search.next(after: .judged(run(trial)))
            case .drain(let limit): action = search.next(after: drain(limit))
            case .finish(let result): return result
            }
        }
        return nil
    }

    private mutating func run(_ trial: CapacityTrial) -> CapacityTrial.Outcome {
        defer { count += 1 }
        let verdict = verdict(trial)
        var isBad = verdict == .fail || verdict == .unstable
        if case .leaning(let bound) = behaviour { isBad = trial.rate > bound }
        return CapacityTrial.Outcome(
            verdict,
            clause: isBad ? "find p99" : nil,
            elapsed: trial.length
        )
    }

    private mutating func verdict(_ trial: CapacityTrial) -> CapacityTrial.Verdict {
        switch behaviour {
        case .sharp(let capacity): return trial.rate <= capacity ? .pass : .fail
        case .noisy(let capacity):
            let off = log(trial.rate / capacity) / 0.02
            return RandomDeviate.uniform(&generator) < 1 / (1 + exp(off)) ? .pass : .fail
        case .neverFails: return .pass
        case .alwaysFails: return .fail
        case .void(let capacity, let trials):
            if trials.contains(count) { return .void(reason: "loop late") }
            return trial.rate <= capacity ? .pass : .unstable
        case .metastable(let capacity):
            if max(trial.rate, trial.leadIn?.rate ?? 0) > capacity { isIll = true }
            return trial.rate > (isIll ? capacity / 2 : capacity) ? .unstable : .pass
        case .inconclusive(let bound), .leaning(let bound):
            return trial.rate <= bound ? .pass : .inconclusive
        case .unlucky(let capacity, let trials):
            return trial.rate <= capacity && !trials.contains(count) ? .pass : .fail
        case .neverDrains(let capacity):
            if trial.rate > capacity { isIll = true }
            return isIll ? .unstable : .pass
        }
    }

    private mutating func drain(_ limit: Duration) -> CapacitySearch.Event {
        if case .neverDrains = behaviour, isIll { return .stillBusy(elapsed: limit) }
        isIll = false
        return .drained(elapsed: min(limit, .seconds(3)))
    }
}
