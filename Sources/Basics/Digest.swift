internal import CCrypto

/// One-shot message digests by libcrypto.
package enum Digest {
    /// SHA-1, 20 bytes. For Orthanc's identifiers only, never for security.
    package static func sha1(_ bytes: [UInt8]) -> [UInt8] {
        digest(bytes, sha1Algorithm.pointer, length: 20)
    }

    /// SHA-256, 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        digest(bytes, sha256Algorithm.pointer, length: 32)
    }

    /// `EVP_sha256()` would be looked up by name, under locks, at each use.
    /// Source: crypto(7), "Performance".
    private struct Algorithm: @unchecked Sendable {
        /// Never freed, never changed.
        let pointer: OpaquePointer?

        init(_ name: String) {
            pointer = EVP_MD_fetch(nil, name, nil)
            precondition(pointer != nil, "libcrypto has no \(name)")
        }
    }

    private static let sha1Algorithm = Algorithm("SHA1")
    private static let sha256Algorithm = Algorithm("SHA256")

    private static func digest(
        _ bytes: [UInt8],
        _ algorithm: OpaquePointer?,
        length: Int
    ) -> [UInt8] {
        let output = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            var written: UInt32 = 0
            let code = bytes.withUnsafeBufferPointer { input in
                EVP_Digest(
                    input.baseAddress,
                    input.count,
                    buffer.baseAddress,
                    &written,
                    algorithm,
                    nil
                )
            }
            precondition(code == 1 && Int(written) == length, "EVP_Digest gave \(written) bytes")
            count = length
        }
        return output
    }
}

extension [UInt8] {
    /// Lower-case hexadecimal, two digits a byte.
    package var hexadecimal: String {
        let digits = Array<UInt8>("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: count * 2) { buffer in
            for (index, byte) in enumerated() {
                buffer[index * 2] = digits[Int(byte >> 4)]
                buffer[index * 2 + 1] = digits[Int(byte & 15)]
            }
            return count * 2
        }
    }
}
