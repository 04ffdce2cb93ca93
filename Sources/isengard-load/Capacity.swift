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
            let plan = plan(search, session.scenario, isQuick: isQuick)
            try session.conduct(results) { run in
                var capacity = CapacityRun(run, plan, stop: session.stop)
                let found = try capacity.find()
                let report = CapacityReport(
                    found,
                    of: session.scenario,
                    profile: isQuick ? "quick" : "full"
                )
                return RunReport(
                    identity: session.identity,
                    verdict: RunVerdict.of(report, found?.ending),
                    steps: capacity.steps,
                    capacity: report
                )
            }
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
        let rate = scenario.traffic.reduce(0) { $0 + scenario.meanRate(of: $1) }
        let seconds = plan.baselineLength / .seconds(1)
        let seen = Self.baselineArrivals / max(rate * seconds, 1e-9)
        plan.baselineRate = min(first, max(plan.baselineRate, seen))
        guard !isQuick else { return plan }
        plan.precision = 1 + search.precision
        plan.confirmations = search.confirm.runs
        plan.confirmationLength = search.confirm.each
        plan.budget = search.budget
        return plan
    }
}
