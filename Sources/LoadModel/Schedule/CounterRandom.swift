internal import Glibc

/// Random numbers by index: number `i` of a stream is a function of seed, stream and `i` alone.
///
/// So any worker can compute what belongs to arrival `i` without the numbers before it, and a run
/// can be repeated. Two rounds of SplitMix64's finaliser over a keyed counter; good enough to draw
/// loads with, not for secrets. Source: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014.
package struct CounterRandom: Sendable {
    let key: UInt64

    package init(seed: UInt64, stream: UInt64) {
        key = Self.mixed(Self.mixed(seed &+ Self.step) ^ (stream &* Self.odd))
    }

    package func bits(_ index: UInt64) -> UInt64 {
        Self.mixed(Self.mixed(key &+ index &* Self.step))
    }

    /// Between 0 and 1, never either of them.
    package func uniform(_ index: UInt64) -> Double {
        (Double(bits(index) >> 11) + 0.5) * 0x1p-53
    }

    /// Exponentially distributed with mean 1.
    package func exponential(_ index: UInt64) -> Double { -log(uniform(index)) }

    /// Standard normal, from the numbers `2 * index` and `2 * index + 1` (Box and Muller, 1958).
    package func normal(_ index: UInt64) -> Double {
        let radius = (-2 * log(uniform(2 &* index))).squareRoot()
        return radius * cos(2 * Double.pi * uniform(2 &* index &+ 1))
    }

    /// A bijection of 64 bits whose output looks random: SplitMix64's finaliser.
    static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// SplitMix64's increment, and an odd number that spreads streams.
    static let step: UInt64 = 0x9E37_79B9_7F4A_7C15
    static let odd: UInt64 = 0xD1B5_4A32_D192_ED03
}
