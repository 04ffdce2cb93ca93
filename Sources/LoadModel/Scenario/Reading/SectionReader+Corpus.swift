internal import Yams

/// The synthetic studies, and the hospital that makes them.
extension SectionReader {
    func corpus(targets: [Scenario.Target]) -> Scenario.Corpus {
        let inner = nested("corpus", .corpus)
        return Scenario.Corpus(
            seed: UInt64(inner.count("seed")),
            mix: inner.mix(),
            overrides: inner.overrides(),
            pixels: inner.choice("pixels", or: .small),
            resend: inner.value("resend"),
            edges: inner.value("edges"),
            preload: inner.nested("preload", .preload).preload(targets: targets)
        )
    }

    private func preload(targets: [Scenario.Target]) -> Scenario.Corpus.Preload {
        let known = targets.map(\.name)
        let names = names("targets")
        for name in names where !known.contains(name) {
            let text = "\(name.quoted) is no target; known: \(known.joined(separator: ", "))"
            add(.contradiction, "targets", text)
        }
        return Scenario.Corpus.Preload(
            studies: count("studies"),
            limitBytes: valueIfAny("atMost").map { Int($0) },
            targets: names.isEmpty ? Array(known.prefix(1)) : names
        )
    }

    private func mix() -> String {
        guard let text = lineIfAny("mix") else { return "" }
        return Scenario.Corpus.isMixFile(text) ? text : name("mix")
    }

    private func overrides() -> [Scenario.Corpus.Override] {
        pairs("overrides").compactMap { key, node, mark in
            let path = "\(join("overrides")).\(key)"
            guard Self.isModality(key) else {
                let text = "\(key.quoted) is no modality; expected \(Self.modalities)"
                log.add(.wrongType, at: mark, join("overrides"), text)
                return nil
            }
            let reader = SectionReader(node, .override, path, log)
            return Scenario.Corpus.Override(
                modality: key,
                share: reader.valueIfAny("share"),
                series: reader.numberIfAny("series"),
                images: reader.numberIfAny("images"),
                imageBytes: reader.valueIfAny("imageSize")
            )
        }
    }

    static let modalities = "two capital letters such as CT"

    static func isModality(_ text: String) -> Bool {
        text.utf8.count == 2 && text.utf8.allSatisfy { (65...90).contains($0) }
    }

    func demand() -> Scenario.Demand? {
        guard states("demand") else { return nil }
        let inner = nested("demand", .demand)
        let days = inner.count("workingDays")
        let studies = inner.quantityIfAny("studies")
        let perYear =
            (studies?.number ?? 0) * (studies?.unit.symbol == "/day" ? Double(days) : 1)
        let share = inner.value("busyHourShare")
        if share == 0, inner.states("busyHourShare") {
            inner.add(.outOfRange, "busyHourShare", "is 0; expected a share such as 10.1%")
        }
        return Scenario.Demand(
            studiesPerYear: perYear,
            workingDays: days,
            busyHourShare: share,
            growth: inner.valueIfAny("growth")
        )
    }
}
