/// The modality and the size of one study, drawn so that every 1,024 studies hold the mix.
///
/// The block's positions are reordered and taken as 1,024 strata of one number between 0 and 1:
/// the line of the mix on whose part of that range it falls, and how far into the part. Shares so
/// come out exact to 1 in 1,024 and sizes cover their distribution evenly.
struct Stratum: Sendable {
    /// In the mix.
    let row: Int
    /// 0…1, the quantile of the study's size.
    let size: Double

    init(_ recipe: CorpusRecipe, block: Int, position: Int, _ random: inout CorpusRandom) {
        let permutation = BlockPermutation(CorpusRandom(seed: recipe.seed, .strata, block))
        let stratum = Double(permutation.image(of: position))
        var left = (stratum + random.unit()) / Double(BlockPermutation.count)
        let shares = recipe.mix.rows.map(\.share)
        var row = 0
        while row < shares.count - 1, left >= shares[row] || shares[row] == 0 {
            left -= shares[row]
            row += 1
        }
        self.row = row
        let part = shares[row] > 0 ? left / shares[row] : 0.5
        size = min(max(part, 1e-9), 1 - 1e-9)
    }
}
