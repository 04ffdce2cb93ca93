/// The steps of a run in load order and what each resource did in them.
struct BottleneckEvidence {
    /// A resource whose demand is known.
    struct Candidate {
        let name: String
        let containers: [String]
        let demand: ServiceDemand
        /// Of its limit, by step.
        let shares: [Double?]
        /// `nil` when never seen.
        let waits: [Double]?
        let waitFloor: Double
    }

    struct Gaps: Error {
        let gaps: [Bottleneck.Gap]
    }

    /// Ascending by what was offered.
    private let steps: [Bottleneck.Step]
    /// Ascending by saturation rate; those without one last.
    private let candidates: [Candidate]
    /// Also resources with too few points for a demand.
    let blindSpots: [String]

    init(
        _ steps: [Bottleneck.Step],
        _ resources: [ResourceSeries],
        _ blindSpots: [String]
    ) {
        let order = steps.indices
            .filter { steps[$0].offered.isFinite && steps[$0].latency.isFinite }
            .sorted { steps[$0].offered < steps[$1].offered }
        var candidates: [Candidate] = []
        var unseen = blindSpots
        for resource in resources {
            if let candidate = Self.candidate(resource, steps, order) {
                candidates.append(candidate)
            } else {
                unseen.append(resource.name)
            }
        }
        self.steps = order.map { steps[$0] }
        self.candidates = candidates.sorted { $0.rate < $1.rate }
        self.blindSpots = unseen
    }

    /// The culprit, or every gap that was found.
    func verdict() -> Result<Candidate, Gaps> {
        let passing = steps.filter(\.hasPassed).count
        guard passing >= ServiceDemand.fewestSteps else {
            let gap = Bottleneck.Gap.fewPassingSteps(passing, needed: ServiceDemand.fewestSteps)
            return .failure(Gaps(gaps: [gap]))
        }
        guard let first = candidates.first, first.demand.dependsOnLoad else {
            return .failure(Gaps(gaps: [.noDemand]))
        }
        var leader = first
        while let inner = part(of: leader) { leader = inner }
        let knee = Self.rise(steps.map(\.latency), floor: 0)
        var gaps = rankGaps(leader) + limitGaps(leader, knee)
        if let knee { gaps += waitGaps(leader, knee) } else { gaps.append(.noKnee) }
        return gaps.isEmpty ? .success(leader) : .failure(Gaps(gaps: gaps))
    }

    private static func candidate(
        _ resource: ResourceSeries,
        _ steps: [Bottleneck.Step],
        _ order: [Int]
    ) -> Candidate? {
        let points = order.map { index in
            index < resource.points.count
                ? resource.points[index] : ResourceSeries.Point(utilisation: nil, wait: nil)
        }
        var observations: [ServiceDemand.Observation] = []
        for (index, point) in zip(order, points) where steps[index].hasPassed {
            guard let utilisation = point.utilisation else { continue }
            observations.append(
                ServiceDemand.Observation(
                    throughput: steps[index].throughput,
                    utilisation: utilisation,
                    weight: steps[index].weight
                )
            )
        }
        guard let demand = ServiceDemand(observations, limit: resource.limit) else { return nil }
        let waits = points.compactMap(\.wait).filter(\.isFinite)
        return Candidate(
            name: resource.name,
            containers: resource.containers,
            demand: demand,
            shares: points.map { $0.utilisation.map { $0 / resource.limit } },
            waits: waits.count == order.count ? waits : nil,
            waitFloor: resource.waitFloor
        )
    }

    /// A part of `container` that is full of its own limit, and that can't be ranked behind it.
    private func part(of container: Candidate) -> Candidate? {
        candidates.first {
            $0.containers.contains(container.name) && $0.demand.dependsOnLoad && isFull($0)
                && isClose($0, to: container)
        }
    }

    /// All that may forbid the leader's name. What contains it may not, where the leader is full of
    /// its own limit while more is offered than gets through: others' use of the rest held nothing
    /// back.
    private func rivals(of leader: Candidate) -> [Candidate] {
        let isFull = isFull(leader)
        return candidates.filter {
            $0.name != leader.name && !(isFull && leader.containers.contains($0.name))
        }
    }

    /// Full by itself while more was offered than got through: what others take is no part of it.
    private func isFull(_ candidate: Candidate) -> Bool {
        overloaded { candidate.shares[$0] }.map { $0 >= Bottleneck.full } ?? false
    }

    /// The median over the steps in which more was offered than got through; nil if that never was.
    private func overloaded(_ figure: (Int) -> Double?) -> Double? {
        let overloaded = steps.indices.filter { steps[$0].isOverloaded }
        return OrderStatistics.median(overloaded.compactMap(figure))
    }

    private func rankGaps(_ leader: Candidate) -> [Bottleneck.Gap] {
        rivals(of: leader).filter { isClose($0, to: leader) }
            .map { .rankUnclear(leader.name, rival: $0.name) }
    }

    /// Whether the leader's interval holds the rival's centre, or the rival's the leader's.
    private func isClose(_ rival: Candidate, to leader: Candidate) -> Bool {
        guard rival.demand.demandInterval.high ?? 1 > 0 else { return false }
        guard let high = leader.demand.saturationInterval.high else { return true }
        return high >= rival.rate || rival.demand.saturationInterval.low <= leader.rate
    }

    private func limitGaps(_ leader: Candidate, _ knee: Int?) -> [Bottleneck.Gap] {
        var gaps: [Bottleneck.Gap] = []
        let highest = leader.shares.compactMap { $0 }.max() ?? 0
        if !(highest >= Bottleneck.nearLimit) { gaps.append(.notNearLimit(leader.name, highest)) }
        let most = steps.map(\.throughput).filter(\.isFinite).max() ?? 0
        let reached = most / leader.rate
        if !(reached >= Bottleneck.nearLimit) { gaps.append(.neverReached(leader.name, reached)) }
        let overloaded = steps.indices.filter { steps[$0].isOverloaded }
        if let full = self.overloaded(leader.fullness), full < Bottleneck.full {
            gaps.append(.notFull(leader.name, full))
        }
        let least = leader.demand.saturationInterval.low
        if overloaded.isEmpty, !blindSpots.isEmpty { gaps.append(.neverOverloaded(leader.name)) }
        if !overloaded.isEmpty, least > Bottleneck.plateauSlack * most {
            gaps.append(.heldBelow(leader.name, most))
        }
        guard let knee, let own = leader.shares[knee] else { return gaps }
        for rival in rivals(of: leader) {
            // A busy rival is no accident beyond five points.
            guard let share = rival.shares[knee], share > own + 0.05 else { continue }
            gaps.append(.rivalBusier(leader.name, rival: rival.name))
        }
        return gaps
    }

    private func waitGaps(_ leader: Candidate, _ knee: Int) -> [Bottleneck.Gap] {
        guard let waits = leader.waits else { return [.waitUnknown(leader.name)] }
        guard let start = Self.rise(waits, floor: leader.waitFloor) else {
            return [.noWait(leader.name)]
        }
        guard start <= knee else { return [.followsLatency(leader.name)] }
        return rivals(of: leader).filter { rival in
            guard let waits = rival.waits,
                let other = Self.rise(waits, floor: rival.waitFloor)
            else { return false }
            return other < start
        }
        .map { .rivalLeads(leader.name, rival: $0.name) }
    }

    /// The first step from which on a series stays above twice what it was at the lowest steps, and
    /// above `floor`; `nil` when it doesn't end there.
    private static func rise(_ series: [Double], floor: Double) -> Int? {
        let lowest = Array(series.prefix(max(2, series.count / 3)))
        guard series.count >= 3, let base = OrderStatistics.median(lowest) else { return nil }
        let limit = max(floor, Bottleneck.riseFactor * max(0, base))
        guard let last = series.last, last > limit else { return nil }
        let quiet = series.lastIndex { $0 <= limit }
        return quiet.map { $0 + 1 } ?? 0
    }
}

extension BottleneckEvidence.Candidate {
    /// Infinite where utilisation doesn't grow.
    var rate: Double { demand.saturation ?? .infinity }

    /// Of its limit. While somebody waits for it all the time, what lacks is taken for the share
    /// of others, such as the kernel's of a process's core.
    func fullness(in step: Int) -> Double? {
        guard let share = shares[step], share >= Bottleneck.nearLimit, let waits, waits[step] >= 1
        else { return shares[step] }
        return 1
    }
}
