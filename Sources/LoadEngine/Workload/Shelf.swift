package import LoadModel

/// The corpora of a run: what lies in the targets before it, and what the run uploads.
///
/// Shared by all loops; nothing in it changes.
package final class Shelf: Sendable {
    /// Of the preload: searches and reads refer to its studies 0..<``studies``.
    package let recipe: CorpusRecipe
    package let studies: Int
    package let templates: TemplateLibrary
    private let markers: [MarkerSet]
    private let run: UInt64

    /// - Parameter run: Tells this run's uploads from those of others, so that no server knows
    ///   them already.
    package init(_ recipe: CorpusRecipe, studies: Int, run: UInt64) {
        self.recipe = recipe
        self.studies = studies
        self.run = run
        templates = TemplateLibrary(recipe)
        markers = MarkerSets.all(of: recipe)
    }

    /// The same with another number of studies in the targets.
    package func of(studies: Int) -> Shelf { Shelf(recipe, studies: studies, run: run) }

    /// The corpus of what one stream uploads in one step.
    ///
    /// - Parameter modality: The only one of its studies; nil: as the mix has them.
    func fresh(step: Int, stream: Int, modality: String? = nil) -> FreshStudies {
        let place = UInt64(step) << 16 | UInt64(stream)
        let key = CounterRandom(seed: recipe.seed ^ run, stream: place)
        return FreshStudies(recipe, seed: key.bits(0), modality: modality)
    }

    func marker(_ set: Scenario.Selectivity.AnswerSet) -> MarkerSet {
        markers.first { $0.hits == set.count } ?? markers[0]
    }

    /// A study that somebody opens: those that came last are opened more often, in proportion to
    /// one over their rank (Zipf).
    func popular(_ random: CounterRandom, _ index: UInt64) -> Int {
        guard studies > 0 else { return 0 }
        let rank = Int(Powers.power(Double(studies), random.uniform(index)))
        return max(0, studies - min(studies, rank))
    }
}

/// Studies that no target has seen.
struct FreshStudies: Sendable {
    private let recipe: CorpusRecipe

    /// Behind the marker sets, and far enough that what is sent again lies behind them too: no
    /// upload ever matches a search with a known answer.
    private static let first = 4096

    init(_ recipe: CorpusRecipe, seed: UInt64, modality: String?) {
        do {
            self.recipe = try CorpusRecipe(
                seed: seed,
                mix: recipe.mix.of(modality),
                scale: recipe.mix.scale,
                resendShare: recipe.resendShare,
                edgeShare: recipe.edgeShare,
                lastDay: recipe.lastDay,
                days: recipe.days
            )
        } catch {
            preconditionFailure("a recipe's own figures are refused: \(error)")
        }
    }

    func study(_ index: UInt64) -> StudyPlan { recipe.study(Self.first + Int(index)) }
}

extension ModalityMix {
    /// This mix with one modality alone; nil, or one that it lacks: as it is.
    fileprivate func of(_ modality: String?) throws(CorpusError) -> ModalityMix {
        guard let modality, row(of: modality) != nil else { return self }
        return try overriding([modality: MixOverride(share: 1)])
    }
}

/// The studies of one loop's reads, made when they are wanted and kept while their place is free.
///
/// Confined to its loop's thread.
final class PlanCache: @unchecked Sendable {
    // @unchecked Sendable: each loop has its own.
    private let recipe: CorpusRecipe
    private var plans: [StudyPlan?]

    private static let places = 512

    init(_ recipe: CorpusRecipe) {
        self.recipe = recipe
        plans = [StudyPlan?](repeating: nil, count: Self.places)
    }

    func plan(_ study: Int) -> StudyPlan {
        let place = study % Self.places
        if let plan = plans[place], plan.index == study { return plan }
        let plan = recipe.study(study)
        plans[place] = plan
        return plan
    }
}
