internal import Histogram

/// How far the service times of each worker lie from those of the others, operation by operation:
/// a worker far off has a bad machine, or a bad way to the target.
struct WorkerOutliers {
    private struct Distance {
        let operation: String
        let worker: Int
        let gap: KolmogorovDistance
        /// Of two workers nobody can say which is wrong.
        let isOfTwo: Bool
    }

    /// The greatest of each operation over all steps.
    private var greatest: [Distance] = []
    private var outliers: [Distance] = []

    init(_ steps: [MergedStep]) {
        for step in steps {
            for (place, operation) in step.operations.enumerated() {
                note(step, place, operation.name)
            }
        }
    }

    /// The farthest is left out before the others are judged: it would make all look wrong.
    private mutating func note(_ step: MergedStep, _ place: Int, _ name: String) {
        var workers = step.parts.keys.sorted().filter {
            !(step.parts[$0]?.service[place].entries.isEmpty ?? true)
        }
        var distances = Self.distances(step, place, name, workers)
        noteGreatest(distances)
        while let far = distances.max(by: { $0.gap.distance < $1.gap.distance }),
            !far.isOfTwo, far.gap.isOutlier
        {
            outliers.append(far)
            workers.removeAll { $0 == far.worker }
            distances = Self.distances(step, place, name, workers)
        }
    }

    private mutating func noteGreatest(_ distances: [Distance]) {
        guard let far = distances.max(by: { $0.gap.distance < $1.gap.distance }) else { return }
        let known = greatest.firstIndex { $0.operation == far.operation }
        if let known {
            if greatest[known].gap.distance < far.gap.distance { greatest[known] = far }
        } else {
            greatest.append(far)
        }
    }

    /// Of every worker against all others together.
    private static func distances(
        _ step: MergedStep,
        _ operation: Int,
        _ name: String,
        _ workers: [Int]
    ) -> [Distance] {
        let parts = workers.compactMap { worker in
            step.parts[worker].map { (worker, $0.service[operation]) }
        }
        guard parts.count > 1 else { return [] }
        var all = Latencies.times
        for (_, service) in parts { all.add(service) }
        let sum = SparseCounts(all)
        return parts.compactMap { worker, part in
            var (own, others) = (Latencies.times, Latencies.times)
            own.add(part)
            others.add(sum.without(part))
            return KolmogorovDistance(own, others).map {
                Distance(operation: name, worker: worker, gap: $0, isOfTwo: parts.count == 2)
            }
        }
    }

    /// One line an operation that more than one worker did.
    var facts: [RunIdentity.Fact] {
        greatest.map { far in
            let who = far.isOfTwo ? "between two workers" : "worker \(far.worker) to the others"
            return RunIdentity.Fact(
                "service times of \(far.operation)",
                "Kolmogorov distance at most \(Self.figure(far.gap.distance)), \(who)"
            )
        }
    }

    /// Which workers measure something else than the others.
    var reasons: [String] {
        outliers.map { far in
            let limit = max(far.gap.limit, KolmogorovDistance.outlierDistance)
            return "worker \(far.worker) differs from the others in the service times of "
                + "\(far.operation): Kolmogorov distance \(Self.figure(far.gap.distance)), limit "
                + Self.figure(limit)
        }
    }

    private static func figure(_ value: Double) -> String {
        "\((value * 1000).rounded() / 1000)"
    }
}

extension SparseCounts {
    /// What is left without `part`, which is a part of it.
    func without(_ part: SparseCounts) -> SparseCounts {
        var left: [Entry] = []
        var place = 0
        for entry in entries {
            while place < part.entries.count, part.entries[place].value < entry.value { place += 1 }
            var count = entry.count
            if place < part.entries.count, part.entries[place].value == entry.value {
                count -= min(count, part.entries[place].count)
            }
            if count > 0 { left.append(Entry(value: entry.value, count: count)) }
        }
        return SparseCounts(left)
    }
}
