import LoadModel
import Testing

@Suite("Capacity search")
struct CapacitySearchTests {
    private let full = CapacityPlan.full(firstRate: 10, ceiling: 1_000, demand: 50)
    private let quick = CapacityPlan.quick(firstRate: 10, ceiling: 1_000, demand: 50)

    private func run(
        _ behaviour: SimulatedTarget.Behaviour,
        _ plan: CapacityPlan,
        seed: UInt64 = 1
    ) throws -> CapacityResult {
        var target = SimulatedTarget(behaviour, seed: seed)
        let result = target.search(plan)
        return try #require(result)
    }

    /// - Parameters:
    ///   - isBusyBefore: Trials of this purpose find no rest before them.
    ///   - overhang: What trials take beyond their length.
    private func run(
        decidedBy plan: CapacityPlan,
        isBusyBefore busy: CapacityTrial.Purpose? = nil,
        overhang: (CapacityTrial) -> Duration = { _ in .zero },
        _ verdict: (CapacityTrial) -> CapacityTrial.Verdict
    ) throws -> CapacityResult {
        var search = CapacitySearch(plan)
        var action = search.begin()
        for _ in 0..<500 {
            switch action {
            case .run(let trial):
                let found = verdict(trial)
                let outcome = CapacityTrial.Outcome(found, elapsed: trial.length + overhang(trial))
                action = search.next(after: .judged(outcome))
            case .drain(let limit):
                let isBusy = busy != nil && purpose(after: search) == busy
                action = search.next(
                    after: isBusy ? .stillBusy(elapsed: limit) : .drained(elapsed: .zero)
                )
            case .finish(let result): return result
            }
        }
        return try #require(nil, "the search doesn't end")
    }

    /// What a search that waits for rest runs then.
    private func purpose(after search: CapacitySearch) -> CapacityTrial.Purpose? {
        var search = search
        guard case .run(let trial) = search.next(after: .drained(elapsed: .zero)) else {
            return nil
        }
        return trial.purpose
    }

    private func purposes(_ result: CapacityResult) -> [CapacityTrial.Purpose] {
        result.trials.map(\.trial.purpose)
    }

    @Test(
        "a sharp knee is found between the bounds, confirmed and checked",
        arguments: [12, 97, 140, 333, 900] as [Double]
    )
    func sharp(capacity: Double) throws {
        let result = try run(.sharp(capacity: capacity), full)
        let (low, high) = (try #require(result.sustained), try #require(result.failing))
        #expect(result.ending == .found)
        #expect(low <= capacity && high > capacity && high / low <= 1.05)
        #expect(result.confirmations == 3)
        #expect(purposes(result).filter { $0 == .check }.count == 1)
        #expect(result.bindingClause == "find p99")
        let interval = try #require(result.interval)
        #expect(interval.low <= low && interval.high ?? 0 >= high)
        #expect(result.spent <= full.budget)
    }

    @Test("after an overload a sound target recovers")
    func recovers() throws {
        let result = try run(.sharp(capacity: 140), full)
        #expect(result.recovery == .recovers)
        #expect(Array(purposes(result).suffix(3)) == [.overload, .recovery, .saturation])
        let low = try #require(result.sustained)
        #expect(result.trials.suffix(3).map(\.trial.rate) == [low * 1.2, low * 0.9, low * 2])
    }

    @Test("what a trial far above the capacity has shown is not asked for again")
    func saturatedBefore() throws {
        // The ramp's 170.9 is more than √2 times what is found.
        let result = try run(.sharp(capacity: 115), full)
        #expect(purposes(result).last == .recovery)
    }

    @Test(
        "saturation bounds nothing, but a pass there leaves no upper limit",
        arguments: [.fail, .unstable, .void(reason: "late"), .inconclusive, .pass]
            as [CapacityTrial.Verdict]
    )
    func saturation(verdict: CapacityTrial.Verdict) throws {
        let result = try run(decidedBy: quick) { trial in
            trial.purpose == .saturation ? verdict : trial.rate > 140 ? .fail : .pass
        }
        #expect(purposes(result).last == .saturation)
        #expect(result.ending == .found && result.recovery == .recovers)
        #expect((result.surelyFailing == nil) == (verdict == .pass))
        #expect(result.sustained ?? 0 <= 140)
    }

    @Test("a recovery comes right after an overload in its own step, and has time to be one")
    func recoveryLeadIn() throws {
        let result = try run(.sharp(capacity: 140), full)
        let low = try #require(result.sustained)
        let trial = try #require(result.trials.first { $0.trial.purpose == .recovery }).trial
        let pieces = trial.profile.pieces
        #expect(pieces.map(\.to) == [low * 1.2, low * 0.9])
        #expect(pieces.map(\.duration) == [.seconds(60), .seconds(120)])
        #expect(trial.length == .seconds(180) && trial.unjudged == .seconds(120))
        let others = result.trials.map(\.trial).filter { $0.purpose != .recovery }
        #expect(others.allSatisfy { $0.profile == .constant($0.rate, for: $0.length) })
        #expect(others.allSatisfy { $0.unjudged == .zero })
    }

    @Test("a metastable target is found out: it stays ill where it was well before")
    func metastable() throws {
        let result = try run(.metastable(capacity: 140), full)
        #expect(result.ending == .found)
        #expect(result.recovery == .doesNotRecover)
    }

    @Test("a target that never fails holds the ceiling, and the capacity has no upper limit")
    func neverFails() throws {
        let result = try run(.neverFails, full)
        #expect(result.ending == .ceilingHolds)
        #expect(result.sustained == 1_000 && result.failing == nil)
        #expect(result.interval?.high == nil)
        #expect(result.confirmations == 3)
        #expect(result.trials.allSatisfy { $0.trial.rate <= 1_000 })
        #expect(result.bindingClause == nil)
    }

    @Test("a target that fails without load is not searched on")
    func alwaysFails() throws {
        let result = try run(.alwaysFails, full)
        #expect(result.ending == .unattainable)
        #expect(purposes(result) == [.baseline])
        #expect(result.sustained == nil && result.interval == nil && !result.isCapacity)
    }

    @Test("a capacity below the ramp's first rate is found all the same")
    func belowRamp() throws {
        let result = try run(.sharp(capacity: 3), full)
        let (low, high) = (try #require(result.sustained), try #require(result.failing))
        #expect(result.ending == .found)
        #expect(low <= 3 && high > 3 && high / low <= 1.05)
    }

    @Test("void trials move no bound: the same capacity is found with and without them")
    func void() throws {
        let plain = try run(.sharp(capacity: 140), full)
        let broken = try run(.void(capacity: 140, trials: [0, 4, 5, 9, 13, 16]), full)
        #expect(broken.ending == .found)
        #expect(broken.sustained == plain.sustained && broken.failing == plain.failing)
        #expect(broken.trials.count > plain.trials.count)
    }

    @Test("a trial that is void three times ends the search with the reason")
    func voidEnd() throws {
        let result = try run(.void(capacity: 140, trials: [4, 5, 6]), full)
        #expect(result.ending == .void(reason: "loop late"))
        #expect(result.trials.count == 7)
        #expect(result.failing == nil && !result.isCapacity)
        #expect(result.sustained != nil)
    }

    @Test("a void overload leaves the capacity and says that recovery was not checked")
    func voidOverload() throws {
        let plain = try run(.sharp(capacity: 140), full)
        let overload = try #require(purposes(plain).firstIndex(of: .overload))
        let result = try run(
            .void(capacity: 140, trials: [overload, overload + 1, overload + 2]),
            full
        )
        #expect(result.ending == .found)
        #expect(result.recovery == .notChecked(because: "loop late"))
    }

    @Test("an inconclusive trial is repeated once at double length and then counts as failed")
    func inconclusive() throws {
        let result = try run(.inconclusive(above: 140), full)
        #expect(result.ending == .found)
        let open = result.trials.filter {
            $0.outcome.verdict == .inconclusive
                && ![.overload, .recovery, .saturation].contains($0.trial.purpose)
        }
        try #require(open.count.isMultiple(of: 2) && !open.isEmpty)
        for index in stride(from: 0, to: open.count, by: 2) {
            let (first, second) = (open[index].trial, open[index + 1].trial)
            #expect(second.rate == first.rate && second.length == first.length * 2)
            #expect(!first.isRepeat && second.isRepeat)
        }
        #expect((result.sustained ?? 0) <= 140 && (result.failing ?? 0) > 140)
        // Undecided failures end the search, but they are no upper limit.
        #expect(result.surelyFailing == nil && result.interval?.high == nil)
    }

    @Test("two trials that lean to a failure are an upper limit, and name what failed")
    func leaning() throws {
        for plan in [full, quick] {
            let result = try run(.leaning(above: 140), plan)
            #expect(result.ending == .found && result.bindingClause == "find p99")
            #expect(result.surelyFailing == result.failing)
            #expect((result.interval?.high ?? 0) > 140)
        }
    }

    @Test("what is rare gets longer trials, up to a minute, but not in the ramp")
    func rare() throws {
        var plan = quick
        plan.rarest = 0.005
        plan.budget = .seconds(3_000)
        let result = try run(.sharp(capacity: 140), plan)
        for trial in result.trials.map(\.trial) {
            switch trial.purpose {
            case .ramp: #expect(trial.length == plan.coarseLength)
            case .bisection, .secondLook:
                let seconds = min(60, max(15, 20 / (0.005 * trial.rate)))
                #expect((trial.length / .seconds(1)) >= seconds - 0.001)
                #expect(trial.length <= .seconds(60))
            default: break
            }
        }
        #expect(result.ending == .found)
    }

    @Test("the interval begins at the rate of the check")
    func oneConfirmation() throws {
        let result = try run(.sharp(capacity: 140), quick)
        let sustained = try #require(result.sustained)
        #expect(result.interval?.low == sustained * quick.checkShare)
        #expect(result.interval?.high == result.failing)
    }

    @Test("a confirmation that fails lowers the upper bound and the search goes on")
    func failedConfirmation() throws {
        let plain = try run(.sharp(capacity: 140), full)
        let first = try #require(purposes(plain).firstIndex(of: .confirmation))
        let result = try run(.unlucky(capacity: 140, trials: [first + 1]), full)
        #expect(result.ending == .found)
        #expect(result.failing == plain.sustained)
        #expect((result.sustained ?? 0) < (plain.sustained ?? 0))
        #expect(result.confirmations == 3)
    }

    @Test("failures by bad luck in the ramp don't hold the capacity down")
    func unluckyRamp() throws {
        // The trial at 22.5 fails: the second look takes that back.
        let once = try run(.unlucky(capacity: 140, trials: [3]), full)
        #expect(once.trials[3].hasFailed && once.trials[3].trial.rate < 30)
        #expect(once.ending == .found && (once.sustained ?? 0) > 130)
        #expect(purposes(once).filter { $0 == .overload }.count == 1)
        // The second look fails too: the overload of what is found below passes.
        let look = try #require(
            once.trials.firstIndex {
                $0.trial.purpose == .secondLook && $0.trial.rate == once.trials[3].trial.rate
            }
        )
        let twice = try run(.unlucky(capacity: 140, trials: [3, look]), full)
        #expect(twice.ending == .found && (twice.sustained ?? 0) > 130)
        #expect(purposes(twice).filter { $0 == .overload }.count == 2)
    }

    @Test("an upper bound that one short trial set is looked at once more, and lifted by a pass")
    func secondLook() throws {
        let plain = try run(.sharp(capacity: 140), full)
        let looks = plain.trials.filter { $0.trial.purpose == .secondLook }
        let ramp = plain.trials.last { $0.trial.purpose == .ramp && !$0.hasFailed }
        #expect(looks.map(\.trial.rate) == [ramp?.trial.rate, plain.failing])
        // The last bisection fails by bad luck: the second look takes that back.
        let index = try #require(
            purposes(plain).lastIndex(of: .bisection).flatMap { last in
                plain.trials[...last].lastIndex {
                    $0.trial.purpose == .bisection && $0.outcome.verdict == .pass
                }
            }
        )
        let result = try run(.unlucky(capacity: 140, trials: [index]), full)
        #expect(result.sustained ?? 0 >= plain.trials[index].trial.rate)
        #expect(result.failing ?? 0 > 140)
    }

    @Test("what only a confirmation can decide is left to the confirmations")
    func undecidedLooks() throws {
        let result = try run(decidedBy: full) { trial in
            guard trial.rate < 140 else { return .fail }
            return [.baseline, .ramp, .confirmation, .check].contains(trial.purpose)
                ? .pass : .inconclusive
        }
        #expect(result.ending == .found)
        let ramp = result.trials.last { $0.trial.purpose == .ramp && !$0.hasFailed }
        #expect(result.sustained == ramp?.trial.rate)
        let looks = result.trials.filter { $0.trial.purpose == .secondLook }
        #expect(looks.count { $0.trial.rate == result.sustained } == 1)
    }

    @Test("a rate that passed once and failed later is within the interval, not beyond it")
    func contradiction() throws {
        let plain = try run(.sharp(capacity: 140), full)
        let first = try #require(purposes(plain).firstIndex(of: .confirmation))
        let result = try run(.unlucky(capacity: 140, trials: [first]), full)
        let doubted = try #require(plain.sustained)
        #expect(result.failing == doubted)
        #expect((result.surelyFailing ?? 0) > doubted)
        #expect(result.interval?.contains(doubted) == true)
    }

    @Test("a confirmation that fails makes only what passed below it the bound, looked at or not")
    func firmness() throws {
        // 80 is looked at a second time, 113 passes and fails its confirmation.
        let result = try run(decidedBy: quick) { trial in
            trial.rate > (trial.purpose == .confirmation ? 100 : 115) ? .fail : .pass
        }
        let looks = result.trials.filter {
            $0.trial.purpose == .secondLook && $0.trial.rate == 80
        }
        #expect(looks.count == 1)
        #expect(result.ending == .found && result.sustained ?? 0 <= 100)
    }

    @Test("what only looks bad without load is not decided, and not called missed")
    func undecided() throws {
        #expect(try run(.leaning(above: 0.1), quick).ending == .undecided)
        #expect(try run(.alwaysFails, quick).ending == .unattainable)
    }

    @Test("a recovery that is void again and again is tried three times at most")
    func voidRecovery() throws {
        let result = try run(decidedBy: full) { trial in
            if trial.purpose == .recovery { return .void(reason: "loop late") }
            return trial.rate > 140 ? .fail : .pass
        }
        #expect(purposes(result).filter { $0 == .recovery }.count == 3)
        #expect(purposes(result).filter { $0 == .overload }.count == 1)
        #expect(result.ending == .found && result.recovery == .notChecked(because: "loop late"))
    }

    @Test("void checks take nothing back that was confirmed")
    func voidCheck() throws {
        let result = try run(decidedBy: full) { trial in
            if trial.purpose == .check { return .void(reason: "loop late") }
            return trial.rate > 140 ? .fail : .pass
        }
        #expect(result.ending == .found && result.confirmations == 3)
    }

    @Test("a target that stays busy before the check keeps what was confirmed")
    func busyBeforeCheck() throws {
        let result = try run(decidedBy: full, isBusyBefore: .check) {
            $0.rate > 140 ? .fail : .pass
        }
        #expect(result.ending == .found && result.confirmations == 3)
        #expect(result.recovery == .notChecked(because: "the target stayed busy"))
    }

    @Test("a target that finds no rest after an overload does not recover")
    func busyBeforeRecovery() throws {
        let result = try run(decidedBy: full, isBusyBefore: .recovery) {
            $0.rate > 140 ? .fail : .pass
        }
        #expect(result.ending == .found && result.confirmations == 3)
        #expect(result.recovery == .doesNotRecover)
    }

    @Test("what overloads alone leave under way counts against the budget", arguments: 1...120)
    func overloadsOverhang(seconds: Int) throws {
        for plan in [quick, full] {
            let result = try run(
                decidedBy: plan,
                overhang: { max($0.rate, $0.leadIn?.rate ?? 0) > 140 ? .seconds(seconds) : .zero },
                { $0.rate > 140 ? .unstable : .pass }
            )
            #expect(result.spent <= plan.budget)
        }
    }

    @Test("what trials leave under way counts against the budget", arguments: 1...120)
    func overhang(seconds: Int) throws {
        for plan in [quick, full] {
            let result = try run(
                decidedBy: plan,
                overhang: { _ in .seconds(seconds) },
                { $0.rate > 140 ? .unstable : .pass }
            )
            #expect(result.spent <= plan.budget)
        }
    }

    @Test("a noisy knee is found within 10 %", arguments: 1...30)
    func noisy(seed: UInt64) throws {
        let result = try run(.noisy(capacity: 140), full, seed: seed)
        #expect(result.ending == .found)
        #expect(((result.sustained ?? 0) / 140 - 1).magnitude < 0.1)
        #expect(result.spent <= full.budget)
    }

    @Test("a target that doesn't come to rest ends the search after the third drain")
    func neverDrains() throws {
        let result = try run(.neverDrains(capacity: 140), full)
        guard case .neverDrained(let rate) = result.ending else {
            Issue.record("ended by \(result.ending)")
            return
        }
        #expect(rate > 140)
        #expect(!result.isCapacity)
        // Three drains to their end after the last trial, 3 s before each other one.
        let drained = result.trials.reduce(result.spent) { $0 - $1.outcome.elapsed }
        #expect(drained == full.drainLimit * 3 + .seconds(3) * (result.trials.count - 1))
    }

    @Test(
        "a quick search fits 12 minutes and finds a capacity, wherever it lies",
        arguments: [0.7, 2, 12, 97, 140, 333, 900, 5_000] as [Double]
    )
    func quickBudget(capacity: Double) throws {
        let result = try run(.sharp(capacity: capacity), quick)
        #expect(result.spent <= .seconds(12 * 60))
        #expect(result.isCapacity && result.confirmations == 1)
        #expect((result.sustained ?? .infinity) <= capacity)
        #expect(result.failing ?? .infinity > capacity)
        if capacity > 10, capacity < 800 {
            #expect((result.failing ?? .infinity) / (result.sustained ?? 1) <= 1.1)
            #expect(result.recovery == .recovers)
        }
    }

    @Test("a short budget leaves the bounds wide and keeps the time to confirm")
    func shortBudget() throws {
        var plan = quick
        plan.rampFactor = 1.5
        plan.budget = .seconds(450)
        let result = try run(.sharp(capacity: 140), plan)
        #expect(result.ending == .found && result.confirmations == 1)
        #expect((result.failing ?? 0) / (result.sustained ?? 1) > plan.precision)
        plan.budget = .seconds(360)
        let open = try run(.sharp(capacity: 140), plan)
        #expect(open.ending == .nothingFailedYet && open.isCapacity)
        #expect(open.failing == nil && open.interval?.high == nil)
        plan.budget = .seconds(60)
        let shorter = try run(.sharp(capacity: 140), plan)
        #expect(shorter.ending == .budgetSpent && !shorter.isCapacity)
    }

    @Test("no target, however nasty, makes a search pass its budget", arguments: 1...40)
    func budget(seed: UInt64) throws {
        var generator = SplitMixGenerator(seed: seed)
        for plan in [quick, full] {
            var search = CapacitySearch(plan)
            var action = search.begin()
            while !action.isFinished {
                let draw = RandomDeviate.uniform(&generator)
                switch action {
                case .run(let trial):
                    let verdicts: [CapacityTrial.Verdict] = [
                        .pass, .pass, .pass, .fail, .unstable, .inconclusive, .void(reason: "x"),
                    ]
                    let verdict = verdicts[Int(draw * 6.99)]
                    action = search.next(
                        after: .judged(CapacityTrial.Outcome(verdict, elapsed: trial.length))
                    )
                case .drain(let limit):
                    action = search.next(
                        after: draw < 0.1 ? .stillBusy(elapsed: limit) : .drained(elapsed: limit)
                    )
                case .finish: break
                }
                let (low, high) = search.bracket
                #expect(low ?? 0 < high ?? .infinity)
            }
            #expect(search.spent <= plan.budget)
        }
    }
}

extension CapacitySearch.Action {
    var isFinished: Bool { if case .finish = self { true } else { false } }
}
