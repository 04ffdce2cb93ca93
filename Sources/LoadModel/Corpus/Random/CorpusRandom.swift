/// Random numbers of one thing in the corpus, a function of (seed, stream, index) alone.
///
/// Any worker can so make patient 17 or study 4,711 without the ones before it. The numbers are
/// good enough to draw a corpus with, not for secrets.
///
/// A ``CounterRandom`` with one more key, the thing's index, read in its order: one round of the
/// finaliser a number, where ``CounterRandom`` takes two. The two stay apart, since every byte of
/// every corpus follows from the one and every schedule from the other.
package struct CorpusRandom: Sendable {
    /// What is drawn; numbers of one stream never depend on how many another one took.
    package enum Stream: UInt64, Sendable {
        case blocks = 1, strata, patients, studies, resends, gaps, frames, texts, tokens
    }

    private let key: UInt64
    private var counter: UInt64 = 0

    package init(seed: UInt64, _ stream: Stream, _ index: Int = 0) {
        let stream = CounterRandom(seed: seed, stream: stream.rawValue).key
        key = Self.mixed(stream ^ UInt64(bitPattern: Int64(index)) &* Self.odd)
    }

    package mutating func next() -> UInt64 {
        counter &+= 1
        return Self.mixed(key &+ counter &* Self.step)
    }

    /// Between 0 and 1, never either of them.
    package mutating func unit() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

    /// One of `0..<limit`; the bias is below `limit` / 2⁶⁴.
    package mutating func below(_ limit: Int) -> Int {
        precondition(limit > 0, "no number is below \(limit)")
        return Int(next().multipliedFullWidth(by: UInt64(limit)).high)
    }

    package mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// The position of a weight, in proportion to the weights.
    package mutating func weighted(_ weights: [Double]) -> Int {
        var left = unit() * weights.reduce(0, +)
        for (position, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return position }
        }
        return weights.count - 1
    }

    static func mixed(_ value: UInt64) -> UInt64 { CounterRandom.mixed(value) }

    /// 128 bits that stand for five numbers: two lanes that absorb one after the other.
    static func hash(
        _ first: UInt64,
        _ second: UInt64,
        _ third: UInt64,
        _ fourth: UInt64,
        _ fifth: UInt64
    ) -> UInt128 {
        var high: UInt64 = 0x243F_6A88_85A3_08D3
        var low: UInt64 = 0x1319_8A2E_0370_7344
        absorb(first, &high, &low)
        absorb(second, &high, &low)
        absorb(third, &high, &low)
        absorb(fourth, &high, &low)
        absorb(fifth, &high, &low)
        return UInt128(mixed(high ^ low >> 1)) << 64 | UInt128(mixed(low &+ step))
    }

    private static func absorb(_ number: UInt64, _ high: inout UInt64, _ low: inout UInt64) {
        high = mixed(high ^ number &* step)
        low = mixed((low &+ number) &* odd ^ high >> 32)
    }

    private static let step = CounterRandom.step
    private static let odd = CounterRandom.odd
}
