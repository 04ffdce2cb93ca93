/// Reads a file in Explicit VR Little Endian element by element, strictly; for tests alone.
struct ElementReader {
    struct Element {
        let tag: UInt32
        let vr: String
        let value: ArraySlice<UInt8>
    }

    enum Fault: Error {
        case notDICOM
        case odd(UInt32)
        case descending(UInt32)
        case cut
    }

    private(set) var elements: [Element] = []

    /// - Throws: ``Fault`` for an odd length, tags out of order, or a value that is cut short.
    init(file bytes: [UInt8]) throws {
        guard bytes.count > 132, Array(bytes[128..<132]) == Array("DICM".utf8) else {
            throw Fault.notDICOM
        }
        try read(bytes[132...])
    }

    private init(items bytes: ArraySlice<UInt8>) throws { try read(bytes) }

    private mutating func read(_ bytes: ArraySlice<UInt8>) throws {
        var rest = bytes
        var last: UInt32 = 0
        while !rest.isEmpty {
            guard rest.count >= 8 else { throw Fault.cut }
            let tag = Self.number(rest, 0, 2) << 16 | Self.number(rest, 2, 2)
            let vr = String(decoding: rest.dropFirst(4).prefix(2), as: UTF8.self)
            let isLong = ["OB", "OW", "SQ", "UN", "UT"].contains(vr)
            let length = Int(isLong ? Self.number(rest, 8, 4) : Self.number(rest, 6, 2))
            rest = rest.dropFirst(isLong ? 12 : 8)
            guard rest.count >= length else { throw Fault.cut }
            guard length % 2 == 0 else { throw Fault.odd(tag) }
            guard tag > last else { throw Fault.descending(tag) }
            last = tag
            elements.append(Element(tag: tag, vr: vr, value: rest.prefix(length)))
            if vr == "SQ" { try Self.readItems(rest.prefix(length)) }
            rest = rest.dropFirst(length)
        }
    }

    private static func readItems(_ bytes: ArraySlice<UInt8>) throws {
        var rest = bytes
        while !rest.isEmpty {
            guard rest.count >= 8, number(rest, 0, 4) == 0xE000_FFFE else { throw Fault.cut }
            let length = Int(number(rest, 4, 4))
            guard rest.count >= 8 + length else { throw Fault.cut }
            _ = try ElementReader(items: rest.dropFirst(8).prefix(length))
            rest = rest.dropFirst(8 + length)
        }
    }

    subscript(tag: UInt32) -> Element? { elements.first { $0.tag == tag } }

    /// The value as text, without padding.
    func text(_ tag: UInt32) -> String? {
        self[tag].map { element in
            var value = element.value
            while value.last == 0x20 || value.last == 0 { value.removeLast() }
            return String(decoding: value, as: UTF8.self)
        }
    }

    func number(_ tag: UInt32) -> Int? {
        self[tag].map { Int(Self.number($0.value, 0, $0.value.count)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>, _ offset: Int, _ count: Int) -> UInt32 {
        let part = bytes.dropFirst(offset).prefix(count)
        return part.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
