internal import Basics

/// What a scenario amounts to, before anything is sent: the arithmetic, and what looks wrong.
package struct Lint: Sendable {
    /// What only the one who runs the scenario can estimate.
    package struct Guess: Sendable {
        /// Bytes of one operation's bodies, both ways, by name of a traffic entry or of its
        /// operation.
        package var bytes: [String: Double] = [:]
        /// Time of service, likewise; what isn't here is guessed by ``OperationKind/guess``.
        package var service: [String: Duration] = [:]
        /// Whose means tell the bytes of what isn't in ``bytes``.
        package var mix: ModalityMix?

        package init() {}
    }

    package struct Line: Sendable, CustomStringConvertible {
        package let isWarning: Bool
        package let text: String

        package var description: String { isWarning ? "warning: \(text)" : text }
    }

    package let lines: [Line]

    package var warnings: [String] { lines.filter(\.isWarning).map(\.text) }

    package init(_ scenario: Scenario, guess: Guess = Guess()) {
        let offered = OfferedLoad(scenario, guess)
        let texts = [Self.demand(scenario), Self.plan(scenario)].compactMap { $0 } + offered.lines
        let samples = SampleNeed.all(of: scenario)
        lines =
            (texts + samples.map(\.line)).map { Line(isWarning: false, text: $0) }
            + (samples.compactMap(\.warning) + Self.warnings(scenario, offered))
            .map { Line(isWarning: true, text: $0) }
    }

    // MARK: Lines

    /// `demand: 120,000 studies/year ÷ 260 working days × 10.1% busy-hour share = 46.6/h (1x)`
    private static func demand(_ scenario: Scenario) -> String? {
        scenario.demand.map { demand in
            let figure = Quantity.figure
            return "demand: \(figure(demand.studiesPerYear)) studies/year "
                + "÷ \(demand.workingDays) working days × "
                + "\(Quantity.text(demand.busyHourShare, .percent)) busy-hour share = "
                + "\(figure(demand.busyHourRate * 3600)) studies/h = "
                + "\(figure(demand.busyHourRate))/s; a weight of 1 is this rate"
        }
    }

    private static func plan(_ scenario: Scenario) -> String {
        if let closed = scenario.closedLoop {
            let time = Quantity.text(closed.duration.seconds, .duration)
            return "plan: closed loop, \(closed.workers) workers for \(time)"
        }
        switch scenario.plan {
        case .fixed(let repeats):
            let time = Quantity.text(scenario.profile.duration.seconds, .duration)
            return "plan: \(repeats) × \(time), \(Quantity.figure(scenario.meanFactor))x on average"
        case .capacity(let search):
            let bounds = (search.start, search.limit)
            let sizes = scenario.preloads.map { Quantity.figure(Double($0)) }
            let mixes = search.uploads.map { Quantity.text($0, .factor) }.joined(separator: ", ")
            return "plan: capacity between \(Quantity.text(bounds.0, .factor)) and "
                + "\(Quantity.text(bounds.1, .factor)) within "
                + "\(Quantity.text(search.budget.seconds, .duration)), at "
                + "\(sizes.joined(separator: ", ")) preloaded studies"
                + (mixes.isEmpty ? "" : ", with uploads at \(mixes)")
        }
    }

    // MARK: Warnings

    private static func warnings(_ scenario: Scenario, _ offered: OfferedLoad) -> [String] {
        targets(scenario) + rates(scenario) + time(scenario) + unused(scenario) + offered.warnings
    }

    private static func targets(_ scenario: Scenario) -> [String] {
        scenario.targets.flatMap { target in
            var found: [String] = []
            if !target.tls.isVerified {
                found.append("target \(target.name): `verify: false` trusts anybody")
            }
            if target.auth != nil, target.url.hasPrefix("http://"), !target.isLocal {
                found.append("target \(target.name): the password crosses the network in clear")
            }
            return found
        }
    }

    private static func rates(_ scenario: Scenario) -> [String] {
        var found: [String] = []
        for entry in scenario.traffic {
            guard case .rate(let rate) = entry.amount, rate < 1.0 / 3600 else { continue }
            found.append(
                "\(entry.name): \(Quantity.text(rate, .rate)) is even over day and night; "
                    + "a busy hour is stated by `demand` and `weight`"
            )
        }
        if let closed = scenario.closedLoop {
            found.append("closed loop: a slow target is asked less, which flatters it")
            if closed.workers > scenario.limits.connections {
                found.append(
                    "closed loop: \(closed.workers) workers share limits.connections of "
                        + "\(scenario.limits.connections), the others wait in the generator"
                )
            }
        }
        return found
    }

    /// Bounds that cannot be told because the target's time-out comes first.
    private static func time(_ scenario: Scenario) -> [String] {
        scenario.clauses.flatMap { clause -> [String] in
            guard case .operation(let name) = clause.subject,
                let entry = scenario.traffic.first(where: { $0.name == name }),
                let target = scenario.target(named: entry.target)
            else { return [] }
            return clause.bounds.filter { $0.limit > target.timeout && !entry.isBurst }.map {
                let limit = Quantity.text($0.limit.seconds, .duration)
                let timeout = Quantity.text(target.timeout.seconds, .duration)
                return "slo \(name): \(limit) is beyond the target's time-out of \(timeout)"
            }
        }
    }

    private static func unused(_ scenario: Scenario) -> [String] {
        let arriving = scenario.traffic.compactMap(\.session)
        var found = scenario.sessions.map(\.name).filter { !arriving.contains($0) }
            .map { "session \($0) is not in `traffic`" }
        if scenario.clauses.allSatisfy({ $0.bounds.isEmpty && $0.errors == nil }) {
            found.append("no slo clause: the run can only tell what it saw")
        }
        return found
    }
}

extension Scenario {
    /// Mean of the profile over its time.
    var meanFactor: Double {
        let seconds = profile.duration.seconds
        return seconds > 0 ? profile.arrivals / seconds : 0
    }
}

extension Scenario.Traffic {
    /// Whether one operation is many requests, each with a time-out of its own.
    fileprivate var isBurst: Bool {
        guard case .operation(let operation) = work else { return true }
        return ["upload.study", "stow.study"].contains(operation.kind.name)
    }
}
