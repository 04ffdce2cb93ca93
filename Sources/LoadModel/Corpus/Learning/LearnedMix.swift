/// A mix learned from an archive: counts and sizes, and nothing else.
package struct LearnedMix: Hashable, Sendable {
    /// The mix whose lines it changes.
    package let base: String
    package let counts: ArchiveCounts?
    /// Studies that were looked at, those without use included.
    package let sampled: Int
    package let rows: [LearnedRow]
    /// Of the samples; to be compared with the archive's.
    package let instancesPerStudy: Double

    /// By line of the mix, for ``ModalityMix/overriding(_:)``.
    package var overrides: [String: MixOverride] {
        var overrides: [String: MixOverride] = [:]
        for row in rows { overrides[row.name] = row.change }
        return overrides
    }

    /// The mix file: YAML with the keys of a scenario's corpus, and as comments what those keys
    /// can't say.
    package var yaml: String {
        var lines = ["# A mix learned from an archive: counts and sizes, no identifiers."]
        let used = rows.reduce(0) { $0 + $1.sampled }
        lines.append("# Sampled studies: \(sampled), of them used: \(used).")
        if let counts { lines += comparison(counts) }
        lines += ["corpus:", "  mix: \(base)", "  overrides:"]
        for row in rows { lines += Self.lines(row) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func comparison(_ counts: ArchiveCounts) -> [String] {
        let archive = Double(counts.instances) / Double(max(1, counts.studies))
        return [
            """
            # Archive: \(counts.patients) patients, \(counts.studies) studies, \
            \(counts.series) series, \(counts.instances) instances, \(counts.bytes) bytes.
            """,
            """
            # Instances a study: \(Self.plain(archive, 2)) in the archive, \
            \(Self.plain(instancesPerStudy, 2)) in the sample.
            """,
        ]
    }

    /// A line of several modalities goes by the first one, which means all of it.
    private static func lines(_ row: LearnedRow) -> [String] {
        let change = row.change
        var lines = ["    # \(row.name): \(row.sampled) studies"]
        if let sigma = change.imagesSigma, let cap = change.imagesCap {
            lines[0] += ", sigma of images \(plain(sigma, 3)), at most \(cap)"
        }
        var parts: [String] = []
        if let share = change.share { parts.append("share: \(plain(share * 100, 4))%") }
        if let mean = change.seriesMean { parts.append("series: \(plain(mean, 3))") }
        if let mean = change.imagesMean { parts.append("images: \(plain(mean, 3))") }
        if let bytes = change.bytesPerInstance { parts.append("imageSize: \(plain(bytes, 0))B") }
        let name = row.name.prefix { $0 != "/" }
        return lines + ["    \(name): { \(parts.joined(separator: ", ")) }"]
    }

    /// Without the commas that people like.
    private static func plain(_ number: Double, _ decimals: Int) -> String {
        PlainNumber(number, decimals: decimals).description.filter { $0 != "," }
    }
}
