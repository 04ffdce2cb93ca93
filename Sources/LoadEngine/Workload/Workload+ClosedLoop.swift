internal import LoadModel

/// Workers instead of arrivals.
extension Workload {
    /// What the workers of loop `slice` do in one step; nil: the loop is open.
    func closed(step: Int, slice: WorkerSlice) -> ClosedLoopPlan? {
        guard let mix = mix(step: step) else { return nil }
        return ClosedLoopPlan(
            mix: mix,
            workers: (0..<mix.workers).filter { slice.takes(UInt64($0)) },
            began: { [rounds] count in rounds.note(count, step: step) }
        )
    }

    /// The choices of all workers in one step.
    private func mix(step: Int) -> ClosedLoopMix? {
        scenario.closedLoop.map { closed in
            ClosedLoopMix(
                weights: scenario.traffic.map { scenario.rate(of: $0) },
                workers: closed.workers,
                seed: scenario.seed,
                stream: UInt64(step) << 16 | 1 << 41
            )
        }
    }

    /// Numbers of the operations that the workers may have begun in one step on the entry at
    /// `place`: more than were, when some workers were slower than others.
    func begun(_ place: Int, step: Int) -> [UInt64] {
        guard let mix = mix(step: step) else { return [] }
        let end = mix.operation(rounds.most(step: step), of: 0)
        return (0..<end).filter { mix.stream(of: $0) == place }
    }
}
