/// Which kinds of studies a hospital makes, in which shares and sizes.
package struct ModalityMix: Hashable, Sendable {
    package private(set) var name: String
    /// Shares add up to 1.
    package private(set) var rows: [ModalityRow]
    /// How the shares came about, a line each, when they are not the table's.
    package private(set) var arithmetic: [String] = []
    package private(set) var scale = PixelScale.full

    /// - Throws: ``CorpusError`` — `.badMix`, unless shares are positive and add up to 1.
    package init(name: String, rows: [ModalityRow]) throws(CorpusError) {
        let sum = rows.reduce(0) { $0 + $1.share }
        guard rows.allSatisfy({ $0.share >= 0 }), abs(sum - 1) < 1e-9 else {
            throw CorpusError(.badMix, "mix \(name): shares add up to \(sum), not to 1")
        }
        self.name = name
        self.rows = rows
    }

    /// For a table of our own; what is wrong in it is a bug.
    init(trusted name: String, _ rows: [ModalityRow]) {
        let sum = rows.reduce(0) { $0 + $1.share }
        precondition(abs(sum - 1) < 1e-9, "shares of \(name) add up to \(sum)")
        self.name = name
        self.rows = rows
    }

    /// The line of a modality, such as `DX`.
    package func row(of modality: String) -> ModalityRow? {
        rows.first { $0.covers(modality) }
    }

    // MARK: Means over all studies

    package var meanSeries: Double { mean(\.meanSeries) }
    package var meanInstances: Double { mean(\.meanInstances) }
    /// Images in the sense of one picture: every frame counts.
    package var meanFrames: Double { mean(\.meanFrames) }
    package var meanBytes: Double { mean(\.meanBytes) }

    private func mean(_ value: (ModalityRow) -> Double) -> Double {
        rows.reduce(0) { $0 + $1.share * value($1) }
    }

    // MARK: Changes

    /// The same with some lines changed.
    ///
    /// A share that is given stays as it is given; those that are not shrink or grow alike to fill
    /// the rest. When all are given they are divided by their sum.
    ///
    /// - Parameter overrides: By modality.
    /// - Throws: ``CorpusError`` — `.unknownModality`, or `.badMix` for a value that can't be.
    package func overriding(
        _ overrides: [String: MixOverride]
    ) throws(CorpusError) -> ModalityMix {
        var mix = self
        var given: Set<Int> = []
        for modality in overrides.keys.sorted() {
            guard let change = overrides[modality] else { continue }
            guard let place = rows.firstIndex(where: { $0.covers(modality) }) else {
                throw CorpusError(.unknownModality, "mix \(name) has no line for \(modality)")
            }
            if let fault = change.fault {
                throw CorpusError(.badMix, "mix \(name), \(modality): \(fault)")
            }
            mix.rows[place] = change.applied(to: mix.rows[place])
            guard let share = change.share else { continue }
            guard given.insert(place).inserted else {
                throw CorpusError(.badMix, "mix \(name), \(modality): its share is given twice")
            }
            mix.rows[place].share = share
        }
        try mix.normalise(given)
        return mix
    }

    /// - Parameter given: The lines whose shares stay.
    private mutating func normalise(_ given: Set<Int>) throws(CorpusError) {
        guard !given.isEmpty else { return }
        let fixed = given.reduce(0) { $0 + rows[$1].share }
        let others = rows.indices.filter { !given.contains($0) }
        let rest = others.reduce(0) { $0 + rows[$1].share }
        guard fixed <= 1 + 1e-9 || rest == 0, fixed + rest > 0 else {
            throw CorpusError(
                .badMix,
                "mix \(name): the given shares add up to \(PlainNumber(fixed)), not to 1 or less"
            )
        }
        let (sum, left) = (PlainNumber(fixed, decimals: 4), PlainNumber(rest, decimals: 4))
        let shares = given.sorted().map { place in
            "\(rows[place].name) \(PlainNumber(rows[place].share, decimals: 4))"
        }
        arithmetic.append("given shares: \(shares.joined(separator: ", ")); together \(sum)")
        if rest == 0 {
            for place in rows.indices { multiply(place, by: 1 / fixed, "1 / \(sum)") }
        } else {
            let factor = max(0, 1 - fixed) / rest
            for place in others { multiply(place, by: factor, "(1 - \(sum)) / \(left)") }
        }
    }

    private mutating func multiply(_ place: Int, by factor: Double, _ text: String) {
        let before = PlainNumber(rows[place].share, decimals: 4)
        rows[place].share *= factor
        let after = PlainNumber(rows[place].share, decimals: 4)
        arithmetic.append("\(rows[place].name): \(before) x \(text) = \(after)")
    }

    /// The same as the mix of a file, whose figures `lines` tell.
    func named(_ name: String, lines: [String]) -> ModalityMix {
        var mix = self
        mix.name = name
        mix.arithmetic = lines + arithmetic
        return mix
    }

    /// The same in another size.
    package func scaled(by scale: PixelScale) -> ModalityMix {
        var mix = self
        mix.scale = scale
        for place in rows.indices {
            mix.rows[place].components = rows[place].components.map { $0.scaled(by: scale) }
        }
        return mix
    }
}
