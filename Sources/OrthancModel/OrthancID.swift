import Basics
package import JSONText

/// A resource's identifier in Orthanc: the SHA-1 over its DICOM identifiers, 20 bytes.
///
/// Written as five groups of eight hexadecimal digits; orders by bytes, which is the order of the
/// texts too.
package struct OrthancID: Hashable, Comparable, Sendable, CustomStringConvertible {
    private let head: UInt64
    private let middle: UInt64
    private let tail: UInt32

    /// - Parameter bytes: Exactly 20 of them, or the result is nil.
    package init?(bytes: [UInt8]) { self.init(bytes: bytes.span) }

    /// - Parameter bytes: Exactly 20 of them, or the result is nil.
    package init?(bytes: Span<UInt8>) {
        guard bytes.count == 20 else { return nil }
        self.init(twenty: bytes)
    }

    private init(twenty bytes: Span<UInt8>) {
        head = Self.number(bytes, 0, 8)
        middle = Self.number(bytes, 8, 8)
        tail = UInt32(truncatingIfNeeded: Self.number(bytes, 16, 4))
    }

    /// Reads the text form; strict: 44 characters, lower case.
    package init?(_ text: String) {
        let text = text.utf8.span
        guard text.count == 44 else { return nil }
        var groups = (UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0))
        guard Self.readGroup(text, 0, &groups.0), Self.readGroup(text, 9, &groups.1),
            Self.readGroup(text, 18, &groups.2), Self.readGroup(text, 27, &groups.3),
            Self.readGroup(text, 36, &groups.4)
        else { return nil }
        head = groups.0 << 32 | groups.1
        middle = groups.2 << 32 | groups.3
        tail = UInt32(truncatingIfNeeded: groups.4)
    }

    /// Eight digits at `start`, behind a hyphen unless they are the first.
    private static func readGroup(
        _ text: Span<UInt8>,
        _ start: Int,
        _ group: inout UInt64
    ) -> Bool {
        guard start == 0 || text[start - 1] == UInt8(ascii: "-") else { return false }
        for index in start..<start + 8 {
            guard let digit = digit(text[index]) else { return false }
            group = group << 4 | UInt64(digit)
        }
        return true
    }

    /// The hash that Orthanc makes of a resource's identifiers, patient first.
    ///
    /// - Parameter identifiers: PatientID, then as far as the level goes StudyInstanceUID,
    ///   SeriesInstanceUID and SOPInstanceUID; UTF-8, already normalised as Orthanc does.
    package init(hashing identifiers: [[UInt8]]) {
        let digest = Digest.sha1(Array(identifiers.joined(separator: [UInt8(ascii: "|")])))
        self.init(twenty: digest.span)
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
        var text: [UInt8] = []
        text.reserveCapacity(44)
        appendText(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the 44 characters of the text form.
    package func appendText(to text: inout [UInt8]) {
        text.append(addingCapacity: 44) { appendText(to: &$0) }
    }

    fileprivate func appendText(to text: inout OutputSpan<UInt8>) {
        Self.append(head >> 32, to: &text)
        Self.append(dashed: head, to: &text)
        Self.append(dashed: middle >> 32, to: &text)
        Self.append(dashed: middle, to: &text)
        Self.append(dashed: UInt64(tail), to: &text)
    }

    private static func append(dashed group: UInt64, to text: inout OutputSpan<UInt8>) {
        text.append(UInt8(ascii: "-"))
        append(group, to: &text)
    }

    /// The lower 32 bits as eight digits, made side by side: a byte holds one each.
    private static func append(_ group: UInt64, to text: inout OutputSpan<UInt8>) {
        var digits = group & 0xFFFF_FFFF
        digits = (digits << 16 | digits) & 0x0000_FFFF_0000_FFFF
        digits = (digits << 8 | digits) & 0x00FF_00FF_00FF_00FF
        digits = (digits << 4 | digits) & 0x0F0F_0F0F_0F0F_0F0F
        let isLetter = (digits + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        text.append(bigEndian: digits + 0x3030_3030_3030_3030 + isLetter * 39)
    }

    package static func < (left: OrthancID, right: OrthancID) -> Bool {
        (left.head, left.middle, left.tail) < (right.head, right.middle, right.tail)
    }

    /// `count` bytes from `start` on, first one first.
    private static func number(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
        var number: UInt64 = 0
        for index in start..<start + count { number = number << 8 | UInt64(bytes[index]) }
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

extension JSONWriter {
    package mutating func id(_ id: OrthancID) { plain(44) { id.appendText(to: &$0) } }

    package mutating func ids(_ ids: [OrthancID]) {
        beginArray()
        for id in ids { self.id(id) }
        endArray()
    }
}

extension OrthancID {
    /// 64 bits that stand for a study when its store is chosen.
    package var placementSeed: UInt64 {
        bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
}
