/// Writes a DICOM data set as Explicit VR Little Endian.
///
/// Elements may come in any order; they are put into ascending order of tags. Values are padded to
/// even length. Source: PS3.5, sections 7.1 and 6.2.
struct DataSetWriter {
    private var elements: [(tag: UInt32, bytes: [UInt8])] = []

    /// How text beyond ASCII is written.
    enum Charset: String {
        case ascii = ""
        case latin1 = "ISO_IR 100"
        case utf8 = "ISO_IR 192"
    }

    let charset: Charset

    init(charset: Charset = .ascii) {
        self.charset = charset
        if charset != .ascii { text(0x0008_0005, "CS", charset.rawValue) }
    }

    mutating func text(_ tag: UInt32, _ vr: StaticString, _ value: String) {
        var bytes = encoded(value)
        if !bytes.count.isMultiple(of: 2) { bytes.append(vr.description == "UI" ? 0 : 32) }
        element(tag, vr, bytes)
    }

    mutating func unsigned(_ tag: UInt32, _ value: UInt16) {
        element(tag, "US", Self.little(value))
    }

    /// - Parameter value: Of even length.
    mutating func octets(_ tag: UInt32, _ value: [UInt8]) { element(tag, "OB", value) }

    mutating func sequence(_ tag: UInt32, _ items: [DataSetWriter]) {
        var value: [UInt8] = []
        for item in items {
            let bytes = item.bytes
            value += [0xfe, 0xff, 0x00, 0xe0] + Self.little(UInt32(bytes.count)) + bytes
        }
        element(tag, "SQ", value)
    }

    var bytes: [UInt8] {
        elements.sorted { $0.tag < $1.tag }.flatMap(\.bytes)
    }

    private mutating func element(_ tag: UInt32, _ vr: StaticString, _ value: [UInt8]) {
        var bytes = Self.little(UInt16(tag >> 16)) + Self.little(UInt16(tag & 0xffff))
        bytes += Array(vr.description.utf8)
        switch vr.description {
        case "OB", "SQ", "UN", "UT": bytes += [0, 0] + Self.little(UInt32(value.count))
        default: bytes += Self.little(UInt16(value.count))
        }
        elements.append((tag, bytes + value))
    }

    private func encoded(_ value: String) -> [UInt8] {
        switch charset {
        case .utf8: Array(value.utf8)
        case .ascii, .latin1: value.unicodeScalars.map { $0.value < 256 ? UInt8($0.value) : 63 }
        }
    }

    private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}

extension DataSetWriter {
    /// The data set as a file: preamble, meta information, data. Source: PS3.10, section 7.1.
    func file(sopClass: String, sopInstance: String) -> [UInt8] {
        var meta = DataSetWriter()
        meta.octets(0x0002_0001, [0, 1])
        meta.text(0x0002_0002, "UI", sopClass)
        meta.text(0x0002_0003, "UI", sopInstance)
        meta.text(0x0002_0010, "UI", "1.2.840.10008.1.2.1")
        meta.text(0x0002_0012, "UI", "2.25.1000000000000000000000000000000000001")
        let length = Self.little(UInt32(meta.bytes.count))
        let preamble = [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)
        return preamble + [2, 0, 0, 0, 0x55, 0x4c, 4, 0] + length + meta.bytes + bytes
    }
}
