internal import Glibc

/// Learns a mix from an archive's counts and sizes.
package enum CorpusLearner {
    /// - Parameters:
    ///   - counts: Of the whole archive; nil leaves out the comparison.
    ///   - samples: Studies drawn at random; 100 and more make sense.
    ///   - mix: The mix whose lines are to be fitted.
    /// - Throws: ``CorpusError`` — `.nothingLearned` when too few samples fall on a line of the
    ///   mix.
    package static func learn(
        counts: ArchiveCounts?,
        samples: [StudySample],
        mix: ModalityMix = .hospitalGeneral
    ) throws(CorpusError) -> LearnedMix {
        let useful = samples.filter { $0.series > 0 && $0.instances > 0 && $0.bytes > 0 }
        var groups: [String: [StudySample]] = [:]
        for sample in useful {
            guard let modality = sample.modality, let row = mix.row(of: modality) else { continue }
            groups[row.name, default: []].append(sample)
        }
        let rows = mix.rows.map { row in
            LearnedRow(row.name, groups[row.name] ?? [], of: max(1, useful.count))
        }
        guard rows.contains(where: { $0.sampled > 0 }) else {
            throw CorpusError(
                .nothingLearned,
                "of \(samples.count) sampled studies no \(LearnedRow.fewest) fall on one line of "
                    + "mix \(mix.name)"
            )
        }
        return LearnedMix(
            base: mix.name,
            counts: counts,
            sampled: samples.count,
            used: useful.count,
            rows: rows,
            ages: StudyAge.shares(useful.map(\.age)),
            instancesPerStudy: mean(useful.map { Double($0.instances) })
        )
    }

    static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    /// The standard deviation of the logarithms, by n − 1.
    static func logarithmicDeviation(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let logarithms = values.map { log($0) }
        let centre = mean(logarithms)
        let squares = logarithms.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
        return (squares / Double(values.count - 1)).squareRoot()
    }
}
