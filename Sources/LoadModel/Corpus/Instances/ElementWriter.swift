internal import DICOM

/// Writes data elements in Explicit VR Little Endian, tags ascending, lengths even.
///
/// Elements out of order stop the program: the order is written down in this module alone.
struct ElementWriter: Hashable, Sendable {
    private(set) var bytes: [UInt8] = []
    private var last: UInt32 = 0

    /// Pads with a blank, or with NUL after a UID.
    mutating func text(_ tag: UInt32, _ vr: VR, _ text: String) {
        value(tag, vr, Array(text.utf8))
    }

    mutating func uid(_ tag: UInt32, _ uid: CorpusUID) {
        var text: [UInt8] = []
        uid.appendText(to: &text)
        value(tag, .UI, text)
    }

    /// Unsigned numbers of two bytes.
    mutating func short(_ tag: UInt32, _ numbers: [Int]) {
        value(tag, .US, numbers.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    }

    /// Attribute tags.
    mutating func tags(_ tag: UInt32, _ tags: [UInt32]) {
        value(tag, .AT, tags.flatMap { Self.tagBytes($0) })
    }

    /// Pads to an even length: text with a blank, all else with NUL.
    mutating func value(_ tag: UInt32, _ vr: VR, _ value: [UInt8]) {
        let isOdd = value.count % 2 == 1
        head(tag, vr, bytes: value.count + (isOdd ? 1 : 0))
        bytes += value
        if isOdd { bytes.append(Self.padding(vr)) }
    }

    /// Items with explicit lengths.
    mutating func sequence(_ tag: UInt32, _ items: [ElementWriter]) {
        head(tag, .SQ, bytes: items.reduce(0) { $0 + 8 + $1.bytes.count })
        for item in items {
            bytes += Self.tagBytes(0xFFFE_E000) + Self.fourBytes(item.bytes.count)
            bytes += item.bytes
        }
    }

    /// Only the head of an element; `count` bytes of value are to follow.
    mutating func head(_ tag: UInt32, _ vr: VR, bytes count: Int) {
        precondition(tag > last, "element \(Tag(tag)) comes after \(Tag(last))")
        precondition(count % 2 == 0 && count <= UInt32.max - 1, "\(Tag(tag)): \(count) bytes")
        last = tag
        bytes += Self.tagBytes(tag) + Array(vr.rawValue.utf8)
        switch vr {
        case .OB, .OW, .SQ, .UN, .UT:
            bytes += [0, 0] + Self.fourBytes(count)
        default:
            precondition(count < 1 << 16, "\(Tag(tag)): \(count) bytes")
            bytes += [UInt8(count & 255), UInt8(count >> 8)]
        }
    }

    static func fourBytes(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static func tagBytes(_ tag: UInt32) -> [UInt8] {
        [
            UInt8(tag >> 16 & 255), UInt8(tag >> 24), UInt8(tag & 255), UInt8(tag >> 8 & 255),
        ]
    }

    private static func padding(_ vr: VR) -> UInt8 {
        switch vr {
        case .UI, .OB, .OW, .UN: 0
        default: 0x20
        }
    }
}

extension ElementWriter {
    /// A code as an item: value, scheme, meaning. Source: DICOM PS3.3, table 8.8-1.
    init(code: String, _ scheme: String, _ meaning: String) {
        self.init()
        text(0x0008_0100, .SH, code)
        text(0x0008_0102, .SH, scheme)
        text(0x0008_0104, .LO, meaning)
    }

    /// A reference to an instance. Source: DICOM PS3.3, table 10-11.
    init(referring sopClass: SOPClass, _ instance: CorpusUID) {
        self.init()
        text(0x0008_1150, .UI, sopClass.uid)
        uid(0x0008_1155, instance)
    }
}
