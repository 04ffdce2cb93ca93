internal import Yams

/// Reads mix files, as strictly as scenarios.
extension SectionReader {
    func mixFile() -> MixFile {
        _ = choice("version")
        let base = name("base")
        var known = ModalityMix.hospitalGeneral
        do {
            known = try ModalityMix.named(base)
        } catch {
            if !base.isEmpty { add(.contradiction, "base", error.description) }
        }
        var (lines, other) = ([String: MixOverride](), 0.0)
        for (name, node, mark) in pairs("modalities") {
            let path = "modalities.\(name)"
            if name == "OTHER" {
                other = SectionReader(node, .mixOther, path, log).value("share")
            } else if known.rows.contains(where: { $0.name == name }) {
                lines[name] = SectionReader(node, .mixLine, path, log).mixLine()
            } else {
                let names = known.rows.map(\.name).joined(separator: ", ")
                let text = "\(name.quoted) is no line of \(base); expected \(names) or OTHER"
                log.add(.unknownKey, at: mark, "modalities", text)
            }
        }
        checkShares(lines, other)
        let sample = nested("sample", .mixSample)
        return MixFile(
            base: base,
            archive: states("archive") ? nested("archive", .mixArchive).archiveCounts() : nil,
            sampled: sample.countIfAny("studies"),
            used: sample.countIfAny("used"),
            lines: lines,
            otherShare: other,
            ages: nested("ages", .mixAges).ages()
        )
    }

    private func checkShares(_ lines: [String: MixOverride], _ other: Double) {
        let before = log.problems.count
        let sum = lines.values.reduce(other) { $0 + ($1.share ?? 0) }
        guard before == 0, states("modalities") else { return }
        if abs(sum - 1) > 0.005 {
            let text = "shares sum up to \(Quantity.figure(sum * 100))%; expected 100%"
            add(.contradiction, "modalities", text)
        } else if other > 0.999 {
            add(.contradiction, "modalities", "nothing but OTHER; expected a line of the base")
        }
    }

    private func mixLine() -> MixOverride {
        var change = MixOverride(share: value("share"))
        change.seriesMean = numberIfAny("series")
        change.imagesMean = numberIfAny("images")
        change.imagesSigma = numberIfAny("sigma")
        change.imagesCap = countIfAny("most")
        change.bytesPerInstance = valueIfAny("imageSize")
        return change
    }

    private func archiveCounts() -> ArchiveCounts {
        ArchiveCounts(
            patients: count("patients"),
            studies: count("studies"),
            series: count("series"),
            instances: count("instances"),
            bytes: Int(value("bytes"))
        )
    }

    private func ages() -> [StudyAge: Double] {
        var ages: [StudyAge: Double] = [:]
        for age in StudyAge.allCases { ages[age] = valueIfAny(age.rawValue) }
        return ages
    }
}

/// The keys of mix files.
extension KeySection {
    static let mixFile = KeySection(
        "mix file",
        [
            ScenarioKey("version", .choice(["1"]), .required, "of this format"),
            ScenarioKey("base", .name, .required, "the mix whose lines it changes"),
            ScenarioKey(
                "archive",
                .nested("a mapping"),
                .optional("none"),
                "what it was learned from"
            ),
            ScenarioKey(
                "sample",
                .nested("a mapping"),
                .optional("none"),
                "how many studies were seen"
            ),
            ScenarioKey(
                "modalities",
                .nested("a mapping"),
                .required,
                "line of the base: its studies"
            ),
            ScenarioKey("ages", .nested("a mapping"), .optional("none"), "how old studies are"),
        ]
    )

    private static let counted = ScenarioKey.Kind.count(0...1_000_000_000_000)

    static let mixArchive = KeySection(
        "archive",
        ["patients", "studies", "series", "instances"].map {
            ScenarioKey($0, counted, .required, "in all")
        } + [ScenarioKey("bytes", .quantity(.size, 0...1e18), .required, "without compression")]
    )

    static let mixSample = KeySection(
        "sample",
        [
            ScenarioKey("studies", counted, .optional("not told"), "looked at"),
            ScenarioKey("used", counted, .optional("not told"), "that hold something"),
        ]
    )

    static let mixLine = KeySection(
        "modalities.LINE",
        [
            ScenarioKey("share", .share, .required, "of all studies"),
            ScenarioKey("series", .number(1...1000), .optional("as in the base"), "mean"),
            ScenarioKey("images", .number(1...1_000_000), .optional("as in the base"), "mean"),
            ScenarioKey("sigma", .number(0...3), .optional("as in the base"), "of the logarithm"),
            ScenarioKey("most", .count(1...1_000_000), .optional("as in the base"), "images"),
            ScenarioKey(
                "imageSize",
                .quantity(.size, 512...1e10),
                .optional("as in the base"),
                "mean"
            ),
        ]
    )

    static let mixOther = KeySection(
        "modalities.OTHER",
        [ScenarioKey("share", .share, .required, "of all studies")]
    )

    static let mixAges = KeySection(
        "ages",
        StudyAge.allCases.map { ScenarioKey($0.rawValue, .share, .optional("0%"), "of studies") }
    )
}
