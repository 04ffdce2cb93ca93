/// Makes one report of those of all workers of a run.
///
/// Exact: distributions are added bucket by bucket, blocks by their time, counts as they are. What
/// is said of the whole is judged again, by the scenario that the reports hold.
package struct RunMerge {
    private var first: (name: String, identity: RunIdentity, slice: RunSlice)?
    /// By worker.
    private var names: [Int: String] = [:]
    private var facts: [Int: [RunIdentity.Fact]] = [:]
    private var steps: [MergedStep] = []

    package init() {}

    /// Takes one worker's report, in any order.
    ///
    /// - Parameter name: Of its file, for errors.
    /// - Throws: ``MergeError`` when it is none, or not of the run of those before it.
    package mutating func add(_ report: RunReport, from name: String) throws(MergeError) {
        guard let slice = report.identity.slice else {
            throw MergeError("\(name): not the result of a worker")
        }
        try compare(report.identity, slice, name)
        let worker = slice.worker.index
        if let other = names[worker] {
            throw MergeError("\(name): worker \(worker) again, whose result is \(other)")
        }
        for (place, step) in report.steps.enumerated() {
            if place == steps.count { steps.append(MergedStep(step)) }
            try steps[place].add(step, of: worker, from: name)
        }
        first = first ?? (name, report.identity, slice)
        names[worker] = name
        facts[worker] = report.identity.facts
    }

    private func compare(
        _ identity: RunIdentity,
        _ slice: RunSlice,
        _ name: String
    ) throws(MergeError) {
        guard let first else { return }
        let differences = [
            ("scenario", identity.scenario != first.identity.scenario),
            ("name", identity.name != first.identity.name),
            ("seed", identity.seed != first.identity.seed),
            ("number of the run", slice.run != first.slice.run),
            ("start", slice.start != first.slice.start),
            ("number of workers", slice.worker.count != first.slice.worker.count),
            ("number of loops", slice.loops != first.slice.loops),
        ]
        guard let found = differences.first(where: \.1) else { return }
        throw MergeError("\(name): another \(found.0) than in \(first.name)")
    }

    // MARK: The whole

    /// The report of the whole run.
    ///
    /// - Parameter allowsMissing: Goes on without some workers: what they had to do counts as
    ///   never sent, and the steps are void.
    /// - Throws: ``MergeError``; ``ScenarioError`` when the reports' scenario can't be read.
    package func merged(allowsMissing: Bool) throws -> RunReport {
        guard let (_, identity, slice) = first else { throw MergeError("no results to merge") }
        let missing = (0..<slice.worker.count).filter { names[$0] == nil }
        guard missing.isEmpty || allowsMissing else {
            let list = missing.map(String.init).joined(separator: ", ")
            throw MergeError(
                "results of \(missing.count) of \(slice.worker.count) workers lack: \(list); with "
                    + "--allow-missing what they had to do counts as never sent"
            )
        }
        let (scenario, repeats) = try scenario(of: identity)
        var reports: [StepReport] = []
        for (place, step) in steps.enumerated() {
            reports.append(try step.report(of: scenario, step: place, slice))
        }
        var verdict = RunVerdict.of(reports, wasStopped: steps.count < repeats)
        let outliers = WorkerOutliers(steps)
        verdict.reasons += outliers.reasons
        var whole = identity
        whole.slice = nil
        whole.facts = commonFacts(slice, missing) + outliers.facts
        return RunReport(identity: whole, verdict: verdict, steps: reports)
    }

    private func scenario(of identity: RunIdentity) throws -> (Scenario, repeats: Int) {
        var scenario = try ScenarioReader.read(text: identity.scenario, name: identity.name)
        scenario.corpus.seed = identity.seed
        guard case .fixed(let repeats) = scenario.plan, scenario.closedLoop == nil else {
            throw MergeError("the scenario is none that workers can share")
        }
        guard steps.count <= repeats else {
            throw MergeError("more steps than the scenario's plan has")
        }
        return (scenario, repeats)
    }

    /// What all workers say of themselves; where they differ, who says what.
    private func commonFacts(_ slice: RunSlice, _ missing: [Int]) -> [RunIdentity.Fact] {
        var order: [String] = []
        var values: [String: [(value: String, workers: [Int])]] = [:]
        for worker in facts.keys.sorted() {
            for fact in facts[worker] ?? [] {
                if values[fact.name] == nil { order.append(fact.name) }
                var known = values[fact.name] ?? []
                if let place = known.firstIndex(where: { $0.value == fact.value }) {
                    known[place].workers.append(worker)
                } else {
                    known.append((fact.value, [worker]))
                }
                values[fact.name] = known
            }
        }
        let workers = RunIdentity.Fact(
            "workers",
            "\(slice.worker.count - missing.count) of \(slice.worker.count), loops each: "
                + "\(slice.loops)"
        )
        return [workers]
            + order.map { name in
                let known = values[name] ?? []
                guard known.count > 1 else { return .init(name, known.first?.value ?? "") }
                let parts = known.map { "\($0.value) (worker \(Self.list($0.workers)))" }
                return .init(name, parts.joined(separator: "; "))
            }
    }

    private static func list(_ workers: [Int]) -> String {
        var unique: [Int] = []
        for worker in workers where unique.last != worker { unique.append(worker) }
        return unique.map(String.init).joined(separator: ", ")
    }
}
