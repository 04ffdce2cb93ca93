/// Path and query of an origin-form request target, decoded once.
///
/// Empty segments and a trailing `/` are collapsed, since clients send them. Whatever another
/// parser could read as a different path is refused, because Orthanc itself resolves `%2e%2e`
/// and `%2f` after decoding.
struct RequestTarget: Equatable {
    private(set) var path: [String] = []
    private(set) var query: [QueryItem] = []

    init(_ bytes: ArraySlice<UInt8>) throws(GateFault) {
        guard bytes.first == UInt8(ascii: "/") else { throw GateFault(.targetForm) }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") })
        else { throw GateFault(.targetCharacter) }
        let mark = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
        try readPath(bytes[..<mark])
        if mark < bytes.endIndex { try readQuery(bytes[(mark + 1)...]) }
    }

    private mutating func readPath(_ bytes: ArraySlice<UInt8>) throws(GateFault) {
        var start = bytes.startIndex
        path.reserveCapacity(min(16, bytes.count { $0 == UInt8(ascii: "/") }))
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
            if end > start { path.append(try Self.segment(bytes[start..<end])) }
            start = end + 1
        }
    }

    private static func segment(_ bytes: ArraySlice<UInt8>) throws(GateFault) -> String {
        guard bytes.contains(where: { $0 == 0x25 || $0 == 0x5C || $0 == 0x2E })
        else { return String(decoding: bytes, as: UTF8.self) }
        let decoded = try decode(bytes, plusIsBlank: false)
        for byte in decoded where byte < 0x20 || byte == 0x7F || byte == 0x2F || byte == 0x5C {
            throw GateFault(.forbiddenCharacter)
        }
        let dot = UInt8(ascii: ".")
        if decoded.count <= 2, decoded.allSatisfy({ $0 == dot }) { throw GateFault(.dotSegment) }
        guard let text = String(validating: decoded, as: UTF8.self)
        else { throw GateFault(.targetEncoding) }
        return text
    }

    private mutating func readQuery(_ bytes: ArraySlice<UInt8>) throws(GateFault) {
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "&")) ?? bytes.endIndex
            if end > start { query.append(try Self.item(bytes[start..<end])) }
            start = end + 1
        }
    }

    private static func item(_ bytes: ArraySlice<UInt8>) throws(GateFault) -> QueryItem {
        let mark = bytes.firstIndex(of: UInt8(ascii: "="))
        let name = try queryText(bytes[..<(mark ?? bytes.endIndex)])
        guard let mark else { return QueryItem(name) }
        return QueryItem(name, try queryText(bytes[(mark + 1)...]))
    }

    /// Bytes that are no UTF-8 are repaired: a value is data, not a place.
    private static func queryText(_ bytes: ArraySlice<UInt8>) throws(GateFault) -> String {
        let decoded = try decode(bytes, plusIsBlank: true)
        guard !decoded.contains(0) else { throw GateFault(.forbiddenCharacter) }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func decode(
        _ bytes: ArraySlice<UInt8>,
        plusIsBlank: Bool
    ) throws(GateFault) -> ArraySlice<UInt8> {
        let percent = UInt8(ascii: "%")
        let plus = UInt8(ascii: "+")
        guard bytes.contains(where: { $0 == percent || (plusIsBlank && $0 == plus) })
        else { return bytes }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == percent {
                guard index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]),
                    let low = digit(bytes[index + 2])
                else { throw GateFault(.targetEncoding) }
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(plusIsBlank && byte == plus ? 0x20 : byte)
                index += 1
            }
        }
        return decoded[...]
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
