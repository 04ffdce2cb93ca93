/// A mix learned from an archive: counts, sizes, modalities and coarse ages, and nothing else.
package struct LearnedMix: Hashable, Sendable {
    /// The mix whose lines it changes.
    package let base: String
    package let counts: ArchiveCounts?
    /// Studies that were looked at.
    package let sampled: Int
    /// Of these, those that hold something.
    package let used: Int
    package let rows: [LearnedRow]
    package let ages: [StudyAge: Double]
    /// Of the samples; to be compared with the archive's.
    package let instancesPerStudy: Double

    /// Of the modalities that were too rare to be told, or that the mix has no line for.
    package var otherShare: Double { max(0, 1 - rows.reduce(0) { $0 + ($1.change.share ?? 0) }) }

    /// The mix file, for ``MixFile``.
    package var yaml: String {
        var lines = [
            "# Learned from an archive: counts, sizes, modalities, coarse ages; no identifiers.",
            "# Modalities with fewer than \(LearnedRow.fewest) sampled studies are in OTHER.",
        ]
        if let counts { lines.append(comparison(counts)) }
        lines += ["version: 1", "base: \(base)"]
        if let counts { lines.append("archive: \(Self.mapping(counts))") }
        lines += ["sample: { studies: \(sampled), used: \(used) }", "modalities:"]
        lines += rows.filter { $0.sampled > 0 }.map(Self.line)
        if otherShare > 1e-9 { lines.append("  OTHER: { share: \(Self.percent(otherShare)) }") }
        let shares = StudyAge.allCases.compactMap { age in
            ages[age].map { "\(age.rawValue): \(Self.percent($0))" }
        }
        lines.append("ages: { \(shares.joined(separator: ", ")) }")
        return lines.joined(separator: "\n") + "\n"
    }

    private func comparison(_ counts: ArchiveCounts) -> String {
        let archive = Double(counts.instances) / Double(max(1, counts.studies))
        return """
            # Instances a study: \(Self.plain(archive, 2)) in the archive, \
            \(Self.plain(instancesPerStudy, 2)) in the sample.
            """
    }

    private static func mapping(_ counts: ArchiveCounts) -> String {
        """
        { patients: \(counts.patients), studies: \(counts.studies), series: \(counts.series), \
        instances: \(counts.instances), bytes: \(counts.bytes)B }
        """
    }

    private static func line(_ row: LearnedRow) -> String {
        let change = row.change
        var parts: [String] = []
        if let share = change.share { parts.append("share: \(percent(share))") }
        if let mean = change.seriesMean { parts.append("series: \(plain(mean, 3))") }
        if let mean = change.imagesMean { parts.append("images: \(plain(mean, 3))") }
        if let sigma = change.imagesSigma { parts.append("sigma: \(plain(sigma, 3))") }
        if let cap = change.imagesCap { parts.append("most: \(cap)") }
        if let bytes = change.bytesPerInstance { parts.append("imageSize: \(plain(bytes, 0))B") }
        return "  \(row.name): { \(parts.joined(separator: ", ")) }"
    }

    private static func percent(_ share: Double) -> String { plain(share * 100, 4) + "%" }

    /// Without the commas that people like.
    private static func plain(_ number: Double, _ decimals: Int) -> String {
        PlainNumber(number, decimals: decimals).description.filter { $0 != "," }
    }
}
