/// A mix as it lies in a file of its own, for `corpus.mix` of a scenario: what `corpus learn`
/// writes, or a person. Reference: loadtests/README.md.
package struct MixFile: Hashable, Sendable {
    /// Name of the mix that ships whose lines it changes.
    package var base: String
    /// Of the archive that it was learned from.
    package var archive: ArchiveCounts?
    package var sampled: Int?
    package var used: Int?
    /// By line of the base; one that isn't here has no studies.
    package var lines: [String: MixOverride]
    /// Of studies that are of none of the lines.
    package var otherShare: Double
    /// Told, and not used: when the synthetic studies were made follows from the corpus.
    package var ages: [StudyAge: Double]

    /// - Parameters:
    ///   - text: The whole file, at most 1 MiB.
    ///   - name: The file's name, for errors.
    /// - Throws: ``ScenarioError`` with everything that is wrong, one line each.
    package static func read(text: String, name: String) throws(ScenarioError) -> MixFile {
        let log = ProblemLog(file: name)
        guard let document = ScenarioDocument(text, log) else { throw ScenarioError(log.problems) }
        let file = SectionReader(document.root, .mixFile, "", log).mixFile()
        try log.check()
        return file
    }

    /// The base with this file's lines. What is of none of them is shared out among them.
    ///
    /// - Parameter name: How it is called in the arithmetic.
    package func mix(named name: String) throws(CorpusError) -> ModalityMix {
        let base = try ModalityMix.named(base)
        var overrides: [String: MixOverride] = [:]
        for row in base.rows { overrides[row.name] = lines[row.name] ?? MixOverride(share: 0) }
        return try base.overriding(overrides).named(name, lines: arithmetic)
    }

    private var arithmetic: [String] {
        var text = ["lines of \(base), changed by a mix file"]
        if let archive {
            text.append(
                """
                learned from \(PlainNumber(archive.studies)) studies, \
                \(PlainNumber(archive.series)) series, \(PlainNumber(archive.instances)) \
                instances, \(PlainNumber.bytes(Double(archive.bytes))) of \
                \(PlainNumber(archive.patients)) patients: \
                \(PlainNumber(Double(archive.instances) / Double(max(1, archive.studies)))) \
                instances a study
                """
            )
        }
        if let sampled {
            text.append("sampled studies: \(PlainNumber(sampled)), used: \(PlainNumber(used ?? 0))")
        }
        if otherShare > 0 {
            text.append(
                "OTHER: \(PlainNumber(otherShare * 100, decimals: 1)) % of studies are of none of "
                    + "the lines and are shared out among them"
            )
        }
        let shares = StudyAge.allCases.compactMap { age in
            ages[age].map { "\(age.rawValue) \(PlainNumber($0 * 100, decimals: 1)) %" }
        }
        if !shares.isEmpty { text.append("ages, not used: \(shares.joined(separator: ", "))") }
        return text
    }

    /// For a run's report: what its studies followed.
    package var facts: [RunIdentity.Fact] {
        let shares = lines.sorted { $0.key < $1.key }.map { name, change in
            "\(name) \(PlainNumber((change.share ?? 0) * 100, decimals: 2)) %"
        }
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for (name, change) in lines.sorted(by: { $0.key < $1.key }) {
            for byte in "\(name)\(change)".utf8 {
                digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3
            }
        }
        return [
            RunIdentity.Fact(
                "mix file",
                "\(shares.joined(separator: ", ")); digest \(String(digest, radix: 16))"
            )
        ]
    }
}
