import DICOM

/// Attribute numbers; `Tag` alone could be Testing's.
typealias AttributeTag = DICOM.Tag

/// Writes DICOM files byte by byte, right ones and wrong ones.
struct FileBuilder {
    var isImplicit = false
    var isBigEndian = false
    var bytes: [UInt8] = []

    static let explicitLittle = "1.2.840.10008.1.2.1"

    /// Preamble, prefix and meta header.
    mutating func begin(
        syntax: String = FileBuilder.explicitLittle,
        mediaClass: String = "1.2.840.10008.5.1.4.1.1.2",
        groupLength: UInt32 = 60
    ) {
        bytes += [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)
        meta(syntax: syntax, mediaClass: mediaClass, groupLength: groupLength)
    }

    mutating func meta(syntax: String, mediaClass: String, groupLength: UInt32 = 60) {
        var meta = FileBuilder()
        meta.element(0x0002_0000, "UL", (0..<4).map { UInt8(groupLength >> ($0 * 8) & 255) })
        meta.element(0x0002_0001, "OB", [0, 1])
        meta.element(0x0002_0002, "UI", mediaClass)
        meta.element(0x0002_0010, "UI", syntax)
        bytes += meta.bytes
    }

    mutating func element(_ tag: UInt32, _ vr: String, _ text: String) {
        element(tag, vr, Array(text.utf8))
    }

    /// Pads to an even length, as the standard asks.
    mutating func element(_ tag: UInt32, _ vr: String, _ value: [UInt8]) {
        let isOdd = value.count % 2 == 1
        let padded = value + (isOdd ? [vr == "UI" ? 0 : 0x20] : [])
        head(tag, vr, UInt32(padded.count))
        bytes += padded
    }

    /// Only the head; `length` may be 0xFFFFFFFF.
    mutating func head(_ tag: UInt32, _ vr: String, _ length: UInt32) {
        number(tag >> 16, 2)
        number(tag & 0xFFFF, 2)
        if isImplicit || tag >> 16 == 0xFFFE {
            number(length, 4)
            return
        }
        bytes += Array(vr.utf8)
        if ["OB", "OW", "SQ", "UN", "UT", "ZZ"].contains(vr) {
            bytes += [0, 0]
            number(length, 4)
        } else {
            number(length, 2)
        }
    }

    /// A sequence of one item that holds what `body` writes.
    mutating func sequence(
        _ tag: UInt32,
        _ vr: String = "SQ",
        hasLengths: Bool,
        _ body: (inout FileBuilder) -> Void
    ) {
        var inner = FileBuilder(isImplicit: isImplicit || vr == "UN", isBigEndian: isBigEndian)
        body(&inner)
        let length = UInt32(inner.bytes.count)
        head(tag, vr, hasLengths ? length + 8 : 0xFFFF_FFFF)
        head(0xFFFE_E000, "", hasLengths ? length : 0xFFFF_FFFF)
        bytes += inner.bytes
        guard !hasLengths else { return }
        head(0xFFFE_E00D, "", 0)
        head(0xFFFE_E0DD, "", 0)
    }

    private mutating func number(_ value: UInt32, _ count: UInt32) {
        for index in 0..<count {
            let shift = (isBigEndian ? count - 1 - index : index) * 8
            bytes.append(UInt8(value >> shift & 255))
        }
    }

    /// The attributes of an instance, in order; `change` replaces or (nil) removes values, and
    /// `insert` writes before the tag that it is asked for.
    mutating func dataSet(
        changing change: [UInt32: [UInt8]?] = [:],
        inserting insert: (UInt32, inout FileBuilder) -> Void = { _, _ in }
    ) {
        let values: [(UInt32, String, String)] = [
            (0x0008_0005, "CS", "ISO_IR 100"), (0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.2"),
            (0x0008_0018, "UI", "1.2.3.4.5"), (0x0008_0060, "CS", "CT"),
            (0x0008_0080, "LO", "General"), (0x0010_0020, "LO", "P1"),
            (0x0020_000D, "UI", "1.2.3"), (0x0020_000E, "UI", "1.2.3.4"),
            (0x0020_0013, "IS", "1"),
        ]
        for (tag, vr, text) in values {
            insert(tag, &self)
            let value = change[tag] ?? Array(text.utf8)
            if let value { element(tag, vr, value) }
        }
    }

    /// A whole file.
    static func file(
        syntax: String = FileBuilder.explicitLittle,
        changing change: [UInt32: [UInt8]?] = [:],
        inserting insert: (UInt32, inout FileBuilder) -> Void = { _, _ in }
    ) -> [UInt8] {
        var builder = FileBuilder()
        builder.begin(syntax: syntax)
        builder.isImplicit = syntax == "1.2.840.10008.1.2"
        builder.isBigEndian = syntax == "1.2.840.10008.1.2.2"
        builder.dataSet(changing: change, inserting: insert)
        return builder.bytes
    }
}

/// Feeds a file in pieces of one size.
func read(
    _ file: [UInt8],
    piece: Int = 65_536,
    limits: HeaderLimits = HeaderLimits(),
    guardsStructure: Bool = false
) -> HeaderReader {
    var reader = HeaderReader(limits: limits, guardsStructure: guardsStructure)
    var position = 0
    while position < file.count, reader.state == .more {
        let end = min(position + piece, file.count)
        reader.feed(Array(file[position..<end]))
        position = end
    }
    reader.finish()
    return reader
}
