internal import Basics
internal import Yams

/// What must hold.
extension SectionReader {
    /// - Parameter scenario: All but the clauses is filled in.
    /// - Returns: What the file states, then one clause for each traffic entry that has none of its
    ///   own: all of it must be correct, or as much as is stated of the least of its marks.
    func clauses(in scenario: Scenario) -> [Scenario.Clause] {
        var found: [Scenario.Clause] = []
        for (node, path) in elements("slo") {
            let reader = SectionReader(node, .clause, path, log)
            guard let clause = reader.clause(in: scenario) else { continue }
            if found.contains(where: { $0.subject == clause.subject }) {
                let key = reader.states("op") ? "op" : "session"
                reader.add(.contradiction, key, "has a clause already; state all bounds in one")
            }
            found.append(clause)
        }
        for entry in scenario.traffic
        where !found.contains(where: { $0.subject == entry.subject }) {
            let marks = found.filter { $0.subject.entry == entry.name }
            let correct = marks.map(\.correct).min() ?? 1
            found.append(.init(subject: entry.subject, bounds: [], errors: nil, correct: correct))
        }
        return found
    }

    private func clause(in scenario: Scenario) -> Scenario.Clause? {
        let subject = subject(mark: nameIfAny("mark"), in: scenario)
        let (bounds, errors) = (bounds(), valueIfAny("errors"))
        let correct = value("correct")
        let stated = KeySection.quantiles.map(\.key) + ["errors", "correct"]
        if subject != nil, misspelt.isEmpty, !stated.contains(where: states) {
            add(.missing, "p99", "nothing is stated; expected a quantile, errors or correct")
        }
        return subject.map {
            Scenario.Clause(subject: $0, bounds: bounds, errors: errors, correct: correct)
        }
    }

    private func subject(
        mark: String?,
        in scenario: Scenario
    ) -> Scenario.Clause.Subject? {
        switch (states("op"), states("session")) {
        case (true, true):
            add(.contradiction, "session", "stands beside `op`; expected one of them")
        case (false, false):
            add(
                .missing,
                "op",
                "is missing; expected `op` or `session`, the name of a traffic entry"
            )
        case (true, false):
            if states("mark") { add(.contradiction, "mark", "only a session has marks") }
            return operation(in: scenario)
        case (false, true): return session(mark: mark, in: scenario)
        }
        return nil
    }

    private func operation(in scenario: Scenario) -> Scenario.Clause.Subject? {
        guard let name = nameIfAny("op") else { return nil }
        let known = scenario.traffic.filter { $0.session == nil }.map(\.name)
        guard known.contains(name) else {
            let names = known.isEmpty ? "has no operations" : "has " + known.joined(separator: ", ")
            add(.contradiction, "op", "\(name.quoted) is not in `traffic`, which \(names)")
            return nil
        }
        return .operation(name)
    }

    private func session(
        mark: String?,
        in scenario: Scenario
    ) -> Scenario.Clause.Subject? {
        guard let name = nameIfAny("session") else { return nil }
        let entries = scenario.traffic.filter { $0.session != nil }
        guard let entry = entries.first(where: { $0.name == name }) else {
            let known = entries.map(\.name)
            let names = known.isEmpty ? "has no sessions" : "has " + known.joined(separator: ", ")
            add(.contradiction, "session", "\(name.quoted) is not in `traffic`, which \(names)")
            return nil
        }
        let marks = entry.session.flatMap(scenario.session)?.marks ?? []
        if let mark, !marks.contains(mark) {
            let known = marks.isEmpty ? "it has none" : "known: " + marks.joined(separator: ", ")
            add(.contradiction, "mark", "\(mark.quoted) is no mark of this session; \(known)")
        }
        return .session(name, mark: mark)
    }

    private func bounds() -> [Scenario.Clause.Bound] {
        var found: [Scenario.Clause.Bound] = []
        var last = ""
        for (key, quantile) in KeySection.quantiles {
            guard let limit = durationIfAny(key) else { continue }
            if let lower = found.last?.limit, limit < lower {
                let (high, low) = (limit.seconds, lower.seconds)
                let texts = (Quantity.text(high, .duration), Quantity.text(low, .duration))
                add(.contradiction, key, "\(texts.0) is below \(last), which is \(texts.1)")
            }
            last = key
            found.append(.init(quantile: quantile, limit: limit))
        }
        return found
    }
}

extension Scenario.Traffic {
    /// Name of the session that arrives.
    package var session: String? {
        if case .session(let name) = work { return name }
        return nil
    }

    fileprivate var subject: Scenario.Clause.Subject {
        session == nil ? .operation(name) : .session(name, mark: nil)
    }
}
