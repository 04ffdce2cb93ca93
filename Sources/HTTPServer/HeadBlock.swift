/// The bytes of one request head and where its parts lie in them.
///
/// Filled once per request, then read only. A connection refills its block for the next request
/// when nobody else holds it, so that a head costs no allocation.
///
/// `@unchecked Sendable`: written only while its connection is the sole holder.
final class HeadBlock: @unchecked Sendable {
    struct Field {
        let name: Range<Int>
        /// As libmicrohttpd saw it: blanks at its end still there.
        let value: Range<Int>
        var isHidden = false
    }

    private(set) var bytes: [UInt8] = []
    private(set) var method = 0..<0
    private(set) var target = 0..<0
    var fields: [Field] = []

    /// Forgets everything but the memory.
    func clear() {
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        method = 0..<0
        target = 0..<0
    }

    func setMethod(_ source: UnsafeRawBufferPointer) { method = append(source) }

    func setTarget(_ source: UnsafeRawBufferPointer) { target = append(source) }

    func addField(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        fields.append(Field(name: append(name), value: append(value)))
    }

    /// Whether the bytes at `range` spell `name`, letters in any case. `name` in lower case.
    func spells(_ name: StaticString, at range: Range<Int>) -> Bool {
        guard range.count == name.utf8CodeUnitCount else { return false }
        let start = name.utf8Start
        for offset in 0..<range.count {
            if lowerCase(bytes[range.lowerBound + offset]) != start[offset] { return false }
        }
        return true
    }

    func isExactly(_ name: StaticString, at range: Range<Int>) -> Bool {
        guard range.count == name.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count {
            if bytes[range.lowerBound + offset] != name.utf8Start[offset] { return false }
        }
        return true
    }

    func spells(_ name: String, at range: Range<Int>) -> Bool {
        let utf8 = name.utf8
        guard range.count == utf8.count else { return false }
        return zip(bytes[range], utf8).allSatisfy { lowerCase($0) == lowerCase($1) }
    }

    func text(at range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// A field's value without the blanks around it.
    func value(of field: Field) -> Range<Int> {
        var (start, end) = (field.value.lowerBound, field.value.upperBound)
        while start < end, isBlank(bytes[start]) { start += 1 }
        while start < end, isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private func append(_ source: UnsafeRawBufferPointer) -> Range<Int> {
        let start = bytes.count
        bytes.append(contentsOf: source)
        return start..<bytes.count
    }

}

func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

func lowerCase(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
