internal import Yams

/// What users do.
extension SectionReader {
    func sessions() -> [Scenario.Session] {
        pairs("sessions").compactMap { key, node, mark in
            let path = "\(join("sessions")).\(key)"
            guard Self.isName(key) else {
                let text =
                    "\(key.quoted) stands here; expected \(ScenarioKey.Kind.name.expectation)"
                log.add(.wrongType, at: mark, join("sessions"), text)
                return nil
            }
            return SectionReader(node, .session, path, log).session(named: key)
        }
    }

    private func session(named name: String) -> Scenario.Session {
        var session = Scenario.Session(
            name: name,
            browserConnections: count("browserConnections"),
            steps: []
        )
        for (node, path) in elements("steps", mayBeEmpty: false) {
            guard let step = step(node, path, after: session.steps) else { continue }
            if let mark = step.mark, session.marks.contains(mark) {
                let text = "another step has the mark \(mark.quoted)"
                log.add(.contradiction, at: node.mark, path, text)
            }
            session.steps.append(step)
        }
        return session
    }

    /// A step is a mapping with one key, its kind; a kind alone stands for all defaults.
    private func step(_ node: Node, _ path: String, after: [Scenario.Step]) -> Scenario.Step? {
        if let text = Self.text(node) {
            guard let kind = kind(text, node.mark, path), kind.name != "think" else {
                if text == "think" {
                    log.add(.missing, at: node.mark, path, "think: expected how long: \(Self.time)")
                }
                return nil
            }
            let section = KeySection.step(kind)
            let reader = SectionReader(absent: section, "\(path).\(text)", log, at: node.mark)
            return reader.step(kind, after: after)
        }
        guard case .mapping(let mapping) = node, mapping.count == 1, let pair = mapping.first else {
            let what = Self.kind(of: node)
            let text = "\(what) stands here; expected a mapping with one key, the step's kind"
            log.add(.wrongType, at: node.mark, path, text)
            return nil
        }
        guard let kind = kind(Self.text(pair.key) ?? "", pair.key.mark, path) else { return nil }
        guard kind.name != "think" else { return think(pair.value, "\(path).think") }
        let section = KeySection.step(kind)
        let reader = SectionReader(pair.value, section, "\(path).\(kind.name)", log)
        return reader.step(kind, after: after)
    }

    private func kind(_ name: String, _ mark: Mark?, _ path: String) -> StepKind? {
        if let kind = StepKind.named(name) { return kind }
        let known = StepKind.table.map(\.name).joined(separator: ", ")
        log.add(.unknownKey, at: mark, path, "\(name.quoted) is no step; known: \(known)")
        return nil
    }

    private func step(_ kind: StepKind, after: [Scenario.Step]) -> Scenario.Step {
        let mark = section.key("mark") == nil ? nil : nameIfAny("mark")
        return Scenario.Step(action: action(kind, after: after), mark: mark)
    }

    private func action(_ kind: StepKind, after: [Scenario.Step]) -> Scenario.Step.Action {
        if let search = kind.search { return .search(operation(search)) }
        if let form = Scenario.Images.Form(rawValue: kind.name) { return .images(images(form)) }
        if kind.name == "prior" { return .prior(prior(after: after)) }
        return .metadata
    }

    private func images(_ form: Scenario.Images.Form) -> Scenario.Images {
        Scenario.Images(
            form: form,
            pick: choice("pick", or: .firstOfEachSeries),
            share: distribution("share"),
            parallel: count("parallel")
        )
    }

    private func prior(after: [Scenario.Step]) -> Scenario.Prior {
        let wanted = names("reuse")
        let known = after.map(\.kind)
        let reusable = known.indices.filter { ![nil, "find", "qido"].contains(known[$0]) }
        for name in wanted where !reusable.contains(where: { known[$0] == name }) {
            let text = "\(name.quoted) is no earlier step that can be done again"
            add(.contradiction, "reuse", text)
        }
        let steps = reusable.filter { wanted.isEmpty || wanted.contains(known[$0] ?? "") }
        if reusable.isEmpty, wanted.isEmpty {
            add(.contradiction, "reuse", "there is no earlier step that can be done again")
        }
        return Scenario.Prior(
            probability: value("probability"),
            latest: last("strategy"),
            steps: steps
        )
    }

    /// `last(2)`.
    private func last(_ name: String) -> Int {
        guard case .last(let range) = row(name).kind else { return 0 }
        guard let text = scalar(name) else { return range.lowerBound }
        let isCall = text.hasPrefix("last(") && text.hasSuffix(")")
        let number = isCall ? text.dropFirst(5).dropLast() : ""
        guard let count = Int(number), range.contains(count) else {
            refuse(.wrongType, name, "\(text.quoted) stands here")
            return range.lowerBound
        }
        return count
    }

    // MARK: Distributions

    private static let time = ScenarioKey.Kind.distribution(.duration).expectation

    private func think(_ node: Node, _ path: String) -> Scenario.Step? {
        guard let text = Self.text(node) else {
            let what = Self.kind(of: node)
            log.add(.wrongType, at: node.mark, path, "\(what) stands here; expected \(Self.time)")
            return nil
        }
        do {
            let time = try Scenario.Distribution(text, .duration, 0.001...3600)
            return Scenario.Step(action: .think(time))
        } catch {
            log.add(.wrongUnit, at: node.mark, path, "\(error.text); expected \(Self.time)")
            return nil
        }
    }

    private func distribution(_ name: String) -> Scenario.Distribution {
        guard let text = scalar(name) else { return .constant(0) }
        do {
            return try Scenario.Distribution(text, .share, 0.000001...1)
        } catch {
            refuse(.wrongUnit, name, error.text)
            return .constant(0)
        }
    }
}

extension Scenario.Step {
    /// Nil for what can't be done again.
    fileprivate var kind: String? {
        switch action {
        case .search(let operation): operation.kind.name
        case .metadata: "metadata"
        case .images(let images): images.form.rawValue
        case .think, .prior: nil
        }
    }
}

extension Scenario.Distribution {
    /// Reads `60%`, `constant(1s)`, `exponential(4s)` or `lognormal(4s, 0.8)`.
    ///
    /// - Parameter range: Of the mean, in the dimension's base unit.
    init(
        _ text: String,
        _ dimension: Quantity.Dimension,
        _ range: ClosedRange<Double>
    ) throws(Quantity.Fault) {
        let form = text.prefix { $0 != "(" }
        let isPlain = form.count == text.count
        guard isPlain || text.hasSuffix(")") else {
            throw Quantity.Fault(text: "\(text.quoted) has no `)`")
        }
        let inner = isPlain ? text[...] : text.dropFirst(form.count + 1).dropLast()
        let parts = inner.split(separator: ",", omittingEmptySubsequences: false).map {
            String($0.drop { $0 == " " })
        }
        let mean = try Quantity(parts.first ?? "", dimension).value
        guard range.contains(mean) else {
            let limits = ScenarioKey.Kind.quantity(dimension, range).limits
            throw Quantity.Fault(text: "\(text.quoted) is out of range, \(limits)")
        }
        switch (form, parts.count) {
        case _ where isPlain && parts.count == 1, ("constant", 1): self = .constant(mean)
        case ("exponential", 1): self = .exponential(mean: mean)
        case ("lognormal", 2):
            guard let shape = Quantity.number(parts[1]), (0...3).contains(shape) else {
                throw Quantity.Fault(text: "\(parts[1].quoted) is no shape from 0 to 3")
            }
            self = .lognormal(mean: mean, shape: shape)
        default: throw Quantity.Fault(text: "\(text.quoted) is no distribution")
        }
    }
}
