/// A keyed reordering of the 1,024 positions of one block: a Feistel network over 2 × 5 bits.
///
/// Lets neighbours in a plan (one patient's studies) lie apart in the order of uploads, and draws
/// strata without drawing one twice, all without a table.
struct BlockPermutation: Sendable {
    static let count = 1024

    private let keys: (UInt64, UInt64, UInt64, UInt64)

    init(_ random: CorpusRandom) {
        var random = random
        keys = (random.next(), random.next(), random.next(), random.next())
    }

    /// - Parameter position: One of `0..<1024`; so is the result, and no two share one.
    func image(of position: Int) -> Int {
        var left = UInt64(position) >> 5 & 31
        var right = UInt64(position) & 31
        (left, right) = Self.round(left, right, keys.0)
        (left, right) = Self.round(left, right, keys.1)
        (left, right) = Self.round(left, right, keys.2)
        (left, right) = Self.round(left, right, keys.3)
        return Int(left << 5 | right)
    }

    /// The position whose image it is.
    func preimage(of image: Int) -> Int {
        var left = UInt64(image) >> 5 & 31
        var right = UInt64(image) & 31
        (left, right) = Self.unround(left, right, keys.3)
        (left, right) = Self.unround(left, right, keys.2)
        (left, right) = Self.unround(left, right, keys.1)
        (left, right) = Self.unround(left, right, keys.0)
        return Int(left << 5 | right)
    }

    private static func unround(
        _ left: UInt64,
        _ right: UInt64,
        _ key: UInt64
    ) -> (UInt64, UInt64) {
        (right ^ CorpusRandom.mixed(key &+ left) & 31, left)
    }

    private static func round(_ left: UInt64, _ right: UInt64, _ key: UInt64) -> (UInt64, UInt64) {
        (right, left ^ CorpusRandom.mixed(key &+ right) & 31)
    }
}
