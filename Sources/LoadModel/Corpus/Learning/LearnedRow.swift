/// What was learned of one line of a mix.
package struct LearnedRow: Hashable, Sendable {
    /// Of the mix, e.g. `CR/DX`.
    package let name: String
    package let sampled: Int
    /// What the line becomes. Only the share, of a line with fewer than ``least`` samples; a share
    /// of 0, of one with fewer than ``fewest``.
    package let change: MixOverride

    /// Samples below which sizes are left as the mix has them; our choice.
    package static let least = 10
    /// Samples below which a line is folded into what is told of no line, so that no rare study
    /// shows; our choice.
    package static let fewest = 5

    init(_ name: String, _ samples: [StudySample], of total: Int) {
        self.name = name
        let isTold = samples.count >= Self.fewest
        sampled = isTold ? samples.count : 0
        var change = MixOverride(share: Double(sampled) / Double(total))
        if samples.count >= Self.least {
            let instances = samples.map { Double($0.instances) }
            // An archive may answer with any size: as whole numbers they could overflow.
            let bytes = samples.reduce(0) { $0 + Double($1.bytes) }
            change.seriesMean = CorpusLearner.mean(samples.map { Double($0.series) })
            change.imagesMean = CorpusLearner.mean(instances)
            change.imagesSigma = min(3, CorpusLearner.logarithmicDeviation(instances))
            change.imagesCap = Self.roundedUp(samples.map(\.instances).max() ?? 1)
            change.bytesPerInstance = max(512, bytes / instances.reduce(0, +))
        }
        self.change = change
    }

    /// To one digit that counts: the largest study's own count must not show.
    static func roundedUp(_ count: Int) -> Int {
        var unit = 1
        while unit <= count / 10 { unit *= 10 }
        return min(1_000_000, (count + unit - 1) / unit * unit)
    }
}
