/// An access log's arrivals, with the data and the promises of a scenario.
package struct LogReplay: Sendable {
    /// The scenario with the log's classes as its traffic, and their arrivals as its recording.
    package let scenario: Scenario
    /// For the report: what was taken of the log, in counts.
    package let facts: [RunIdentity.Fact]

    /// Longest replay, in hours: as of a profile.
    private static let mostHours = 168

    /// - Parameter speed: How many times as fast as it was; above 0.
    /// - Throws: ``ReplayError`` for a log without use, or a scenario that can't answer it.
    package init(_ log: AccessLog, in scenario: Scenario, speed: Double) throws(ReplayError) {
        guard log.count > 0 else {
            throw ReplayError(
                "no line tells of a request that can be replayed: \(log.unknown) of no known kind, "
                    + "\(log.outside) outside of the window, \(log.unreadable) not in common or "
                    + "combined format"
            )
        }
        let duration = log.span / speed
        guard duration <= .seconds(Self.mostHours * 3600) else {
            throw ReplayError(
                "takes longer than \(Self.mostHours) h; cut it with --from and --to, or set --speed"
            )
        }
        guard scenario.closedLoop == nil else {
            throw ReplayError("a replay keeps to the log's moments; the scenario has a closedLoop")
        }
        var changed = scenario
        changed.traffic = Self.traffic(log, scenario, duration)
        changed.sessions = []
        changed.arrival = .deterministic
        changed.profile = .constant(1, for: duration)
        changed.plan = .fixed(repeats: 1)
        changed.clauses = Self.clauses(scenario, changed.traffic)
        try Self.checkStored(changed, scenario.preloads[0])
        changed.recording = Recording(
            streams: changed.traffic.map { entry in
                log.arrivals(of: entry.kindName, speed: speed, seed: scenario.seed)
            }
        )
        self.scenario = changed
        facts = Self.facts(log, speed)
    }

    /// One entry a class: as the scenario has it, if it has it, else with the usual settings.
    private static func traffic(
        _ log: AccessLog,
        _ scenario: Scenario,
        _ duration: Duration
    ) -> [Scenario.Traffic] {
        let seconds = max(1e-9, duration / .seconds(1))
        return log.counts.compactMap { name, count in
            guard let kind = OperationKind.named(name) else { return nil }
            let amount = Scenario.Traffic.Amount.rate(Double(count) / seconds)
            if var entry = scenario.traffic.first(where: { $0.kindName == name }) {
                entry.amount = amount
                return entry
            }
            // An entry of another kind may be called so.
            let isTaken = scenario.traffic.contains { $0.name == name }
            return Scenario.Traffic(
                name: isTaken ? "replay-\(name)" : name,
                work: .operation(.usual(kind)),
                target: scenario.targets[0].name,
                amount: amount
            )
        }
    }

    /// What the scenario promises of the entries that there are; all else must be correct.
    private static func clauses(
        _ scenario: Scenario,
        _ traffic: [Scenario.Traffic]
    ) -> [Scenario.Clause] {
        traffic.flatMap { entry in
            let subject = Scenario.Clause.Subject.operation(entry.name)
            let stated = scenario.clauses.filter { $0.subject == subject }
            return stated.isEmpty
                ? [Scenario.Clause(subject: subject, bounds: [], errors: nil, correct: 1)] : stated
        }
    }

    private static func checkStored(
        _ scenario: Scenario,
        _ stored: Int
    ) throws(ReplayError) {
        for entry in scenario.traffic {
            guard case .operation(let operation) = entry.work else { continue }
            let sets = operation.selectivity?.parts.map(\.set.preload) ?? []
            let needed =
                switch operation.kind.need {
                case .nothing: 0
                case .study: 1
                case .answers: sets.max() ?? 1
                }
            guard stored < needed else { continue }
            throw ReplayError(
                "\(entry.kindName) needs \(needed) preloaded studies, but the scenario has \(stored)"
            )
        }
    }

    private static func facts(_ log: AccessLog, _ speed: Double) -> [RunIdentity.Fact] {
        let span = PlainNumber(log.span / .seconds(1), decimals: 0)
        var facts = [
            RunIdentity.Fact(
                "replay",
                "\(PlainNumber(log.count)) requests of an access log of \(span) s, at "
                    + "\(RunVerdict.figure(speed))x"
            )
        ]
        for (kind, count) in log.counts {
            facts.append(RunIdentity.Fact("replay \(kind)", "\(PlainNumber(count))"))
        }
        for (name, count) in [
            ("of no known kind", log.unknown), ("outside of the window", log.outside),
            ("lines not read", log.unreadable),
        ] where count > 0 {
            facts.append(RunIdentity.Fact("replay \(name)", "\(PlainNumber(count)), left out"))
        }
        return facts
    }
}

/// Why an access log can't be replayed.
package struct ReplayError: Error, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

extension Scenario.Traffic {
    /// Name of its operation; empty for a session.
    fileprivate var kindName: String {
        if case .operation(let operation) = work { operation.kind.name } else { "" }
    }
}

extension Scenario.Operation {
    /// One with the settings of a scenario that states none.
    fileprivate static func usual(_ kind: OperationKind) -> Self {
        var operation = Self(kind: kind)
        switch kind.name {
        case "find", "qido":
            operation.selectivity = .init(parts: [.init(set: .one, share: 1)])
            if kind.name == "find" { (operation.level, operation.isExpanded) = (.study, true) }
        case "stow.study": operation.batch = 10
        case "changes": operation.limit = 100
        default: break
        }
        return operation
    }
}
