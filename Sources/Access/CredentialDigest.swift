internal import Basics

/// Stands for an `Authorization` header in memory: SHA-256 under a key that lives as long as the
/// process.
///
/// The key comes first and the digest never leaves the process, so SHA-256's length extension gives
/// nobody anything, and one pass over the header is enough.
struct CredentialDigest: Hashable, Sendable {
    private let words: SIMD4<UInt64>

    init(header: String, key: Key) {
        let digest = Digest.sha256(key.bytes + header.utf8)
        var words = SIMD4<UInt64>()
        for (index, byte) in digest.enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        self.words = words
    }

    struct Key: Sendable {
        fileprivate let bytes: [UInt8]

        init() { bytes = randomBytes(32) }

        init(bytes: [UInt8]) {
            precondition(bytes.count == 32, "key is 32 bytes")
            self.bytes = bytes
        }
    }

    func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }
}
