internal import OrthancModel
import Glibc

/// Weighted rendezvous hashing: each study draws a score per store, the highest wins; a store
/// that joins or leaves moves only the studies it wins or had won.
enum Rendezvous {
    /// `-weight / ln(u)` with `u` uniform in (0, 1) from the store's name and the seed.
    static func score(_ candidate: PlacementCandidate, _ seed: UInt64) -> Double {
        var hash = seed ^ 0x9e37_79b9_7f4a_7c15
        for byte in candidate.store.description.utf8 { hash = mix(hash ^ UInt64(byte)) }
        let uniform = (Double(hash >> 11) + 0.5) / Double(1 << 53)
        return -Double(candidate.weight) / log(uniform)
    }

    /// The finaliser of SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
