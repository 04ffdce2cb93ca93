/// Upper case as Orthanc's case-insensitive comparison has it.
///
/// Scalar by scalar, accents kept: é and É are equal, é and e are not, ß stays ß. The index keeps
/// its searched columns so folded; comparing folded texts by bytes is the whole rule.
/// Source: a live Orthanc 1.10.1 (glibc's `towupper`), frozen in ConstraintTests.
package enum CaseFold {
    package static func fold(_ text: String) -> String {
        if let ascii = foldedASCII(text) { return ascii }
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { folded.append(upper(scalar)) }
        return String(folded)
    }

    private static func foldedASCII(_ text: String) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            guard byte < 0x80 else { return nil }
            bytes.append(byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The one scalar that is the capital; itself when there is none or it takes several.
    private static func upper(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if let single = single(scalar.properties.uppercaseMapping) { return single }
        // Greek with iota below: the capital takes two scalars, the title case one, and that
        // one is the simple capital that the C library knows.
        return single(scalar.properties.titlecaseMapping) ?? scalar
    }

    private static func single(_ text: String) -> Unicode.Scalar? {
        let scalars = text.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }
}
