package import LoadModel

extension CorpusRecipe {
    /// The corpus that a scenario asks for.
    ///
    /// - Throws: ``CorpusError`` for a mix or a modality that isn't known.
    package init(_ corpus: Scenario.Corpus) throws(CorpusError) {
        var overrides: [String: MixOverride] = [:]
        for change in corpus.overrides {
            var override = MixOverride()
            override.share = change.share
            override.seriesMean = change.series
            override.imagesMean = change.images
            override.bytesPerInstance = change.imageBytes
            overrides[change.modality] = override
        }
        let mix = try Self.base(of: corpus).overriding(overrides)
        try self.init(
            seed: corpus.seed,
            mix: mix,
            scale: corpus.pixels == .small ? .small : .full,
            resendShare: corpus.resend,
            edgeShare: corpus.edges
        )
    }

    private static func base(of corpus: Scenario.Corpus) throws(CorpusError) -> ModalityMix {
        guard let learned = corpus.learned else { return try ModalityMix.named(corpus.mix) }
        return try learned.mix(named: corpus.mix)
    }
}
