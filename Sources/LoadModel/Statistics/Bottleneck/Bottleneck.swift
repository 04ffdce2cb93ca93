/// Which part saturates first, or what is missing to say so.
///
/// A resource is named only when it ranks first by its saturation rate beyond the intervals, was
/// really near its limit, made work wait at the knee, and did so no later than latency rose. A
/// rival that did any of this better forbids a name: none is better than a wrong one. What holds
/// the resource's limit in its own, as a host does a process's, is no rival of one that is full.
///
/// What nobody watches can't be ruled out. In 20 000 simulated runs with 1 to 30 % of noise, one of
/// 13 000 whose culprit was watched named another part, which saturates 2 % later; of those whose
/// culprit nobody watched, one in 90 named another part, one that is nearly full itself. That was
/// before parts for which something waits all the time counted as full below ``full``.
package enum Bottleneck: Equatable, Sendable {
    case identified(name: String, ServiceDemand)
    /// What was missing, and the hosts or parts that nobody watched.
    case notIdentified(because: [Gap], blindSpots: [String])

    /// One load step of the run.
    package struct Step: Equatable, Sendable {
        package let offered: Double
        /// Operations by second that got through.
        package let throughput: Double
        /// p95 of the response, in any one unit.
        package let latency: Double
        package let hasPassed: Bool
        /// As much as the step counts in a regression: its length, as a rule. Greater than zero.
        package let weight: Double
        /// Whether far more was left under way at its end than steps that passed ever had: a short
        /// step shows that before its throughput falls behind.
        package let hasPiledUp: Bool

        package init(
            offered: Double,
            throughput: Double,
            latency: Double,
            hasPassed: Bool,
            weight: Double = 1,
            hasPiledUp: Bool = false
        ) {
            self.offered = offered
            self.throughput = throughput
            self.latency = latency
            self.hasPassed = hasPassed
            self.weight = weight
            self.hasPiledUp = hasPiledUp
        }

        /// Whether more was offered than gets through.
        var isOverloaded: Bool {
            hasPiledUp || throughput <= Bottleneck.throughShare * offered
        }
    }

    /// Whether no part surely gets busier with the load.
    package var hasNoDemand: Bool {
        if case .notIdentified(let gaps, _) = self { gaps.contains(.noDemand) } else { false }
    }

    /// What a name would have needed.
    package enum Gap: Equatable, Sendable {
        case fewPassingSteps(Int, needed: Int)
        /// Latency never rose to twice its unloaded value: nothing saturated.
        case noKnee
        /// No resource's utilisation grows with throughput.
        case noDemand
        /// The first by saturation rate can't be told from this one.
        case rankUnclear(String, rival: String)
        /// Its highest utilisation, as a share of its limit.
        case notNearLimit(String, Double)
        /// The most that got through, as a share of its saturation rate: something else held
        /// operations back.
        case neverReached(String, Double)
        /// Its utilisation while more was offered than got through, as a share of its limit.
        case notFull(String, Double)
        /// While more was offered than got through, less got through than its saturation rate,
        /// with its interval, allows: the rate that got through.
        case heldBelow(String, Double)
        /// There are blind spots, and the target was never offered more than got through: what
        /// nobody watched may be about to saturate first.
        case neverOverloaded(String)
        /// Busier at the knee than the first by saturation rate.
        case rivalBusier(String, rival: String)
        case waitUnknown(String)
        /// Nothing waited for it at the knee.
        case noWait(String)
        /// Its wait rose only after latency had risen.
        case followsLatency(String)
        /// This one's wait rose before the first's.
        case rivalLeads(String, rival: String)
    }

    /// A resource that never came to this share of its limit, or of its saturation rate, is no
    /// culprit. Our choice.
    package static let nearLimit = 0.85
    /// Nor is one below this share of its limit when more is offered than gets through, unless
    /// something waits for it all the time. Our choice.
    package static let full = 0.95
    /// What gets through at most may be below a culprit's interval by this much. Our choice.
    package static let plateauSlack = 1.03
    /// More is offered than gets through when this share of it or less does. Our choice.
    package static let throughShare = 0.95
    /// A rise is at least this many times the unloaded value. Our choice.
    package static let riseFactor = 2.0

    /// - Parameters:
    ///   - steps: In any order; those with figures that are not finite are left out.
    ///   - resources: Their points belong to the steps of the same index.
    ///   - blindSpots: Hosts or parts without metrics, named in the answer.
    package static func find(
        _ steps: [Step],
        _ resources: [ResourceSeries],
        blindSpots: [String] = []
    ) -> Bottleneck {
        let evidence = BottleneckEvidence(steps, resources, blindSpots)
        switch evidence.verdict() {
        case .success(let leader): return .identified(name: leader.name, leader.demand)
        case .failure(let missing):
            return .notIdentified(because: missing.gaps, blindSpots: evidence.blindSpots)
        }
    }
}
