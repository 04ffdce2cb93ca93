import ArgumentParser
import LoadModel
import LoadReport

/// `isengard-load compare`: do two builds or servers differ?
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare two builds or servers by the JSON reports of repeated runs of each.",
        discussion: """
            Runs must be interleaved (A, B, A, B, …), four or more of each; fewer than three of \
            each are never judged. Ends with 1 when something is clearly worse by more than \
            --regression, with 3 when all runs of a side are void, and with 2 when the reports \
            can't be compared; without --regression with 0.
            """
    )

    @Option(name: .long, parsing: .upToNextOption, help: "Reports of the one build, as JSON.")
    var baseline: [String] = []

    @Option(name: .long, parsing: .upToNextOption, help: "Reports of the other build, as JSON.")
    var candidate: [String] = []

    @Argument(help: "Two reports instead, baseline first: their figures, not decided.")
    var reports: [String] = []

    @Option(name: .customLong("run"), help: "Or: a scenario that is run at both targets in turn.")
    var scenario: String?

    @Option(name: .long, help: "With --run: A=URL, then B=URL.")
    var target: [String] = []

    @Option(name: .long, help: "With --run: runs of each target, from 1 to 50.")
    var pairs = 4

    @Option(name: .long, help: "With --run: a folder for each run's reports.")
    var out: String?

    @OptionGroup var gate: ComparisonGate

    @Flag(name: .long, help: "Compare although the scenarios differ.")
    var force = false

    /// Most reports a side. Our choice: the exact test's tables grow with their square.
    private static let most = 50

    func validate() throws {
        guard scenario == nil else {
            guard reports.isEmpty, baseline.isEmpty, candidate.isEmpty else {
                throw ValidationError("--run makes its own reports")
            }
            _ = try PairedRuns.urls(target)
            guard (1...Self.most).contains(pairs) else {
                throw ValidationError("--pairs \(pairs): expected 1 to \(Self.most)")
            }
            return
        }
        let isPair = baseline.isEmpty && candidate.isEmpty && reports.count == 2
        let isGroups = reports.isEmpty && !baseline.isEmpty && !candidate.isEmpty
        guard isPair || isGroups else {
            throw ValidationError(
                "expected --baseline A.json … --candidate B.json …, or two reports"
            )
        }
        guard max(baseline.count, candidate.count) <= Self.most else {
            throw ValidationError("at most \(Self.most) reports a side")
        }
    }

    func run() throws {
        try Failure.catching {
            if let scenario {
                let runs = try PairedRuns(scenario, PairedRuns.urls(target), out)
                let (first, second) = try runs.run(pairs)
                let share = gate.share
                try gate.judge(
                    BuildComparison(baseline: first, candidate: second, confidence: share)
                )
                // Runs lack: that nothing got worse isn't said.
                if gate.regression != nil, StopSignals.isStopped { throw ExitCode(1) }
                return
            }
            let isPair = reports.count == 2
            let first = try (isPair ? [reports[0]] : baseline).map(Self.figures)
            let second = try (isPair ? [reports[1]] : candidate).map(Self.figures)
            try Self.refuseRepeats(first + second)
            try refuseOthers(first + second)
            try gate.judge(
                BuildComparison(baseline: first, candidate: second, confidence: gate.share)
            )
        }
    }

    /// One at a time: a report with its distributions may take hundreds of megabytes.
    private static func figures(_ path: String) throws -> RunFigures {
        do {
            let report = try RunReport(json: Files.read(path, limitBytes: Report.limitBytes))
            return RunFigures(report, name: path)
        } catch let error as ReportError {
            Console.complain("isengard-load: \(path): \(error)")
            throw Failure.badScenario
        }
    }

    /// One run counted twice would look like two that agree.
    private static func refuseRepeats(_ runs: [RunFigures]) throws {
        for (place, run) in runs.enumerated() {
            guard let other = runs[..<place].first(where: { $0.isSameRun(as: run) }) else {
                continue
            }
            Console.complain("isengard-load: \(other.name) and \(run.name) are the same run")
            throw Failure.badScenario
        }
    }

    private func refuseOthers(_ runs: [RunFigures]) throws {
        for run in runs.dropFirst() {
            guard let difference = RunLikeness.difference(of: run, from: runs[0]) else { continue }
            Console.complain("isengard-load: \(difference)")
            guard force else {
                Console.complain("isengard-load: not compared; --force compares all the same")
                throw Failure.badScenario
            }
            return
        }
    }
}
