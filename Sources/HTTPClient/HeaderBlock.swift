/// The headers of one answer: the raw lines in one buffer, decoded only when asked for.
package struct HeaderBlock: Sendable {
    /// `Name: value` lines, each ended by one LF, trimmed.
    private(set) var bytes: [UInt8] = []
    package private(set) var count = 0

    package init() {}

    /// Value of the first header of that name, ignoring case.
    package subscript(_ name: String) -> String? {
        var found: String?
        scan { nameRange, valueRange in
            guard matches(name, nameRange) else { return true }
            found = text(valueRange)
            return false
        }
        return found
    }

    /// Values of all headers of that name, in order.
    package func values(_ name: String) -> [String] {
        var found: [String] = []
        scan { nameRange, valueRange in
            if matches(name, nameRange) { found.append(text(valueRange)) }
            return true
        }
        return found
    }

    /// The headers that are on an allow-list, in the answer's order, named as on the list.
    package func select(_ names: [String]) -> [(String, String)] {
        var found: [(String, String)] = []
        found.reserveCapacity(min(count, names.count))
        scan { nameRange, valueRange in
            if let name = names.first(where: { matches($0, nameRange) }) {
                found.append((name, text(valueRange)))
            }
            return true
        }
        return found
    }

    /// All of them, in order.
    package var fields: [(name: String, value: String)] {
        var all: [(name: String, value: String)] = []
        scan { nameRange, valueRange in
            all.append((text(nameRange), text(valueRange)))
            return true
        }
        return all
    }

    /// Takes one checked line, without its line end.
    mutating func append(_ line: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: line)
        bytes.append(UInt8(ascii: "\n"))
        count += 1
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Calls `visit` with the ranges of name and value of each line until it says false.
    private func scan(_ visit: (Range<Int>, Range<Int>) -> Bool) {
        var start = 0
        while start < bytes.count {
            var colon = start
            while bytes[colon] != UInt8(ascii: ":") { colon += 1 }
            var end = colon
            while bytes[end] != UInt8(ascii: "\n") { end += 1 }
            var value = colon + 1
            while value < end, bytes[value] == 0x20 || bytes[value] == 0x09 { value += 1 }
            guard visit(start..<colon, value..<end) else { return }
            start = end + 1
        }
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private func matches(_ name: String, _ range: Range<Int>) -> Bool {
        guard name.utf8.count == range.count else { return false }
        var index = range.lowerBound
        for byte in name.utf8 {
            guard lowercase(byte) == lowercase(bytes[index]) else { return false }
            index += 1
        }
        return true
    }
}
