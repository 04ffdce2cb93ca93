internal import LoadModel

extension Chores {
    /// Most studies that are looked at. Our choice.
    private static let mostLooks = 64
    /// A preload uploads some studies at once, in their order: who has the last ones has those
    /// before them.
    private static let lastLooks = 8

    /// Whether a target holds the shelf's studies: asks for the last ones, and for some of the
    /// others.
    ///
    /// - Throws: ``LoadError`` — `.target` when one of them lacks.
    static func look(
        for shelf: Shelf,
        in target: TargetSettings,
        name: String
    ) throws(LoadError) {
        let ids = places(of: shelf.studies).map { place in
            let study = shelf.recipe.study(place)
            let series = study.series.count - 1
            let instance = study.series[series].instanceCount - 1
            return study.instanceIdentifier(series: series, instance: instance)
        }
        let engine = try Engine(targets: [target], names: ["look"])
        let stream = LoadStream(
            arrivals: ArrivalSequence(
                .deterministic,
                at: .constant(100, for: .milliseconds(10 * ids.count)),
                seed: 0,
                stream: 0
            ),
            work: .single(kind: 0) { index, request in
                request.get("/instances/\(ids[Int(index)])")
            }
        )
        var lacking = 0
        let plan = StepPlan(
            streams: [stream],
            duration: .milliseconds(10 * ids.count),
            drain: target.timeout + .seconds(1)
        )
        _ = try engine.run([plan]) { lacking += $0.outcome == .correct ? 0 : 1 }
        guard lacking > 0 else { return }
        throw LoadError(
            .target,
            doing: "use target \(name)",
            "\(lacking) of \(ids.count) studies of the preload that were looked for are not there; "
                + "have one worker run with --preload-only first"
        )
    }

    /// Places of the studies that are looked at, ascending.
    static func places(of studies: Int) -> [Int] {
        let last = max(0, studies - lastLooks)
        let spread = min(last, mostLooks - lastLooks)
        return (0..<spread).map { $0 * last / spread } + Array(last..<studies)
    }
}
