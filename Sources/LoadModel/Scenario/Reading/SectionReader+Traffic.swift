internal import Yams

/// What arrives.
extension SectionReader {
    /// - Parameter scenario: All but traffic and clauses is filled in.
    func traffic(in scenario: Scenario) -> [Scenario.Traffic] {
        var found: [Scenario.Traffic] = []
        for (node, path) in elements("traffic", mayBeEmpty: false) {
            let kind = Self.peek(node, "op").flatMap(OperationKind.named)
            let hasSession = Self.peek(node, "op") == nil && Self.peek(node, "session") != nil
            let section = hasSession ? KeySection.traffic : .traffic(kind)
            let reader = SectionReader(node, section, path, log)
            let entry = reader.entry(kind, in: scenario)
            if found.contains(where: { $0.name == entry.name }), !entry.name.isEmpty {
                let key = ["name", "op", "session"].first(where: reader.states) ?? "op"
                let text = "another entry is named \(entry.name.quoted); give one a `name`"
                reader.add(.contradiction, key, text)
            }
            found.append(entry)
        }
        return found
    }

    private func entry(_ kind: OperationKind?, in scenario: Scenario) -> Scenario.Traffic {
        let (work, usual) = work(kind, in: scenario)
        let target = nameIfAny("target") ?? scenario.targets.first?.name ?? ""
        if scenario.target(named: target) == nil, states("target") {
            let known = scenario.targets.map(\.name).joined(separator: ", ")
            add(.contradiction, "target", "\(target.quoted) is no target; known: \(known)")
        }
        return Scenario.Traffic(
            name: nameIfAny("name") ?? usual,
            work: work,
            target: target,
            amount: amount(hasDemand: scenario.demand != nil)
        )
    }

    /// What is done, and what the entry is named for it.
    private func work(
        _ kind: OperationKind?,
        in scenario: Scenario
    ) -> (Scenario.Traffic.Work, usual: String) {
        if states("op"), states("session") {
            add(.contradiction, "session", "stands beside `op`; expected one of them")
        }
        if states("session") || !states("op") {
            return (.session(session(in: scenario)), nameIfAny("session") ?? "")
        }
        guard let kind else {
            refuseOperation()
            return (.session(""), scalar("op") ?? "")
        }
        let operation = operation(kind)
        checkStored(operation, "op", in: scenario)
        return (.operation(operation), kind.name)
    }

    private func refuseOperation() {
        guard let text = scalar("op") else { return }
        if text.hasPrefix("dimse") {
            let refusal = "native DIMSE is not spoken by this version yet"
            add(.unsupported, "op", "\(text.quoted): \(refusal)")
        } else {
            _ = choice("op")
        }
    }

    private func session(in scenario: Scenario) -> String {
        guard states("session") else {
            if !states("op") { add(.missing, "op", "is missing; expected `op` or `session`") }
            return ""
        }
        let name = name("session")
        guard let session = scenario.session(named: name) else {
            let known = scenario.sessions.map(\.name).joined(separator: ", ")
            let names = known.isEmpty ? "there are none" : "known: \(known)"
            add(.contradiction, "session", "\(name.quoted) is none of `sessions`; \(names)")
            return name
        }
        for step in session.steps {
            if case .search(let operation) = step.action {
                checkStored(operation, "session", in: scenario)
            }
        }
        if scenario.preloads.first == 0 { refuseEmpty("session") }
        return name
    }

    private func amount(hasDemand: Bool) -> Scenario.Traffic.Amount {
        switch (states("rate"), states("weight")) {
        case (true, true):
            add(.contradiction, "weight", "stands beside `rate`; expected one of them")
        case (false, false):
            add(.missing, "rate", "is missing; expected `rate`, or `weight` with `demand`")
        case (false, true):
            if !hasDemand { add(.contradiction, "weight", "needs `demand`, which is missing") }
            return .weight(numberIfAny("weight") ?? 1)
        case (true, false): break
        }
        return .rate(value("rate"))
    }

    // MARK: Operations

    /// The keys of `kind`, read from this mapping.
    func operation(_ kind: OperationKind) -> Scenario.Operation {
        var operation = Scenario.Operation(kind: kind)
        for row in kind.keys {
            switch row.name {
            case "path": operation.path = webPath("path")
            case "level": operation.level = choice("level", or: .study)
            case "expand": operation.isExpanded = flag("expand")
            case "selectivity": operation.selectivity = selectivity("selectivity")
            case "modality": operation.modality = modalityIfAny("modality")
            case "parallel": operation.parallel = count("parallel")
            case "batch": operation.batch = count("batch")
            case "limit": operation.limit = count("limit")
            case "abandon": operation.abandon = value("abandon")
            default: wrongRow(row.name)
            }
        }
        return operation
    }

    private func modalityIfAny(_ name: String) -> String? {
        guard let text = scalar(name) else { return nil }
        guard Self.isModality(text) else {
            let found = "\(text.quoted) is no modality"
            add(.wrongType, name, "\(found); expected \(Self.modalities)")
            return nil
        }
        return text
    }

    private func selectivity(_ name: String) -> Scenario.Selectivity {
        if case .mapping? = node(name) { return mixture(name) }
        guard let text = scalar(name) else { return Scenario.Selectivity(parts: []) }
        guard let set = Scenario.Selectivity.AnswerSet(rawValue: text) else {
            let known = Scenario.Selectivity.AnswerSet.allCases.map(\.rawValue)
            let expected = known.joined(separator: ", ")
            add(.wrongType, name, "\(text.quoted) is no set of answers; expected \(expected)")
            return Scenario.Selectivity(parts: [])
        }
        return Scenario.Selectivity(parts: [.init(set: set, share: 1)])
    }

    private func mixture(_ name: String) -> Scenario.Selectivity {
        let sets = Scenario.Selectivity.AnswerSet.allCases
        let rows = sets.map { ScenarioKey($0.rawValue, .share, .optional(""), "") }
        let before = log.problems.count
        let inner = nested(name, KeySection("selectivity", rows))
        let parts = sets.compactMap { set -> Scenario.Selectivity.Part? in
            guard let share = inner.valueIfAny(set.rawValue), share > 0 else { return nil }
            return .init(set: set, share: share)
        }
        let sum = parts.reduce(0) { $0 + $1.share }
        if abs(sum - 1) > 0.001, log.problems.count == before {
            let text = "shares sum up to \(Quantity.figure(sum * 100))%; expected 100%"
            add(.contradiction, name, text)
        }
        return Scenario.Selectivity(parts: parts)
    }

    // MARK: What must be stored before

    private func checkStored(_ operation: Scenario.Operation, _ key: String, in scenario: Scenario)
    {
        let stored = scenario.preloads.first ?? 0
        switch operation.kind.need {
        case .nothing: return
        case .study: if stored == 0 { refuseEmpty(key) }
        case .answers:
            let sets = operation.selectivity?.parts.map(\.set) ?? []
            guard let widest = sets.max(by: { $0.preload < $1.preload }), widest.preload > stored
            else { return }
            let need = "a search for `\(widest.rawValue)` needs \(widest.preload) preloaded studies"
            add(.contradiction, key, "\(need), but there are \(stored)")
        }
    }

    private func refuseEmpty(_ key: String) {
        add(.contradiction, key, "reads stored studies, but none are preloaded")
    }
}
