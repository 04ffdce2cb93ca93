internal import CCrypto

/// An MD5 over bytes that come piece by piece. For Orthanc's own checksums, never for security.
///
/// `@unchecked Sendable`: used by one task at a time.
package final class RunningMD5: @unchecked Sendable {
    private let context: OpaquePointer

    /// nil when libcrypto has no MD5 to offer, as under FIPS rules.
    package init?() {
        guard let algorithm = Self.algorithm.pointer, let context = EVP_MD_CTX_new() else {
            return nil
        }
        self.context = context
        guard EVP_DigestInit_ex2(context, algorithm, nil) == 1 else { return nil }
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Takes what waits in `channel` beyond its first `offset` bytes, without removing it.
    package func update(_ channel: ByteChannel, from offset: Int) {
        channel.withReadable { bytes in
            guard offset < bytes.count else { return }
            let code = EVP_DigestUpdate(context, bytes.baseAddress! + offset, bytes.count - offset)
            precondition(code == 1, "EVP_DigestUpdate gave \(code)")
        }
    }

    /// The 16 bytes of the digest. Ends it.
    package func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            var written: UInt32 = 0
            let code = EVP_DigestFinal_ex(context, buffer.baseAddress, &written)
            precondition(code == 1 && written == 16, "EVP_DigestFinal_ex gave \(written) bytes")
            count = 16
        }
    }

    private struct Algorithm: @unchecked Sendable {
        /// Never freed, never changed.
        let pointer: OpaquePointer?
    }

    private static let algorithm = Algorithm(pointer: EVP_MD_fetch(nil, "MD5", nil))
}
