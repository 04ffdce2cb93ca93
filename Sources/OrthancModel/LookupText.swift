/// The body of `POST /tools/lookup`, matched with PatientID and the three UIDs.
package enum LookupText {
    /// What is compared up to Orthanc 1.12.10, on both sides: capitals, no controls, nothing
    /// beyond ASCII, `%` and `_` as blanks, no blanks at the ends.
    ///
    /// `Zé1` is then found by `Z1`. Source: a live Orthanc 1.10.1, frozen in LookupTextTests.
    package static func collapsed(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 where byte >= 0x20 && byte < 0x7F {
            switch byte {
            case UInt8(ascii: "%"), UInt8(ascii: "_"): bytes.append(0x20)
            case 0x61...0x7A: bytes.append(byte - 0x20)
            default: bytes.append(byte)
            }
        }
        let inner = bytes.drop { $0 == 0x20 }
        let end = inner.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? inner.startIndex
        return String(decoding: inner[..<end], as: UTF8.self)
    }

    /// What is compared since 1.12.11, on both sides: the text itself, whatever the case.
    package static func strict(_ text: String) -> String { CaseFold.fold(text) }

    /// Refuses wildcards: 400/3, as for a search of PatientID by equality alone.
    package static func check(_ text: String) throws(OrthancFault) {
        guard WildcardPattern.isPattern(text) else { return }
        throw OrthancFault(
            .parameterOutOfRange,
            details: "Wildcards are not allowed on tag 0010,0020"
        )
    }
}
