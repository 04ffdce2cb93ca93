import Foundation

/// What the simulator reads from an uploaded DICOM file.
///
/// Written for tests, apart from the product's own reader. Little endian only; the data set ends
/// at the pixels. Sources: PS3.5 sections 7.1 and 7.5, PS3.10 section 7.1.
struct SimulatedFile {
    indirect enum Value: Equatable {
        case text(String)
        case null
        case items([[UInt32: Value]])
    }

    let transferSyntax: String
    let values: [UInt32: Value]

    /// Nil if `bytes` are no DICOM file.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > 132, bytes[128..<132].elementsEqual(Array("DICM".utf8)) else {
            return nil
        }
        var meta = DataSetParser(bytes[132...], isExplicit: true)
        guard let head = meta.parse(while: { $0 >> 16 == 2 }),
            case .text(let syntax)? = head[0x0002_0010]
        else { return nil }
        var parser = DataSetParser(meta.rest, isExplicit: syntax != "1.2.840.10008.1.2")
        guard let values = parser.parse(while: { $0 < 0x7fe0_0010 }) else { return nil }
        transferSyntax = syntax
        self.values = values
    }

    /// Empty if absent.
    func text(_ tag: UInt32) -> String {
        guard case .text(let text)? = values[tag] else { return "" }
        return text
    }
}

/// Reads elements, one after the other, and the sequences in them.
private struct DataSetParser {
    private(set) var rest: ArraySlice<UInt8>
    private let isExplicit: Bool
    private var encoding: String.Encoding

    init(_ bytes: ArraySlice<UInt8>, isExplicit: Bool, encoding: String.Encoding = .isoLatin1) {
        rest = bytes
        self.isExplicit = isExplicit
        self.encoding = encoding
    }

    /// Nil if the bytes make no sense.
    mutating func parse(while isWanted: (UInt32) -> Bool) -> [UInt32: SimulatedFile.Value]? {
        var values: [UInt32: SimulatedFile.Value] = [:]
        while !rest.isEmpty {
            guard let tag = peekTag() else { return nil }
            guard isWanted(tag) else { break }
            rest = rest.dropFirst(4)
            guard let (vr, length) = header() else { return nil }
            guard let value = value(vr, length) else { return nil }
            if values[tag] == nil { values[tag] = value }
            if tag == 0x0008_0005 { encoding = Self.encoding(value) }
        }
        return values
    }

    private func peekTag() -> UInt32? {
        guard rest.count >= 4 else { return nil }
        return UInt32(number(0, 2)) << 16 | UInt32(number(2, 2))
    }

    private func number(_ offset: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(rest[rest.startIndex + offset + $1]) << (8 * $1) }
    }

    private mutating func header() -> (vr: String, length: Int)? {
        guard rest.count >= 4 else { return nil }
        guard isExplicit else {
            defer { rest = rest.dropFirst(4) }
            let length = number(0, 4)
            return (length == Self.undefined ? "SQ" : "LO", length)
        }
        let vr = String(decoding: rest.prefix(2), as: UTF8.self)
        let isLong = ["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "UC", "UN", "UR", "UT"].contains(vr)
        guard rest.count >= (isLong ? 8 : 4) else { return nil }
        defer { rest = rest.dropFirst(isLong ? 8 : 4) }
        return (vr, isLong ? number(4, 4) : number(2, 2))
    }

    private static let undefined = 0xffff_ffff

    private mutating func value(_ vr: String, _ length: Int) -> SimulatedFile.Value? {
        if vr == "SQ" || length == Self.undefined { return items(length) }
        guard length <= rest.count else { return nil }
        let bytes = rest.prefix(length)
        rest = rest.dropFirst(length)
        switch vr {
        case "OB", "OW", "OF", "OD", "UN": return .null
        case "US": return .text(Self.words(bytes).map { "\($0)" }.joined(separator: #"\"#))
        default: return .text(text(bytes))
        }
    }

    private mutating func items(_ length: Int) -> SimulatedFile.Value? {
        let end = length == Self.undefined ? nil : rest.startIndex + length
        if let end, end > rest.endIndex { return nil }
        var items: [[UInt32: SimulatedFile.Value]] = []
        while end.map({ rest.startIndex < $0 }) ?? true {
            guard rest.count >= 8, let tag = peekTag() else { return nil }
            let size = number(4, 4)
            rest = rest.dropFirst(8)
            if tag == 0xfffe_e0dd { break }
            guard tag == 0xfffe_e000 else { return nil }
            guard let item = item(size) else { return nil }
            items.append(item)
        }
        return .items(items)
    }

    private mutating func item(_ size: Int) -> [UInt32: SimulatedFile.Value]? {
        guard size == Self.undefined || size <= rest.count else { return nil }
        let bytes = size == Self.undefined ? rest : rest.prefix(size)
        var inner = Self(bytes, isExplicit: isExplicit, encoding: encoding)
        guard let values = inner.parse(while: { $0 != 0xfffe_e00d }) else { return nil }
        rest = size == Self.undefined ? inner.rest.dropFirst(8) : rest.dropFirst(size)
        return values
    }

    private func text(_ bytes: ArraySlice<UInt8>) -> String {
        let text =
            String(bytes: bytes, encoding: encoding) ?? String(decoding: bytes, as: UTF8.self)
        return text.trimmingCharacters(in: CharacterSet(charactersIn: " \0"))
    }

    private static func words(_ bytes: ArraySlice<UInt8>) -> [Int] {
        stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2)
            .map { Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8 }
    }

    private static func encoding(_ value: SimulatedFile.Value) -> String.Encoding {
        value == .text("ISO_IR 192") ? .utf8 : .isoLatin1
    }
}
