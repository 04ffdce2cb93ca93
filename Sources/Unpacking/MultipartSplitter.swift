/// Cuts a `multipart/form-data` body into its parts as the bytes arrive.
///
/// A value: bytes in, events out. Holds back at most a delimiter's length of a part's end, and at
/// most 16 KiB of a part's headers. Source: RFC 2046 5.1.1, RFC 7578.
package struct MultipartSplitter {
    package enum Event: Equatable {
        case partBegan
        case bytes([UInt8])
        case partEnded
        case bodyEnded
    }

    package enum Problem: Error, Equatable { case malformed, headersTooLong }

    private enum State { case preamble, headers, content, afterDelimiter, epilogue }

    private static let headerLimitBytes = 16 * 1024

    private let delimiter: [UInt8]
    private var state = State.preamble
    private var held: [UInt8]

    /// - Parameter boundary: The parameter of the Content-Type, 1 to 70 bytes.
    package init?(boundary: String) {
        guard (1...70).contains(boundary.utf8.count) else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
        held = Array("\r\n".utf8)
    }

    /// The boundary of a `multipart/form-data` content type; nil for any other type.
    package static func boundary(of contentType: String) -> String? {
        let parts = contentType.split(separator: ";")
        guard let type = parts.first, type.lowercased().hasPrefix("multipart/form-data") else {
            return nil
        }
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].drop(while: { $0 == " " }).lowercased() == "boundary"
            else { continue }
            return String(pair[1].filter { $0 != "\"" && $0 != " " })
        }
        return nil
    }

    /// Takes the next bytes of the body.
    package mutating func feed(_ bytes: [UInt8]) throws(Problem) -> [Event] {
        held.append(contentsOf: bytes)
        var events: [Event] = []
        while try step(&events) {}
        return events
    }

    /// The body ended.
    package mutating func finish() throws(Problem) {
        guard state == .epilogue else { throw .malformed }
    }

    /// Makes one move; false when more bytes are needed.
    private mutating func step(_ events: inout [Event]) throws(Problem) -> Bool {
        switch state {
        case .preamble:
            guard let found = find(delimiter) else { return keepTail() }
            drop(found + delimiter.count)
            state = .afterDelimiter
        case .afterDelimiter:
            guard held.count >= 2 else { return false }
            if held[0] == 0x2d, held[1] == 0x2d {
                state = .epilogue
                events.append(.bodyEnded)
            } else {
                guard let line = find([0x0d, 0x0a]) else { return try wait() }
                guard held[..<line].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else {
                    throw .malformed
                }
                drop(line)
                state = .headers
            }
        case .headers:
            guard let end = find([0x0d, 0x0a, 0x0d, 0x0a]) else { return try wait() }
            drop(end + 4)
            state = .content
            events.append(.partBegan)
        case .content:
            guard let found = find(delimiter) else { return emitSafe(&events) }
            if found > 0 { events.append(.bytes(Array(held[..<found]))) }
            events.append(.partEnded)
            drop(found + delimiter.count)
            state = .afterDelimiter
        case .epilogue:
            held.removeAll()
            return false
        }
        return true
    }

    private func wait() throws(Problem) -> Bool {
        guard held.count <= Self.headerLimitBytes else { throw .headersTooLong }
        return false
    }

    private mutating func keepTail() -> Bool {
        let surplus = held.count - delimiter.count
        if surplus > 0 { drop(surplus) }
        return false
    }

    private mutating func emitSafe(_ events: inout [Event]) -> Bool {
        let safe = held.count - delimiter.count
        guard safe > 0 else { return false }
        events.append(.bytes(Array(held[..<safe])))
        drop(safe)
        return false
    }

    private mutating func drop(_ amount: Int) { held.removeFirst(amount) }

    private func find(_ needle: [UInt8]) -> Int? {
        guard held.count >= needle.count else { return nil }
        var index = 0
        let last = held.count - needle.count
        while index <= last {
            guard let next = held[index...last].firstIndex(of: needle[0]) else { return nil }
            if held[next..<next + needle.count].elementsEqual(needle) { return next }
            index = next + 1
        }
        return nil
    }
}
