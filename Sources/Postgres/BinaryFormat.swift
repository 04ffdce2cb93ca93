internal import Basics

/// Decodes PostgreSQL's binary format: big-endian numbers, lengths before elements.
///
/// Source: the `…send` functions in PostgreSQL's src/backend/utils/adt.
enum BinaryFormat {
    static func integer(_ bytes: UnsafeRawBufferPointer, type: UInt32) -> Int64 {
        if type == TypeID.numeric { return numeric(bytes) }
        switch bytes.count {
        case 8: return load(bytes, 0, as: Int64.self)
        case 4 where type == TypeID.oid: return Int64(load(bytes, 0, as: UInt32.self))
        case 4: return Int64(load(bytes, 0, as: Int32.self))
        case 2: return Int64(load(bytes, 0, as: Int16.self))
        default: preconditionFailure("cell of \(bytes.count) bytes is not an integer")
        }
    }

    static func double(_ bytes: UnsafeRawBufferPointer) -> Double {
        if bytes.count == 4 { return Double(Float(bitPattern: load(bytes, 0, as: UInt32.self))) }
        precondition(bytes.count == 8, "cell is not a floating-point number")
        return Double(bitPattern: load(bytes, 0, as: UInt64.self))
    }

    static func text(_ bytes: UnsafeRawBufferPointer, type: UInt32) -> String {
        switch type {
        case TypeID.int2, TypeID.int4, TypeID.int8, TypeID.oid, TypeID.numeric:
            String(integer(bytes, type: type))
        case TypeID.bool: bytes[0] != 0 ? "t" : "f"
        case TypeID.uuid: uuid(bytes)
        case TypeID.jsonb:
            // One version byte comes first.
            String(decoding: bytes.dropFirst(), as: UTF8.self)
        case TypeID.float4, TypeID.float8: double(bytes).description
        default: String(decoding: bytes, as: UTF8.self)
        }
    }

    static func array<Element>(
        _ bytes: UnsafeRawBufferPointer,
        _ one: (UnsafeRawBufferPointer, _ type: UInt32) -> Element
    ) -> [Element?] {
        var elements: [Element?] = []
        forEach(bytes) { element, type in elements.append(element.map { one($0, type) }) }
        return elements
    }

    /// Each element of an array, nil for a NULL, with the elements' type.
    static func forEach(
        _ bytes: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer?, _ type: UInt32) -> Void
    ) {
        let dimensions = load(bytes, 0, as: Int32.self)
        guard dimensions > 0 else { return }
        precondition(dimensions == 1, "array of \(dimensions) dimensions")
        let type = load(bytes, 8, as: UInt32.self)
        var offset = 20
        for _ in 0..<load(bytes, 12, as: Int32.self) {
            let length = Int(load(bytes, offset, as: Int32.self))
            offset += 4
            guard length >= 0 else {
                body(nil, type)
                continue
            }
            body(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]), type)
            offset += length
        }
    }

    /// Digits of base 10 000: count, weight of the first, sign, scale, digits.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        let count = Int(load(bytes, 0, as: Int16.self))
        let weight = Int(load(bytes, 2, as: Int16.self))
        let sign = load(bytes, 4, as: UInt16.self)
        precondition(sign == 0 || sign == 0x4000, "numeric is not a number")
        precondition(count <= weight + 1, "numeric is not whole")
        guard count > 0 else { return 0 }
        var value: Int64 = 0
        for index in 0...weight {
            let digit = index < count ? Int64(load(bytes, 8 + index * 2, as: Int16.self)) : 0
            value = value * 10_000 + digit
        }
        return sign == 0 ? value : -value
    }

    private static func uuid(_ bytes: UnsafeRawBufferPointer) -> String {
        let hex = [UInt8](bytes).hexadecimal
        var text = ""
        for (index, character) in hex.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(character)
        }
        return text
    }

    private static func load<Number: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer,
        _ offset: Int,
        as type: Number.Type
    ) -> Number {
        Number(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
    }
}
