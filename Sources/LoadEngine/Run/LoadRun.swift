internal import Basics
package import LoadModel

/// One scenario from its first request to its verdict.
///
/// Targets are asked whether they can be used, filled with what they lack, loaded step by step, and
/// freed of what was uploaded.
package final class LoadRun {
    /// What is going on, for a console.
    package enum Event: Sendable {
        case preloading(target: String, PreloadProgress)
        case began(label: String, factor: Double, RateProfile)
        /// Of a search: the highest load that held and the lowest that didn't, so far.
        case bracket(low: Double?, high: Double?)
        /// About twice a second.
        case running(label: String, elapsed: Duration, StepResult)
        case ended(StepReport)
        case removed(studies: Int, failed: Int)
    }

    package private(set) var workload: Workload
    private let targets: [TargetSettings]
    private let cores: [Int?]
    private let judge: StepJudge
    private let stop: StopSwitch
    /// What this generator does of a run that several share.
    private let share: WorkerSlice
    let tell: (Event) -> Void
    /// Looks at the target's parts meanwhile; nil: nothing is observed. Its owner closes it.
    package var observatory: Observatory?
    private var engine: Engine?
    private var step = 0
    /// Of each step: its profile, which tells how much was uploaded.
    private var profiles: [RateProfile] = []
    /// Steps whose uploads are deleted already.
    private var cleaned = 0
    /// Studies that each target has acknowledged since then, by its name.
    private var acknowledged: [String: Int] = [:]
    /// Studies that were acknowledged and not there when they were to be deleted.
    package private(set) var lost = 0

    package init(
        _ workload: Workload,
        targets: [TargetSettings],
        cores: [Int?],
        stop: StopSwitch,
        share: WorkerSlice = .whole,
        tell: @escaping (Event) -> Void
    ) {
        self.workload = workload
        self.targets = targets
        self.cores = cores
        self.stop = stop
        self.share = share
        self.tell = tell
        judge = StepJudge(workload.scenario)
    }

    private var scenario: Scenario { workload.scenario }

    // MARK: Before

    /// Asks every target whether it can be used, and fills those that are to be filled.
    ///
    /// - Parameter fills: Whether what lacks is uploaded; otherwise it is an error.
    package func prepare(fills: Bool = true) throws(LoadError) {
        for (place, target) in scenario.targets.enumerated() {
            try Chores.probe(targets[place], path: probePath(of: target), name: target.name)
        }
        for name in scenario.corpus.preload.targets where workload.shelf.studies > 0 {
            guard let place = scenario.targets.firstIndex(where: { $0.name == name }) else {
                continue
            }
            guard fills else {
                try Chores.look(for: workload.shelf, in: targets[place], name: name)
                continue
            }
            let (stop, tell) = (stop, tell)
            try Chores.preload(
                workload.shelf,
                into: targets[place],
                name: name,
                isStopped: { stop.isRunStopped },
                report: { tell(.preloading(target: name, $0)) }
            )
        }
    }

    /// Deletes what was uploaded so far, so that trials of a search meet the same database and a
    /// long one doesn't fill its disk.
    package func sweep() throws(LoadError) { try deleteUploads(isToTell: false) }

    /// Deletes what was uploaded so far and goes on with a larger preload. A stop meanwhile ends
    /// the run, and what was uploaded is deleted all the same.
    package func grow(to studies: Int) throws(LoadError) {
        try deleteUploads()
        workload = Workload(scenario, workload.shelf.of(studies: studies))
        try prepare()
    }

    /// Deletes what was uploaded so far and goes on with other rates of the same traffic.
    package func change(to scenario: Scenario) throws(LoadError) {
        try deleteUploads()
        workload = Workload(scenario, workload.shelf)
    }

    /// A server of which only fixed paths are asked needs to know no other.
    private func probePath(of target: Scenario.Target) -> String {
        var path: String?
        for entry in scenario.traffic where entry.target == target.name {
            guard case .operation(let operation) = entry.work, operation.kind.name == "get" else {
                return "/system"
            }
            path = path ?? operation.path
        }
        return path ?? "/system"
    }

    // MARK: Steps

    /// Loads the targets for one step and judges it.
    ///
    /// - Parameters:
    ///   - profile: Factors of the stated load.
    ///   - aborts: Ends the step early once its targets can't keep up or a promise is surely
    ///     broken.
    ///   - warmUp: What is left out of the latter.
    ///   - unjudged: At its beginning; promises may be broken meanwhile.
    package func run(
        _ profile: RateProfile,
        label: String,
        factor: Double,
        aborts: Bool = false,
        warmUp: Duration = .seconds(60),
        unjudged: Duration = .zero
    ) throws(LoadError) -> StepReport {
        let engine = try readyEngine()
        stop.beginStep()
        tell(.began(label: label, factor: factor, profile))
        let plans = (0..<engine.loops).map { loop in
            workload.plan(profile, step: step, slice: share.part(loop, of: engine.loops))
        }
        step += 1
        profiles.append(profile)
        let judged: (StepResult) -> StepReport = { [judge] in
            judge.report($0, label: label, factor: factor, unjudged: unjudged)
        }
        let ends = StepWatch.Ends(warmUp: warmUp, judge: judge, report: judged)
        var watch = StepWatch(aborts ? ends : nil)
        var stoppedAt: Duration?
        observatory?.begin(for: plans[0].duration)
        let look: (StepResult) -> Void = { [tell, stop, observatory] result in
            let told = watch.look(at: result)
            if stop.isStopped {
                observatory?.cut()
                stoppedAt = stoppedAt ?? watch.latest
            }
            if let told { tell(.running(label: label, elapsed: told, result)) }
            if watch.isToEnd { stop.stopStep() }
        }
        var result = try engine.run(plans, unjudged: unjudged, progress: look)
        note(result)
        // What is waited for after a stop is no part of the step.
        if let stoppedAt { result.duration = min(result.duration, stoppedAt) }
        var report = judged(result)
        report.resources = observatory?.end() ?? []
        // The target had no time to show how far its queue would have grown.
        if watch.isHopeless, ![.void, .fail].contains(report.state) { report.state = .unstable }
        if let failure = watch.failure { report.fail(as: failure.report, for: failure.broken) }
        // A search keeps all its steps.
        report.result.compact()
        tell(.ended(report))
        return report
    }

    private func note(_ result: StepResult) {
        for entry in scenario.traffic where entry.isUpload {
            let operation = result.operations.first { $0.name == entry.name }
            acknowledged[entry.target, default: 0] += operation?.outcomes[.correct] ?? 0
        }
    }

    private func readyEngine() throws(LoadError) -> Engine {
        if let engine { return engine }
        let stop = stop
        let made = try Engine(
            targets: targets,
            names: workload.names,
            cores: cores,
            isStopped: { stop.isStopped }
        )
        engine = made
        return made
    }

    // MARK: After

    /// Deletes what the run has uploaded, if the scenario asks for it. A stop meanwhile ends that.
    package func cleanUp() throws(LoadError) {
        stop.beginCleanUp()
        try deleteUploads()
    }

    /// - Parameter isToTell: Whether deletions are told, and not what failed alone.
    private func deleteUploads(isToTell: Bool = true) throws(LoadError) {
        guard scenario.cleanup == .deleteUploaded else { return }
        let stop = stop
        var total = Chores.Removed()
        for (place, target) in scenario.targets.enumerated() {
            let studies = uploads(to: target.name)
            let removed = try Chores.remove(
                studies,
                from: targets[place],
                isStopped: { stop.isCleanUpStopped }
            )
            total.gone += removed.gone
            total.failed += removed.failed
            // What was sent again is there once.
            let again = studies.count - Set(studies).count
            let kept = (acknowledged.removeValue(forKey: target.name) ?? 0) - again
            lost += max(0, kept - removed.gone - removed.failed)
        }
        // What failed is tried again the next time: a target may be ill after an overload.
        if total.failed == 0 { cleaned = profiles.count }
        if total.failed > 0 || isToTell && total.gone > 0 {
            tell(.removed(studies: total.gone, failed: total.failed))
        }
    }

    private func uploads(to target: String) -> [String] {
        var studies: [String] = []
        // What a closed loop has begun is told of all its workers together.
        let slices =
            scenario.closedLoop == nil
            ? (0..<cores.count).map { share.part($0, of: cores.count) } : [.whole]
        for entry in scenario.traffic where entry.target == target {
            guard case .operation(let operation) = entry.work, operation.kind.isUpload else {
                continue
            }
            for (step, profile) in profiles.enumerated().dropFirst(cleaned) {
                for slice in slices {
                    studies += workload.uploads(of: entry, profile, step: step, slice: slice)
                }
            }
        }
        return studies
    }
}
