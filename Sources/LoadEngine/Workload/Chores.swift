internal import Basics
internal import LoadModel

/// What is done to targets before and after a load, at their own pace and without being counted.
enum Chores {
    private static let parallel = 4
    /// Longest that a chore may take.
    private static let longest = Duration.seconds(24 * 3600)

    /// Whether a target can be used: it answers, and takes the credentials.
    ///
    /// - Throws: ``LoadError`` — `.target`, saying which and why.
    static func probe(
        _ target: TargetSettings,
        path: String,
        name: String
    ) throws(LoadError) {
        let engine = try Engine(targets: [target], names: ["probe"])
        let arrivals = Self.once
        let stream = LoadStream(
            arrivals: arrivals,
            work: .single(kind: 0) { _, request in request.get(path) }
        )
        var first: Ending?
        _ = try engine.run([plan(stream)]) { ending in first = first ?? ending }
        guard let first else { throw LoadError(.target, doing: "ask \(name)", "no answer") }
        let trouble: String? =
            switch first.outcome {
            case .correct: nil
            case .refused where first.status == 401: "it refuses the credentials (status 401)"
            case .refused where first.status == 403:
                "it forbids this to these credentials (status 403)"
            case .timedOut: "no answer within \(target.timeout.milliseconds) ms"
            case .disconnected: "can't be reached"
            default: "\(path) is answered with status \(first.status)"
            }
        if let trouble {
            throw LoadError(.target, doing: "use target \(name) at \(target.base)", trouble)
        }
    }

    /// Fills a target with what it lacks of the shelf's studies.
    ///
    /// - Parameter report: Called about fifty times a second.
    static func preload(
        _ shelf: Shelf,
        into target: TargetSettings,
        name: String,
        isStopped: @escaping @Sendable () -> Bool,
        report: (PreloadProgress) -> Void
    ) throws(LoadError) {
        let progress = Locked(PreloadProgress(total: shelf.studies))
        let engine = try Engine(
            targets: [target],
            names: ["asked", "uploaded"],
            isStopped: isStopped
        )
        let kinds = Preload.Kinds(asked: 0, uploaded: 1)
        let stream = LoadStream(
            arrivals: once,
            work: .visit { _ in
                Preload(shelf, parallel: parallel, kinds: kinds, progress: progress)
            }
        )
        _ = try engine.run([plan(stream)]) { _ in
        } progress: { _ in
            report(progress.withLock { $0 })
        }
        let end = progress.withLock { $0 }
        guard end.done < end.total, !isStopped() else { return }
        throw LoadError(
            .target,
            doing: "preload target \(name)",
            "after \(end.done) of \(end.total) studies: \(end.failure ?? "no time left")"
        )
    }

    /// What became of deletions.
    struct Removed: Sendable {
        var gone = 0
        /// They may still be there.
        var failed = 0
        /// Of these, so many were not tried.
        var untried = 0
    }

    /// After so many failures the others are not tried: a target that hangs would be waited for
    /// once for each of them.
    private static let mostFailures = 4 * parallel

    /// Deletes studies; those that are not there were never sent.
    static func remove(
        _ studies: [String],
        from target: TargetSettings,
        isStopped: @escaping @Sendable () -> Bool
    ) throws(LoadError) -> Removed {
        var removed = Removed()
        guard !studies.isEmpty else { return removed }
        let isHopeless = Locked(false)
        let engine = try Engine(
            targets: [target],
            names: ["removed"],
            isStopped: { isStopped() || isHopeless.withLock { $0 } }
        )
        let stream = LoadStream(
            arrivals: once,
            work: .visit { _ in Removal(studies, parallel: parallel, kind: 0) }
        )
        var asked = 0
        let watch: (Ending) -> Void = { ending in
            asked += 1
            if ending.outcome == .correct {
                removed.gone += 1
            } else if ending.status != 404 {
                removed.failed += 1
                if removed.failed >= mostFailures { isHopeless.withLock { $0 = true } }
            }
        }
        _ = try engine.run([plan(stream)], each: watch)
        removed.untried = studies.count - asked
        removed.failed += removed.untried
        return removed
    }

    /// One arrival at once.
    private static var once: ArrivalSequence {
        ArrivalSequence(
            .deterministic,
            at: .constant(1000, for: .milliseconds(1)),
            seed: 0,
            stream: 0
        )
    }

    private static func plan(_ stream: LoadStream) -> StepPlan {
        StepPlan(streams: [stream], duration: .milliseconds(1), drain: longest)
    }
}
