/// Which patients own the 1,024 studies of one block.
///
/// Patients are drawn one after the other until the block is full, the last one cut short; their
/// studies then lie scattered over the block, so that uploads of one patient seldom touch.
struct PatientBlock: Sendable {
    /// Studies beyond the first that a patient has.
    ///
    /// Fitted to Siegel and Reiner, 1998: 11 % of exams have no earlier one, so a patient has
    /// 1 / 0.11 = 9.1 studies; 7,723 earlier studies for 754 exams, 10.2 each, ask for a
    /// dispersion of 0.63.
    static let more = CountDistribution.negativeBinomial(mean: 8.1, dispersion: 0.63, cap: 200)

    /// One study's place among its patient's.
    struct Place: Hashable, Sendable {
        /// Unique in the corpus.
        let patient: Int
        /// 0 is the earliest study.
        let ordinal: Int
        let studies: Int
    }

    private let seed: UInt64
    private let number: Int

    init(seed: UInt64, number: Int) {
        self.seed = seed
        self.number = number
    }

    /// - Parameter position: 0…1023, of the study in its block.
    func place(of position: Int) -> Place { owner(of: position).place }

    /// Positions of all studies of the patient who owns the one at `position`, the earliest first.
    func positions(with position: Int) -> [Int] {
        let (place, start, order) = owner(of: position)
        return (start..<start + place.studies).map { order.preimage(of: $0) }
    }

    /// A study's place, the patient's first slot, and how slots lie in the block.
    private func owner(of position: Int) -> (place: Place, start: Int, order: BlockPermutation) {
        var random = CorpusRandom(seed: seed, .blocks, number)
        let order = BlockPermutation(random)
        let slot = order.image(of: position)
        var start = 0
        for patient in 0..<BlockPermutation.count {
            let drawn = 1 + Self.more.quantile(random.unit())
            let studies = min(drawn, BlockPermutation.count - start)
            if slot < start + studies {
                let place = Place(
                    patient: number * BlockPermutation.count + patient,
                    ordinal: slot - start,
                    studies: studies
                )
                return (place, start, order)
            }
            start += studies
        }
        preconditionFailure("slot \(slot) has no patient")
    }
}
