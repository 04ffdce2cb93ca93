/// What one pass over a head finds out about it, for the gate's rules.
struct HeadSurvey: ~Copyable {
    var hasBadMethod = false
    var hasBadName = false
    var hasBadValue = false
    var hosts = 0
    var hasBadHost = false
    var lengths = 0
    /// nil unless exactly digits, at most 15.
    var length: Int64?
    var encodings = 0
    var isChunked = false
    var upgrades = 0
    var expectations = 0
    var hasUnknownExpectation = false
    var overrides = 0
    /// Where the first override field is.
    var override: Int?

    init(_ raw: RawHead) {
        let block = raw.block
        hasBadMethod = !Self.isToken(block.bytes[block.method])
        for index in block.fields.indices {
            let field = block.fields[index]
            if !Self.isToken(block.bytes[field.name]) { hasBadName = true }
            if !block.bytes[field.value].allSatisfy(Self.isValueByte) { hasBadValue = true }
            note(index, field, block)
        }
    }

    private mutating func note(_ index: Int, _ field: HeadBlock.Field, _ block: HeadBlock) {
        switch field.name.count {
        case 4 where block.spells("host", at: field.name):
            hosts += 1
            if !block.bytes[block.value(of: field)].allSatisfy(Self.isHostByte) {
                hasBadHost = true
            }
        case 6 where block.spells("expect", at: field.name):
            expectations += 1
            if !block.spells("100-continue", at: field.value) { hasUnknownExpectation = true }
        case 7 where block.spells("upgrade", at: field.name):
            upgrades += 1
        case 14 where block.spells("content-length", at: field.name):
            lengths += 1
            length = Self.length(block.bytes[field.value])
        case 17 where block.spells("transfer-encoding", at: field.name):
            encodings += 1
            isChunked = block.spells("chunked", at: field.value)
        case 22 where block.spells("x-http-method-override", at: field.name):
            overrides += 1
            if override == nil { override = index }
        default:
            break
        }
    }

    private static func length(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard (1...15).contains(digits.count) else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }

    /// RFC 9110, section 5.6.2.
    private static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { tokenBytes[Int($0)] }
    }

    /// RFC 9110, section 5.5: visible, blank, or beyond ASCII.
    private static func isValueByte(_ byte: UInt8) -> Bool {
        byte >= 0x20 ? byte != 0x7F : byte == 0x09
    }

    /// Letters, digits and what RFC 3986, section 3.2, allows in host and port.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~:[]%!$&'()*+;=".utf8.contains(byte)
        }
    }

    private static let tokenBytes: [Bool] = (0...255).map { byte in
        switch UInt8(byte) {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(UInt8(byte))
        }
    }
}
