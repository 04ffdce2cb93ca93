internal import OrthancModel

/// Reads a JSON array of Orthanc ids piece by piece, holding nothing but the id that is cut by a
/// piece's end.
///
/// Strict: 44 characters an id, no escapes, nothing but white space around them.
struct IDListScanner {
    /// Where in the text, and how many ids into it, something else stood.
    struct Fault: Error, Equatable {
        let offset: Int
    }

    private enum State { case start, first, id, after, next, end }

    private var state = State.start
    private var offset = 0
    /// Characters of the present id that were read.
    private var length = 0
    private var high: UInt8 = 0
    private var bytes: [UInt8] = []

    /// Whether the closing bracket was read.
    var isComplete: Bool { state == .end }

    /// Reads one piece and appends the ids that end in it.
    mutating func feed(_ piece: [UInt8], into ids: inout [OrthancID]) throws(Fault) {
        for byte in piece {
            if state == .id {
                try identifier(byte, &ids)
            } else if !Self.isBlank(byte) {
                try punctuation(byte)
            }
            offset += 1
        }
    }

    private mutating func punctuation(_ byte: UInt8) throws(Fault) {
        switch (state, byte) {
        case (.start, UInt8(ascii: "[")): state = .first
        case (.first, UInt8(ascii: "\"")), (.next, UInt8(ascii: "\"")):
            state = .id
            length = 0
            bytes.removeAll(keepingCapacity: true)
        case (.first, UInt8(ascii: "]")), (.after, UInt8(ascii: "]")): state = .end
        case (.after, UInt8(ascii: ",")): state = .next
        default: throw Fault(offset: offset)
        }
    }

    /// Five groups of eight digits with a hyphen between two, then the closing quote.
    private mutating func identifier(
        _ byte: UInt8,
        _ ids: inout [OrthancID]
    ) throws(Fault) {
        if length == 44 {
            guard byte == UInt8(ascii: "\""), let id = OrthancID(bytes: bytes) else {
                throw Fault(offset: offset)
            }
            ids.append(id)
            state = .after
            return
        }
        if length % 9 == 8 {
            guard byte == UInt8(ascii: "-") else { throw Fault(offset: offset) }
        } else if (length - length / 9) % 2 == 0 {
            high = try digit(byte)
        } else {
            bytes.append(high << 4 | (try digit(byte)))
        }
        length += 1
    }

    private func digit(_ byte: UInt8) throws(Fault) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: throw Fault(offset: offset)
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
