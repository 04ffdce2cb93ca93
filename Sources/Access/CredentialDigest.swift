internal import Basics

/// Stands for a name and password in memory: HMAC-SHA-256 under a key that lives as long as the
/// process. Source: RFC 2104.
struct CredentialDigest: Hashable, Sendable {
    private let bytes: [UInt8]

    init(_ credentials: BasicCredentials, key: Key) {
        // A colon cannot be in the name, so the two cannot be confused.
        let message = Array("\(credentials.name):\(credentials.password.reveal)".utf8)
        let inner = Digest.sha256(key.bytes.map { $0 ^ 0x36 } + message)
        bytes = Digest.sha256(key.bytes.map { $0 ^ 0x5c } + inner)
    }

    /// As long as SHA-256's block, so that it is used as it is.
    struct Key: Sendable {
        fileprivate let bytes: [UInt8]

        init() { bytes = randomBytes(64) }

        init(bytes: [UInt8]) {
            precondition(bytes.count == 64, "key is one block")
            self.bytes = bytes
        }
    }

    var hexadecimal: String { bytes.hexadecimal }
}
