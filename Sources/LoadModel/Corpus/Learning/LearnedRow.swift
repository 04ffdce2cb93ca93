/// What was learned of one line of a mix.
package struct LearnedRow: Hashable, Sendable {
    /// Of the mix, e.g. `CR/DX`.
    package let name: String
    package let sampled: Int
    /// What the line becomes. Only the share, of a line with fewer than ``least`` samples.
    package let change: MixOverride

    /// Samples below which sizes are left as the mix has them; our choice.
    package static let least = 10

    init(_ name: String, _ samples: [StudySample], of total: Int) {
        self.name = name
        sampled = samples.count
        var change = MixOverride(share: Double(samples.count) / Double(total))
        if samples.count >= Self.least {
            let instances = samples.map { Double($0.instances) }
            let bytes = samples.reduce(0) { $0 + $1.bytes }
            change.seriesMean = CorpusLearner.mean(samples.map { Double($0.series) })
            change.imagesMean = CorpusLearner.mean(instances)
            change.imagesSigma = min(3, CorpusLearner.logarithmicDeviation(instances))
            change.imagesCap = samples.map(\.instances).max() ?? 1
            change.bytesPerInstance = max(512, Double(bytes) / instances.reduce(0, +))
        }
        self.change = change
    }
}
