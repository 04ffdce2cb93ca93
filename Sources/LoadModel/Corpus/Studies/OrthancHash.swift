internal import Basics

/// The identifiers that Orthanc gives to what the corpus uploads.
enum OrthancHash {
    /// SHA-1, as five groups of eight digits.
    ///
    /// - Parameter identifiers: PatientID and UIDs as far as the level goes, in UTF-8, without
    ///   blanks at the ends, `|` between them.
    ///
    /// Source: Orthanc Book, "Orthanc identifiers"; a live Orthanc 1.10.1.
    static func identifier(_ identifiers: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(44)
        for (position, byte) in Digest.sha1(identifiers).enumerated() {
            if position > 0, position % 4 == 0 { text.append(UInt8(ascii: "-")) }
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
