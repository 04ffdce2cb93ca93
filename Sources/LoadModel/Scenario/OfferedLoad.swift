internal import Basics

/// What a scenario offers at the stated load (1x): operations, bytes, and how much is under way.
struct OfferedLoad {
    private struct Row {
        let name: String
        let what: String
        /// Arrivals a second.
        let rate: Double
        let bytes: Double?
        /// Seconds that requests take, and that an operation or session lasts.
        let service: Double
        let length: Double
    }

    private let rows: [Row]
    private let scenario: Scenario

    init(_ scenario: Scenario, _ guess: Lint.Guess) {
        self.scenario = scenario
        rows = scenario.traffic.map { entry in
            let (what, service, length) = Self.times(entry, scenario, guess)
            return Row(
                name: entry.name,
                what: what,
                rate: scenario.meanRate(of: entry),
                bytes: guess.bytes[entry.name] ?? guess.bytes[what]
                    ?? guess.mix.flatMap { OfferedBytes(mix: $0).of(entry, in: scenario) },
                service: service,
                length: length
            )
        }
    }

    /// Operations and sessions under way, by Little's law: rate times time.
    var inFlight: Double { rows.reduce(0) { $0 + $1.rate * $1.length } }

    var lines: [String] {
        let total = rows.reduce(0) { $0 + $1.rate }
        var lines = ["offered at 1x: \(Self.rate(total)) operations and sessions"]
        lines += rows.map { row in
            let bytes = row.bytes.map { ", \(Self.bytes(row.rate * $0))/s" } ?? ""
            return "  \(row.name): \(Self.rate(row.rate))\(bytes)"
        }
        let known = rows.filter { $0.bytes != nil }
        if !known.isEmpty {
            let sum = known.reduce(0) { $0 + $1.rate * ($1.bytes ?? 0) }
            let rest = rows.filter { $0.bytes == nil }.map(\.name)
            let gap = rest.isEmpty ? "" : ", without " + rest.joined(separator: ", ")
            lines.append("offered bytes at 1x: \(Self.bytes(sum))/s\(gap)")
        }
        let requests = rows.reduce(0) { $0 + $1.rate * $1.service }
        lines.append(
            "under way at 1x, by Little's law and guessed times: "
                + "\(Quantity.figure(inFlight)), of which \(Quantity.figure(requests)) wait for "
                + "the target"
        )
        return lines
    }

    var warnings: [String] {
        let limit = scenario.limits.inFlight
        guard scenario.closedLoop == nil, inFlight * scenario.peakFactor > Double(limit) else {
            return []
        }
        return [
            "\(Quantity.figure(inFlight * scenario.peakFactor)) operations and sessions will be "
                + "under way at \(Quantity.text(scenario.peakFactor, .factor)), above "
                + "limits.inFlight of \(Quantity.figure(Double(limit)))"
        ]
    }

    // MARK: Times

    private static func times(
        _ entry: Scenario.Traffic,
        _ scenario: Scenario,
        _ guess: Lint.Guess
    ) -> (what: String, service: Double, length: Double) {
        switch entry.work {
        case .operation(let operation):
            let kind = operation.kind
            let time = guess.service[entry.name] ?? guess.service[kind.name] ?? kind.guess
            return (kind.name, time.seconds, time.seconds)
        case .session(let name):
            let steps = scenario.session(named: name)?.steps ?? []
            let times = steps.map { time(of: $0, in: steps, guess) }
            let service = times.reduce(0) { $0 + $1.service }
            return (name, service, service + times.reduce(0) { $0 + $1.thought })
        }
    }

    /// Mean seconds of waiting for the target and of thinking.
    private static func time(
        of step: Scenario.Step,
        in steps: [Scenario.Step],
        _ guess: Lint.Guess
    ) -> (service: Double, thought: Double) {
        func service(_ name: String) -> Double {
            (guess.service[name] ?? StepKind.named(name)?.guess ?? .zero).seconds
        }
        switch step.action {
        case .think(let time): return (0, time.mean)
        case .search(let operation): return (service(operation.kind.name), 0)
        case .metadata: return (service("metadata"), 0)
        case .images(let images): return (service(images.form.rawValue), 0)
        case .prior(let prior):
            let again = prior.steps.map { time(of: steps[$0], in: steps, guess).service }
            return (again.reduce(0, +) * prior.probability, 0)
        }
    }

    private static func rate(_ value: Double) -> String {
        value >= 1 || value == 0
            ? Quantity.figure(value) + "/s"
            : "\(Quantity.figure(value))/s (\(Quantity.figure(value * 3600))/h)"
    }

    private static func bytes(_ value: Double) -> String {
        let unit = Quantity.Dimension.size.units.last { unit in
            unit.scale <= value && !unit.symbol.hasSuffix("iB")
        }
        return Quantity.figure(value / (unit?.scale ?? 1)) + " " + (unit?.symbol ?? "B")
    }
}

extension Scenario {
    /// The highest factor of the stated load that a plan is certain to try.
    var peakFactor: Double {
        switch plan {
        case .fixed: profile.pieces.map { max($0.from, $0.to) }.max() ?? 1
        case .capacity(let search): search.start
        }
    }
}
