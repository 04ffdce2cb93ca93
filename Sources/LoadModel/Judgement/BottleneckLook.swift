/// Looks for the part that saturates first among what was observed.
///
/// One store may be seen twice: as what the gateway has under way at it, and as a process. The two
/// say the same of it and would forbid each other's name, so each is looked at without the other,
/// and both looks must agree: of a store, as far as the one without the gateway's view names
/// anything, of any other part in its name.
struct BottleneckLook {
    private let steps: [Bottleneck.Step]
    private let readings: [[ResourceReading]]
    private let blindSpots: [String]

    /// Less wait than this is noise: a fifth of a request, or of a second by second. Our choice.
    private static let waitFloor = 0.2

    /// - Parameter readings: Of the step with the same index.
    init(_ steps: [Bottleneck.Step], _ readings: [[ResourceReading]], _ blindSpots: [String]) {
        self.steps = steps
        self.readings = readings
        self.blindSpots = blindSpots
    }

    func find() -> Bottleneck {
        var names: [String] = []
        for reading in readings.joined() where !names.contains(reading.name) {
            names.append(reading.name)
        }
        let views = names.filter(isView)
        let direct = names.filter { !isView($0) }
        guard !views.isEmpty else { return find(direct) }
        let seen = views + direct.filter { !isOrthanc($0) }
        return Self.joined(find(seen), find(direct), isStore: { isView($0) || isOrthanc($0) })
    }

    private func find(_ names: [String]) -> Bottleneck {
        Bottleneck.find(steps, names.compactMap(series), blindSpots: blindSpots)
    }

    /// What both looks together say: a name that no other name contradicts.
    private static func joined(
        _ outside: Bottleneck,
        _ inside: Bottleneck,
        isStore: (String) -> Bool
    ) -> Bottleneck {
        guard case .identified(let inner, _) = inside else {
            // A store's queue may show to the gateway alone. Any other part is as plain without it.
            if case .identified(let outer, _) = outside, !isStore(outer) { return inside }
            return outside
        }
        guard case .identified(let outer, _) = outside else {
            // Without the views, only a store's own process is told better.
            return isStore(inner) ? inside : outside
        }
        if outer == inner || (isStore(outer) && isStore(inner)) { return outside }
        // The look from outside knows no store's process, only its host.
        if Sighting.containers(of: inner).contains(outer) { return inside }
        return .notIdentified(because: [.rankUnclear(outer, rival: inner)], blindSpots: [])
    }

    // MARK: Series

    private func isView(_ name: String) -> Bool {
        readings.joined().contains { $0.name == name && $0.limit == Sighting.lineLimit }
    }

    /// A store's process.
    private func isOrthanc(_ name: String) -> Bool {
        name.hasPrefix("Orthanc") && name.hasSuffix(" CPU")
    }

    /// Nil for a view that the throughput disproves.
    private func series(_ name: String) -> ResourceSeries? {
        let points = readings.map { readings in
            let reading = readings.first { $0.name == name }
            return ResourceSeries.Point(utilisation: reading?.utilisation, wait: reading?.wait)
        }
        let plain = ResourceSeries(
            name,
            in: Sighting.containers(of: name),
            limit: 1,
            waitFloor: Self.waitFloor,
            points: points
        )
        return isView(name) ? lineSeries(plain) : plain
    }

    /// How busy a server is of which only the requests at it are known depends on how much its
    /// service times scatter: of both extremes the one that fits the steps better is taken.
    private func lineSeries(_ plain: ResourceSeries) -> ResourceSeries? {
        let even = ResourceSeries(
            plain.name,
            limit: 1,
            waitFloor: Self.waitFloor,
            points: plain.points.map { point in
                let level = point.utilisation.map(ServerLine.level(busy:))
                let used = level.map(ServerLine.busyEvenly(level:))
                let wait = level.flatMap { level in used.map { max(0, level - $0) } }
                return ResourceSeries.Point(utilisation: used, wait: wait)
            }
        )
        guard let one = demand(plain), let other = demand(even) else { return plain }
        let best = width(other) < width(one) ? (even, other) : (plain, one)
        // Beyond the knee what doesn't need this server goes on getting through.
        let most = steps.filter { !$0.isOverloaded }.map(\.throughput).filter(\.isFinite).max() ?? 0
        guard let high = best.1.saturationInterval.high else { return best.0 }
        // It answers several requests at once: more got through than one after the other allows.
        return high * Bottleneck.plateauSlack < most ? nil : best.0
    }

    private func width(_ demand: ServiceDemand) -> Double {
        demand.demandInterval.relativeHalfWidth(around: demand.demand) ?? .infinity
    }

    private func demand(_ series: ResourceSeries) -> ServiceDemand? {
        let observations = zip(steps, series.points).compactMap { step, point in
            point.utilisation.flatMap { utilisation in
                step.hasPassed
                    ? ServiceDemand.Observation(
                        throughput: step.throughput,
                        utilisation: utilisation,
                        weight: step.weight
                    ) : nil
            }
        }
        return ServiceDemand(observations, limit: 1)
    }
}
