import ArgumentParser
import LoadEngine
import LoadModel

/// `isengard-load capacity`: how much do the targets carry within what is promised?
struct Capacity: ParsableCommand {
    enum Profile: String, CaseIterable, ExpressibleByArgument { case quick, full }

    static let configuration = CommandConfiguration(
        abstract: "Search for the largest load at which every promise is kept.",
        discussion: """
            The scenario must say `plan: {kind: capacity}`. The profile quick takes at most 12 \
            minutes after the preload, for each size if the plan has several, whatever precision, \
            confirmations and budget are stated. What a trial leaves undecided it takes as it looks.
            """
    )

    @OptionGroup var file: ScenarioFile
    @OptionGroup var cores: LoadCores
    @OptionGroup var results: ResultFiles
    @OptionGroup var outputs: LiveOutputs

    @Option(help: "quick or full; default: the scenario's.")
    var profile: Profile?

    func run() throws {
        try Failure.catching {
            let session = try LoadSession(file, cores, outputs)
            guard case .capacity(let search) = session.scenario.plan else {
                Console.complain("\(file.path): plan: states no search; expected kind: capacity")
                throw Failure.badScenario
            }
            let isQuick = (profile ?? (search.profile == .quick ? .quick : .full)) == .quick
            let plan = plan(search, session.scenario, isQuick: isQuick)
            try session.conduct(results) { run in
                try find(run, plan, session, isQuick: isQuick)
            }
        }
    }

    /// One search at each size of the preload; what is said of the whole is said of the last.
    private func find(
        _ run: LoadRun,
        _ plan: CapacityPlan,
        _ session: LoadSession,
        isQuick: Bool
    ) throws -> RunReport {
        let sizes = session.scenario.preloads
        var steps: [StepReport] = []
        var found: (report: CapacityReport, ending: CapacityResult.Ending?)?
        var failure: String?
        for (place, studies) in sizes.enumerated() where !session.stop.isRunStopped {
            do {
                if place > 0 { try run.grow(to: studies) }
            } catch {
                // What smaller sizes showed is not lost for it.
                failure = "\(studies) studies: \(error)"
                break
            }
            var capacity = CapacityRun(run, plan, leans: isQuick, stop: session.stop)
            let result = try capacity.find()
            var report = CapacityReport(
                result,
                of: session.scenario,
                profile: isQuick ? "quick" : "full",
                findings: CapacityFindings(capacity.steps, blindSpots: session.blindSpots)
            )
            if sizes.count > 1 {
                report.sizes = (found?.report.sizes ?? []) + [report.size(studies: studies)]
            }
            found = (report, result?.ending)
            steps += capacity.steps.map { step in
                var step = step
                if sizes.count > 1 { step.label += ", \(studies) studies" }
                return step
            }
        }
        var verdict =
            found.map { RunVerdict.of($0.report, $0.ending).including(wrongIn: steps) }
            ?? RunVerdict.of(steps, wasStopped: true)
        if let failure {
            let sentence = "Not all sizes could be searched. \(verdict.sentence)"
            verdict = RunVerdict(.inconclusive, sentence, reasons: verdict.reasons + [failure])
        }
        return RunReport(
            identity: session.identity,
            verdict: verdict,
            steps: steps,
            capacity: found?.report
        )
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
