internal import CCrypto

/// One-shot message digests by libcrypto.
package enum Digest {
    /// SHA-1, 20 bytes. For Orthanc's identifiers only, never for security.
    package static func sha1(_ bytes: [UInt8]) -> [UInt8] {
        digest(bytes, EVP_sha1(), length: 20)
    }

    /// SHA-256, 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        digest(bytes, EVP_sha256(), length: 32)
    }

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
