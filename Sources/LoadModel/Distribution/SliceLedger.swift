internal import Basics

/// Compares what the workers of a step have recorded with what was theirs by the schedule.
///
/// What was due and nobody recorded was never sent: a worker is lost, or ended before its time.
struct SliceLedger {
    private let scenario: Scenario
    private let slice: RunSlice
    private let step: Int
    private let names: [String]

    /// - Parameter names: Of the step's operations.
    init(_ scenario: Scenario, step: Int, _ slice: RunSlice, _ names: [String]) {
        self.scenario = scenario
        self.slice = slice
        self.step = step
        self.names = names
    }

    /// Adds what was never sent to `result`.
    ///
    /// - Parameter totals: By worker and operation, all that were accounted for.
    /// - Returns: A check that isn't met for each worker that has recorded another number than was
    ///   due, and one of all arrivals together.
    func settle(
        _ totals: [Int: [Int]],
        in result: inout StepResult
    ) throws(MergeError) -> (unsent: [ValidityCheck], books: ValidityCheck) {
        var lacking = [Int](repeating: 0, count: slice.worker.count)
        var beyond = lacking
        var (all, recorded) = (0, 0)
        for place in scenario.traffic.indices {
            let operation = try operation(scenario.traffic[place].name)
            let due = counts(of: place)
            var deficits = [Int](repeating: 0, count: due.count)
            for worker in due.indices {
                let seen = totals[worker]?[operation] ?? 0
                deficits[worker] = max(0, due[worker] - seen)
                lacking[worker] += deficits[worker]
                beyond[worker] += max(0, seen - due[worker])
                all += due[worker]
                recorded += seen
            }
            leave(deficits, of: due, place, in: &result)
        }
        let books = ValidityCheck(
            .books,
            "arrivals that the workers recorded",
            value: "\(recorded)",
            limit: "\(all)",
            isMet: recorded == all
        )
        return (checks(totals, lacking, beyond), books)
    }

    private func checks(
        _ totals: [Int: [Int]],
        _ lacking: [Int],
        _ beyond: [Int]
    ) -> [ValidityCheck] {
        lacking.indices.compactMap { worker in
            let isLost = totals[worker] == nil
            guard isLost || lacking[worker] + beyond[worker] > 0 else { return nil }
            let what =
                isLost
                ? "no result, arrivals never sent"
                : beyond[worker] > 0 ? "arrivals that were not its own" : "arrivals never recorded"
            return ValidityCheck(
                .generator,
                "worker \(worker): \(what)",
                value: "\(beyond[worker] > 0 ? beyond[worker] : lacking[worker])",
                limit: "0",
                isMet: false
            )
        }
    }

    private func operation(_ name: String) throws(MergeError) -> Int {
        guard let place = names.firstIndex(of: name) else {
            throw MergeError("the results lack the operation \(name) of their scenario")
        }
        return place
    }

    private func worker(of index: UInt64) -> Int {
        Int(index % UInt64(slice.worker.count * slice.loops)) / slice.loops
    }

    /// By worker: arrivals of one entry. Walks them all: ``Scenario/mostArrivals`` limits them.
    private func counts(of place: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: slice.worker.count)
        for arrival in scenario.arrivals(of: place, scenario.profile, step: step) {
            counts[worker(of: arrival.index)] += 1
        }
        return counts
    }

    /// Counts the last arrivals of each worker, as many as it lacks, as never sent; of a session
    /// its marks too.
    private func leave(
        _ deficits: [Int],
        of due: [Int],
        _ place: Int,
        in result: inout StepResult
    ) {
        guard deficits.contains(where: { $0 > 0 }) else { return }
        let kinds = kinds(of: scenario.traffic[place])
        var seen = [Int](repeating: 0, count: due.count)
        for arrival in scenario.arrivals(of: place, scenario.profile, step: step) {
            let worker = worker(of: arrival.index)
            seen[worker] += 1
            guard seen[worker] > due[worker] - deficits[worker] else { continue }
            for kind in kinds { result.operations[kind].leave(arrival.due) }
        }
    }

    /// What one arrival is counted as.
    private func kinds(of entry: Scenario.Traffic) -> [Int] {
        var kinds = [entry.name]
        if case .session(let name) = entry.work, let session = scenario.session(named: name) {
            kinds += session.marks.map { "\(entry.name).\($0)" }
        }
        return kinds.compactMap(names.firstIndex)
    }
}

extension OperationResult {
    /// One that was due and never sent.
    fileprivate mutating func leave(_ due: Duration) {
        outcomes[.unsent] += 1
        blocks.at(millisecond: Int(due.milliseconds)) { block in
            block.due += 1
            block.bad += 1
        }
    }
}
