package import Basics
internal import CArgon2

/// A password's Argon2id hash in its encoded form, `$argon2id$v=19$m=65536,t=3,p=1$salt$hash`.
///
/// Source: RFC 9106 and the reference implementation's `encoding.c`.
package struct PasswordHash: Sendable {
    /// What one verification costs.
    package struct Cost: Sendable, Equatable {
        package let memoryKiB: UInt32
        package let passes: UInt32
        package let lanes: UInt32

        package init(memoryKiB: UInt32, passes: UInt32, lanes: UInt32) {
            self.memoryKiB = memoryKiB
            self.passes = passes
            self.lanes = lanes
        }

        /// 64 MiB, three passes, one lane: RFC 9106's second recommendation, with one lane because
        /// verification has one thread.
        package static let standard = Cost(memoryKiB: 65_536, passes: 3, lanes: 1)

        /// Beyond this a configuration file could take the machine down.
        static let highest = Cost(memoryKiB: 1 << 20, passes: 16, lanes: 16)

        var isAllowed: Bool {
            (1...Self.highest.passes).contains(passes)
                && (1...Self.highest.lanes).contains(lanes)
                && (8 * lanes...Self.highest.memoryKiB).contains(memoryKiB)
        }
    }

    package let encoded: Secret
    let cost: Cost

    /// - Throws: `.malformedHash`; the hash is not repeated.
    package init(encoded: Secret) throws(AccessError) {
        guard let cost = Self.cost(of: encoded.reveal) else {
            throw AccessError(.malformedHash, "read password hash", "not an Argon2id hash")
        }
        guard cost.isAllowed else {
            throw AccessError(.malformedHash, "read password hash", "its cost is out of range")
        }
        self.encoded = encoded
        self.cost = cost
    }

    /// Hashes a password with a random salt. Blocks for as long as a verification.
    ///
    /// - Throws: `.hashingFailed`.
    package static func make(
        _ password: Secret,
        cost: Cost = .standard
    ) throws(AccessError) -> PasswordHash {
        let secret = Array(password.reveal.utf8)
        let salt = randomBytes(saltBytes)
        var text = [CChar](
            repeating: 0,
            count: argon2_encodedlen(
                cost.passes,
                cost.memoryKiB,
                cost.lanes,
                UInt32(saltBytes),
                UInt32(hashBytes),
                Argon2_id
            )
        )
        let code = unsafe argon2id_hash_encoded(
            cost.passes,
            cost.memoryKiB,
            cost.lanes,
            secret,
            secret.count,
            salt,
            salt.count,
            hashBytes,
            &text,
            text.count
        )
        guard code == ARGON2_OK.rawValue else {
            throw AccessError(.hashingFailed, "hash password", "libargon2 code \(code)")
        }
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return try PasswordHash(encoded: Secret(String(decoding: bytes, as: UTF8.self)))
    }

    /// Whether `password` is the one. Blocks for tenths of a second; compares in constant time.
    package func verify(_ password: Secret) -> Bool {
        let secret = Array(password.reveal.utf8)
        let code = unsafe argon2id_verify(encoded.reveal, secret, secret.count)
        return code == ARGON2_OK.rawValue
    }

    /// A hash that no password has, as dear to verify as a real one.
    static func decoy(cost: Cost) -> PasswordHash {
        let salt = Base64.encodeUnpadded(randomBytes(saltBytes))
        let hash = Base64.encodeUnpadded(randomBytes(hashBytes))
        let parameters = "m=\(cost.memoryKiB),t=\(cost.passes),p=\(cost.lanes)"
        return PasswordHash(
            encoded: Secret("$argon2id$v=19$\(parameters)$\(salt)$\(hash)"),
            cost: cost
        )
    }

    private init(encoded: Secret, cost: Cost) {
        self.encoded = encoded
        self.cost = cost
    }

    private static let saltBytes = 16
    private static let hashBytes = 32

    private static func cost(of encoded: String) -> Cost? {
        let parts = encoded.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19",
            let salt = Base64.decode(parts[4].utf8), salt.count >= 8,
            let hash = Base64.decode(parts[5].utf8), hash.count >= 16
        else { return nil }
        let parameters = parts[3].split(separator: ",", omittingEmptySubsequences: false)
        guard parameters.count == 3,
            let memory = number(parameters[0], "m="),
            let passes = number(parameters[1], "t="),
            let lanes = number(parameters[2], "p=")
        else { return nil }
        return Cost(memoryKiB: memory, passes: passes, lanes: lanes)
    }

    private static func number(_ text: Substring, _ prefix: String) -> UInt32? {
        text.hasPrefix(prefix) ? UInt32(text.dropFirst(prefix.count)) : nil
    }
}

/// From the kernel's generator.
func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}
