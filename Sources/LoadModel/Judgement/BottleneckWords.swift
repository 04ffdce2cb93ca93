/// What was found of the first part that saturates, in sentences.
enum BottleneckWords {
    static func of(_ found: Bottleneck) -> (name: String?, sentences: [String]) {
        switch found {
        case .identified(let name, let demand): (name, named(name, demand))
        case .notIdentified(let gaps, let blindSpots):
            (nil, gaps.prefix(12).map(sentence) + of(blindSpots))
        }
    }

    /// What nobody watched.
    static func of(_ blindSpots: [String]) -> [String] {
        blindSpots.isEmpty ? [] : ["Not watched: \(blindSpots.joined(separator: "; "))."]
    }

    private static func named(_ name: String, _ demand: ServiceDemand) -> [String] {
        let interval = demand.saturationInterval
        let high = interval.high.map(figure) ?? "no upper limit"
        return [
            "One request takes \(figure(demand.demand * 1e3)) ms of \(name) on average.",
            "So \(name) is full at \(figure(demand.saturation ?? 0)) requests/s "
                + "(\(figure(interval.low)) to \(high)), before any other part that was watched.",
            "It came to its limit, work waited for it, and that began no later than response "
                + "times rose.",
        ]
    }

    private static func sentence(_ gap: Bottleneck.Gap) -> String {
        switch gap {
        case .fewPassingSteps(let count, let needed):
            "Only \(count) steps kept every promise; \(needed) are needed to tell what one request "
                + "takes."
        case .noKnee: "Response times never rose to twice those without load: nothing saturated."
        case .noDemand: "No part that was watched gets busier with the load."
        default: rank(gap)
        }
    }

    private static func rank(_ gap: Bottleneck.Gap) -> String {
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
        default: limit(gap)
        }
    }

    private static func limit(_ gap: Bottleneck.Gap) -> String {
        switch gap {
        case .notNearLimit(let name, let share):
            "\(name) would be full first, but came to \(percent(share)) of its limit only."
        case .neverReached(let name, let share):
            "\(name) would be full first, but no more than \(percent(share)) of what fills it got "
                + "through."
        case .notFull(let name, let share):
            "\(name) was at \(percent(share)) of its limit while more was offered than got through."
        case .heldBelow(let name, let rate):
            "\(figure(rate)) requests/s got through at most, less than fill \(name): something "
                + "else held them back."
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
