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
            minutes and says so in its report.
            """
    )

    @OptionGroup var file: ScenarioFile
    @OptionGroup var results: ResultFiles

    @Option(help: "quick or full; default: the scenario's.")
    var profile: Profile?

    @Flag(name: .shortAndLong, help: "Print the verdict only.")
    var quiet = false

    func run() throws {
        try Failure.catching {
            let session = try LoadSession(file, isQuiet: quiet)
            guard case .capacity(let search) = session.scenario.plan else {
                Console.complain("\(file.path): plan: states no search; expected kind: capacity")
                throw Failure.badScenario
            }
            let isQuick = (profile ?? (search.profile == .quick ? .quick : .full)) == .quick
            var found: CapacityResult?
            var steps: [StepReport] = []
            try session.load { run in
                var capacity = CapacityRun(run, plan(search, isQuick: isQuick), stop: session.stop)
                defer { steps = capacity.steps }
                found = try capacity.find()
            }
            let report = CapacityReport(
                found,
                of: session.scenario,
                profile: isQuick ? "quick" : "full"
            )
            let verdict = RunVerdict.of(report, found?.ending)
            try session.finish(
                RunReport(
                    identity: session.identity,
                    verdict: verdict,
                    steps: steps,
                    capacity: report
                ),
                results
            )
        }
    }

    private func plan(_ search: Scenario.Search, isQuick: Bool) -> CapacityPlan {
        let first = min(search.start, search.limit)
        var plan =
            isQuick
            ? CapacityPlan.quick(firstRate: first, ceiling: search.limit, demand: 1)
            : CapacityPlan.full(firstRate: first, ceiling: search.limit, demand: 1)
        guard !isQuick else { return plan }
        plan.precision = 1 + search.precision
        plan.confirmations = search.confirm.runs
        plan.confirmationLength = search.confirm.each
        plan.budget = search.budget
        return plan
    }
}
