internal import CCrypto

/// SHA-256 of bytes that come in pieces. Sole owner of one `EVP_MD_CTX`.
package struct RunningDigest: ~Copyable {
    private let context: OpaquePointer?

    package init() {
        context = EVP_MD_CTX_new()
        precondition(context != nil, "out of memory")
        let code = EVP_DigestInit_ex(context, EVP_sha256(), nil)
        precondition(code == 1, "EVP_DigestInit_ex gave \(code)")
    }

    deinit { EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: [UInt8]) {
        let code = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        precondition(code == 1, "EVP_DigestUpdate gave \(code)")
    }

    /// 32 bytes.
    package consuming func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            var written: UInt32 = 0
            let code = EVP_DigestFinal_ex(context, buffer.baseAddress, &written)
            precondition(code == 1 && written == 32, "EVP_DigestFinal_ex gave \(written) bytes")
            count = 32
        }
    }
}
