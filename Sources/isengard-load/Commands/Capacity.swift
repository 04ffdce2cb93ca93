import ArgumentParser
import LoadEngine
import LoadModel

/// `isengard-load capacity`: how much do the targets carry within what is promised?
struct Capacity: ParsableCommand {
    enum Profile: String, CaseIterable, ExpressibleByArgument { case quick, full }

    static let configuration = CommandConfiguration(
        abstract: "Search for the largest load at which every promise is kept.",
        discussion: """
            The scenario must say `plan: {kind: capacity}`. The profile quick takes about 12 \
            minutes after the preload, for each size if the plan has several, whatever precision, \
            confirmations and budget are stated. What a trial leaves undecided it takes as it looks.
            """
    )

    @OptionGroup var file: ScenarioFile
    @OptionGroup var cores: SharedCores
    @OptionGroup var results: ResultFiles
    @OptionGroup var outputs: LiveOutputs

    @Option(help: "quick or full; default: the scenario's.")
    var profile: Profile?

    func run() throws {
        try Failure.catching {
            let session = try LoadSession(file, cores.load, outputs, pins: cores.pin)
            guard case .capacity(let search) = session.scenario.plan else {
                Console.complain("\(file.path): plan: states no search; expected kind: capacity")
                throw Failure.badScenario
            }
            let isQuick = (profile ?? (search.profile == .quick ? .quick : .full)) == .quick
            try session.conduct(results) { run in
                try find(run, search, session, isQuick: isQuick)
            }
        }
    }

    /// One of the searches of a plan.
    fileprivate enum Round {
        case only
        case size(Int)
        /// A factor of the stated uploads.
        case uploads(Double)

        /// What follows the names of its steps.
        var suffix: String {
            switch self {
            case .only: ""
            case .size(let studies): ", \(studies) studies"
            case .uploads(let factor): ", uploads \(Quantity.text(factor, .factor))"
            }
        }
    }

    /// In their order: what is said of the whole is said of the last.
    private static func rounds(_ search: Scenario.Search, _ preloads: [Int]) -> [Round] {
        if preloads.count > 1 { return preloads.map { .size($0) } }
        guard !search.uploads.isEmpty else { return [.only] }
        return (search.uploads.filter { $0 != 1 } + [1]).map { .uploads($0) }
    }

    private func find(
        _ run: LoadRun,
        _ search: Scenario.Search,
        _ session: LoadSession,
        isQuick: Bool
    ) throws -> RunReport {
        let rounds = Self.rounds(search, session.scenario.preloads)
        var steps: [StepReport] = []
        var found: (report: CapacityReport, ending: CapacityResult.Ending?)?
        var failure: String?
        for (place, round) in rounds.enumerated() where !session.stop.isRunStopped {
            do {
                try Self.prepare(run, round, isFirst: place == 0, session.scenario)
            } catch {
                // What the searches before showed is not lost for it.
                failure = "search \(place + 1)\(round.suffix): \(error)"
                break
            }
            let scenario = run.workload.scenario
            let plan = plan(search, scenario, isQuick: isQuick)
            var capacity = CapacityRun(run, plan, leans: isQuick, stop: session.stop)
            let result = try capacity.find()
            var report = CapacityReport(
                result,
                of: scenario,
                profile: isQuick ? "quick" : "full",
                findings: CapacityFindings(capacity.steps, blindSpots: session.blindSpots)
            )
            report.take(found?.report, round, scenario)
            found = (report, result?.ending)
            steps += capacity.steps.map { step in
                var step = step
                step.label += round.suffix
                return step
            }
        }
        var verdict =
            found.map { RunVerdict.of($0.report, $0.ending).including(wrongIn: steps) }
            ?? RunVerdict.of(steps, wasStopped: true)
        if let failure {
            let sentence = "Not all searches could be made. \(verdict.sentence)"
            verdict = RunVerdict(.inconclusive, sentence, reasons: verdict.reasons + [failure])
        }
        return RunReport(
            identity: session.identity,
            verdict: verdict,
            steps: steps,
            capacity: found?.report
        )
    }

    private static func prepare(
        _ run: LoadRun,
        _ round: Round,
        isFirst: Bool,
        _ stated: Scenario
    ) throws {
        switch round {
        case .only: break
        case .size(let studies): if !isFirst { try run.grow(to: studies) }
        case .uploads(let factor): try run.change(to: stated.offering(uploads: factor))
        }
    }

    /// Arrivals that a baseline should see. Our choice: enough for a median.
    private static let baselineArrivals = 40.0

    private func plan(
        _ search: Scenario.Search,
        _ scenario: Scenario,
        isQuick: Bool
    ) -> CapacityPlan {
        let first = min(search.start, search.limit)
        var plan =
            isQuick
            ? CapacityPlan.quick(firstRate: first, ceiling: search.limit, demand: 1)
            : CapacityPlan.full(firstRate: first, ceiling: search.limit, demand: 1)
        let seconds = plan.baselineLength / .seconds(1)
        let seen = Self.baselineArrivals / max(scenario.arrivalRate * seconds, 1e-9)
        plan.baselineRate = min(first, max(plan.baselineRate, seen))
        guard !isQuick else {
            plan.rarest = scenario.rarestBound
            return plan
        }
        plan.precision = 1 + search.precision
        plan.confirmations = search.confirm.runs
        plan.confirmationLength = search.confirm.each
        plan.budget = search.budget
        return plan
    }
}

extension CapacityReport {
    /// Takes over what the searches before found, and adds its own.
    fileprivate mutating func take(
        _ earlier: CapacityReport?,
        _ round: Capacity.Round,
        _ scenario: Scenario
    ) {
        sizes = earlier?.sizes ?? []
        mixes = earlier?.mixes ?? []
        switch round {
        case .only: break
        case .size(let studies): sizes.append(Size(studies: studies, found: finding))
        case .uploads(let factor):
            let uploads = scenario.traffic.filter(\.isUpload).reduce(0) {
                $0 + scenario.meanRate(of: $1)
            }
            let mix = Mix(
                uploads: factor,
                uploadRate: uploads,
                otherRate: scenario.arrivalRate - uploads,
                found: finding
            )
            mixes = (mixes + [mix]).sorted { $0.uploads < $1.uploads }
        }
    }
}
