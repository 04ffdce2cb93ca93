/// What was found of the first part that saturates, in sentences.
enum BottleneckWords {
    /// What a load is counted in.
    enum Unit {
        case request
        /// The stated load.
        case factor

        func text(_ load: String) -> String { self == .request ? "\(load) requests/s" : "\(load)x" }
    }

    static func of(_ found: Bottleneck, per unit: Unit) -> (name: String?, sentences: [String]) {
        switch found {
        case .identified(let name, let demand): (name, named(name, demand, per: unit))
        case .notIdentified(let gaps, let blindSpots):
            (nil, gaps.prefix(12).map { sentence($0, per: unit) } + of(blindSpots))
        }
    }

    /// What nobody watched.
    static func of(_ blindSpots: [String]) -> [String] {
        blindSpots.isEmpty ? [] : ["Not watched: \(blindSpots.joined(separator: "; "))."]
    }

    private static func named(
        _ name: String,
        _ demand: ServiceDemand,
        per unit: Unit
    ) -> [String] {
        let interval = demand.saturationInterval
        let high = interval.high.map(figure) ?? "no upper limit"
        let full = unit.text(figure(demand.saturation ?? 0))
        return [
            unit == .request
                ? "One request takes \(figure(demand.demand * 1e3)) ms of \(name) on average."
                : "The stated load takes \(figure(demand.demand * 1e2)) % of \(name).",
            "So \(name) is full at \(full) "
                + "(\(figure(interval.low)) to \(high)), before any other part that was watched"
                + (Sighting.containers(of: name).isEmpty ? "." : " and doesn't hold it."),
            "It came to its limit, work waited for it, and that began no later than response "
                + "times rose.",
        ]
    }

    private static func sentence(_ gap: Bottleneck.Gap, per unit: Unit) -> String {
        switch gap {
        case .fewPassingSteps(let count, let needed):
            "Only \(count) steps kept every promise; \(needed) are needed to tell what one request "
                + "takes."
        case .noKnee: "Response times never rose to twice those without load: nothing saturated."
        case .noDemand: "Of no part that was watched is it sure that it gets busier with the load."
        default: rank(gap, per: unit)
        }
    }

    private static func rank(_ gap: Bottleneck.Gap, per unit: Unit) -> String {
        switch gap {
        case .rankUnclear(let name, let rival):
            "\(name) and \(rival) would be full at about the same load: which comes first is not "
                + "clear."
        case .rivalBusier(let name, let rival):
            "\(rival) was busier than \(name) when response times rose."
        case .rivalLeads(let name, let rival):
            "Work waited for \(rival) before it waited for \(name)."
        case .neverOverloaded(let name):
            "\(name) may be the first, but never was more offered than got through, and something "
                + "that nobody watched may be full before it."
        default: limit(gap, per: unit)
        }
    }

    private static func limit(_ gap: Bottleneck.Gap, per unit: Unit) -> String {
        switch gap {
        case .notNearLimit(let name, let share):
            "\(name) would be full first, but came to \(percent(share)) of its limit only."
        case .neverReached(let name, let share):
            "\(name) would be full first, but no more than \(percent(share)) of what fills it got "
                + "through."
        case .notFull(let name, let share):
            "\(name) was at \(percent(share)) of its limit while more was offered than got through."
        case .heldBelow(let name, let rate):
            "\(unit.text(figure(rate))) got through at most, less than fill \(name): something else "
                + "held the rest back."
        case .waitUnknown(let name): "Nobody tells whether work waited for \(name)."
        case .noWait(let name): "No work waited for \(name)."
        case .followsLatency(let name):
            "Work waited for \(name) only after response times had risen."
        default: ""
        }
    }

    private static func figure(_ value: Double) -> String {
        value.isFinite ? RunVerdict.figure(min(value, 1e12)) : "unknown"
    }

    private static func percent(_ share: Double) -> String {
        share.isFinite ? "\(Int((100 * min(share, 1e6)).rounded())) %" : "unknown"
    }
}
