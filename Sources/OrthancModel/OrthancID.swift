import Basics

/// A resource's identifier in Orthanc: the SHA-1 over its DICOM identifiers, 20 bytes.
///
/// Written as five groups of eight hexadecimal digits; orders by bytes, which is the order of the
/// texts too.
package struct OrthancID: Hashable, Comparable, Sendable, CustomStringConvertible {
    private let head: UInt64
    private let middle: UInt64
    private let tail: UInt32

    /// - Parameter bytes: Exactly 20 of them, or the result is nil.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 20 else { return nil }
        var rest = bytes.makeIterator()
        head = Self.number(8, &rest)
        middle = Self.number(8, &rest)
        tail = UInt32(truncatingIfNeeded: Self.number(4, &rest))
    }

    /// Reads the text form; strict: 44 characters, lower case.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 44 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20)
        var high: UInt8?
        for (index, character) in text.utf8.enumerated() {
            if index % 9 == 8 {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Self.digit(character) else { return nil }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        self.init(bytes: bytes)
    }

    /// The hash that Orthanc makes of a resource's identifiers, patient first.
    ///
    /// - Parameter identifiers: PatientID, then as far as the level goes StudyInstanceUID,
    ///   SeriesInstanceUID and SOPInstanceUID; UTF-8, already normalised as Orthanc does.
    package init(hashing identifiers: [[UInt8]]) {
        let digest = Digest.sha1(Array(identifiers.joined(separator: [UInt8(ascii: "|")])))
        var rest = digest.makeIterator()
        head = Self.number(8, &rest)
        middle = Self.number(8, &rest)
        tail = UInt32(truncatingIfNeeded: Self.number(4, &rest))
    }

    /// The patient that all data without a PatientID belongs to.
    package static let emptyPatient = OrthancID(hashing: [[]])

    /// The 20 bytes, first one first.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20)
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(head >> shift & 255))
        }
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(middle >> shift & 255))
        }
        for shift in stride(from: 24, through: 0, by: -8) {
            bytes.append(UInt8(tail >> shift & 255))
        }
        return bytes
    }

    package var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(44)
        for (index, byte) in bytes.enumerated() {
            if index > 0, index % 4 == 0 { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    package static func < (left: OrthancID, right: OrthancID) -> Bool {
        (left.head, left.middle, left.tail) < (right.head, right.middle, right.tail)
    }

    private static func number(
        _ count: Int,
        _ bytes: inout some IteratorProtocol<UInt8>
    ) -> UInt64 {
        var number: UInt64 = 0
        for _ in 0..<count { number = number << 8 | UInt64(bytes.next() ?? 0) }
        return number
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
