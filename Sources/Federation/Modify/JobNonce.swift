/// A job's mark in a store: the low bits of the priority under which it runs there.
///
/// A store's own identifier of a job is lost when its answer is; the priority can be chosen and is
/// shown in `/jobs` by every version.
enum JobNonce {
    private static let bits = 20
    private static let most = (1 << 11) - 1

    /// Jobs at a time that the store distinguishes by nothing else; one in a million is taken for
    /// another.
    static func random() -> Int { Int.random(in: 1..<(1 << bits)) }

    /// Orders as the client's priorities do, as far as they lie within ±2047.
    static func priority(_ client: Int, nonce: Int) -> Int {
        max(-most - 1, min(most, client)) << bits | nonce
    }
}
