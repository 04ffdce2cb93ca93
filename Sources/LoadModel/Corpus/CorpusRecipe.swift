/// All that a corpus depends on: whoever has the same recipe makes the same bytes.
///
/// Study `i` is a function of the recipe and `i`; nothing is kept, and there is no last study.
/// Counts pass through the C library's exp and log, so two machines could in principle round one
/// study in some 10¹² differently.
package struct CorpusRecipe: Hashable, Sendable {
    package let seed: UInt64
    /// In the recipe's scale.
    package let mix: ModalityMix
    /// The share of uploads that repeat an earlier study, since servers treat repeats otherwise.
    package let resendShare: Double
    /// The share of studies that are valid but awkward.
    package let edgeShare: Double
    /// No study is later.
    package let lastDay: CivilDate
    /// Newest studies of patients lie in so many days up to ``lastDay``; earlier ones before.
    package let days: Int

    /// - Parameters:
    ///   - mix: In full size.
    ///   - resendShare: 0…0.5.
    ///   - edgeShare: 0…1.
    ///   - lastDay: Fixed by default, since a corpus must not depend on when it is made.
    ///   - days: 7…3,650.
    /// - Throws: ``CorpusError`` — `.badRecipe`.
    package init(
        seed: UInt64,
        mix: ModalityMix = .hospitalGeneral,
        scale: PixelScale = .full,
        resendShare: Double = 0.01,
        edgeShare: Double = 0.01,
        lastDay: CivilDate = CivilDate(2025, 12, 31),
        days: Int = 730
    ) throws(CorpusError) {
        guard (0...0.5).contains(resendShare) else {
            throw CorpusError(.badRecipe, "re-send share \(resendShare) is not within 0…0.5")
        }
        guard (0...1).contains(edgeShare) else {
            throw CorpusError(.badRecipe, "edge share \(edgeShare) is not within 0…1")
        }
        guard (7...3650).contains(days) else {
            throw CorpusError(.badRecipe, "\(days) days are not within 7…3,650")
        }
        self.seed = seed
        self.mix = mix.scaled(by: scale)
        self.resendShare = resendShare
        self.edgeShare = edgeShare
        self.lastDay = lastDay
        self.days = days
    }

    /// Six hexadecimal digits of the seed's hash, in every identifier that people can search for.
    package var token: String {
        var random = CorpusRandom(seed: seed, .tokens)
        let digits = String(random.next() >> 40, radix: 16, uppercase: true)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// Study `index`, whatever the size of the corpus.
    ///
    /// - Parameter index: 0 and more.
    package func study(_ index: Int) -> StudyPlan { StudyPlan(self, index: index) }

    /// The studies of one patient, the earliest first, of study `index` among them.
    ///
    /// Those of one day are in the order in which the corpus has them, whatever their times say.
    ///
    /// - Parameter count: Of studies in the corpus; nil: of all that the patient will ever have.
    package func studies(ofPatientOf index: Int, in count: Int? = nil) -> [Int] {
        let (block, position) = source(of: index).quotientAndRemainder(
            dividingBy: BlockPermutation.count
        )
        return PatientBlock(seed: seed, number: block).positions(with: position)
            .map { block * BlockPermutation.count + $0 }
            .filter { $0 < count ?? .max && source(of: $0) == $0 }
    }

    /// The study that upload `index` sends: itself, or an earlier one again.
    ///
    /// Of the earlier ones, one of the last 1,000. Members of marker sets are always themselves.
    package func source(of index: Int) -> Int {
        var source = index
        while source > 0, MarkerSets.place(of: source) == nil {
            var random = CorpusRandom(seed: seed, .resends, source)
            guard random.chance(resendShare) else { break }
            source -= 1 + random.below(min(1000, source))
        }
        return source
    }
}
