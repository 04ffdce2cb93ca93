internal import LoadModel

/// Holds an answer against what it must be, piece by piece, without keeping it.
struct AnswerCheck {
    private var expectation = Request.Expectation.anything
    private(set) var received = 0
    private var isWrong = false
    private var counter = ElementCounter()
    private var finder = TextFinder()
    private var end = ArchiveEnd()

    mutating func begin(_ expectation: Request.Expectation) {
        self.expectation = expectation
        received = 0
        isWrong = false
        counter.begin()
        switch expectation {
        case .says(let text), .saysNot(let text): finder = TextFinder(text)
        case .archive: end = ArchiveEnd()
        default: break
        }
    }

    mutating func take(_ piece: UnsafeRawBufferPointer) {
        switch expectation {
        case .anything, .size: break
        case .elements, .elementsWithin: counter.take(piece)
        case .says, .saysNot: finder.take(piece)
        case .archive: end.take(piece)
        case .instance(let instance):
            let bytes = piece.bindMemory(to: UInt8.self)
            let place = instance.firstDifference(from: bytes.span, at: received)
            isWrong = isWrong || place != nil
        }
        received += piece.count
    }

    /// Whether all of the answer was as it must be.
    var isCorrect: Bool {
        switch expectation {
        case .anything: true
        case .elements(let count): counter.isWhole && (count == nil || counter.elements == count)
        case .elementsWithin(let range): counter.isWhole && range.contains(counter.elements)
        case .instance(let instance): !isWrong && received == instance.count
        case .says: finder.isFound
        case .saysNot: !finder.isFound
        case .archive(let members): end.members == min(members, ArchiveEnd.most)
        case .size(let least): received >= least
        }
    }
}

/// Looks for a text in an answer while it passes.
struct TextFinder {
    private let text: [UInt8]
    /// The last bytes of what has passed, one fewer than the text has.
    private var rest: [UInt8] = []
    private(set) var isFound = false

    init(_ text: [UInt8] = []) { self.text = text }

    mutating func take(_ piece: UnsafeRawBufferPointer) {
        guard !isFound, !text.isEmpty else { return }
        rest += piece
        if rest.count >= text.count {
            isFound = (0...(rest.count - text.count)).contains { start in
                rest[start..<start + text.count].elementsEqual(text)
            }
        }
        rest.removeFirst(max(0, rest.count - text.count + 1))
    }
}

/// Keeps the last bytes of a ZIP, which tell how many members it has.
///
/// Source: APPNOTE.TXT, 4.3.16. Orthanc writes a comment of 18 bytes behind them.
struct ArchiveEnd {
    private var last: [UInt8] = []

    private static let length = 22
    /// Our choice.
    private static let longestComment = 64
    private static let signature: [UInt8] = [0x50, 0x4B, 5, 6]
    /// More than these are told elsewhere: as many stands here then.
    static let most = 0xFFFF

    mutating func take(_ piece: UnsafeRawBufferPointer) {
        let most = Self.length + Self.longestComment
        last += piece.suffix(most)
        last.removeFirst(max(0, last.count - most))
    }

    /// Nil when it doesn't end as a ZIP does.
    var members: Int? {
        for comment in 0...Self.longestComment where last.count >= Self.length + comment {
            let end = last.suffix(Self.length + comment)
            let start = end.startIndex
            guard end.starts(with: Self.signature), Self.number(end, start + 20) == comment else {
                continue
            }
            return Self.number(end, start + 10)
        }
        return nil
    }

    private static func number(_ bytes: ArraySlice<UInt8>, _ place: Int) -> Int {
        Int(bytes[place]) | Int(bytes[place + 1]) << 8
    }
}

/// Counts the elements of a JSON array while its text passes, and sees whether one is there twice;
/// knows brackets and strings, no more.
struct ElementCounter {
    private(set) var elements = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var hasEnded = false
    private var isBroken = false
    /// Something of an element was seen since the last comma of the outer array.
    private var isFilled = false
    /// Of the current element, and of those before it.
    private var hash = TextHash()
    private var seen: [UInt64] = []

    /// Begins a new text.
    mutating func begin() {
        var known = seen
        self = ElementCounter()
        known.removeAll(keepingCapacity: true)
        seen = known
    }

    /// The array was closed, nothing but blanks came behind it, and no element is there twice.
    var isWhole: Bool { hasEnded && !isBroken && areDistinct }

    private var areDistinct: Bool {
        guard seen.count > 1 else { return true }
        let sorted = seen.sorted()
        return zip(sorted, sorted.dropFirst()).allSatisfy { $0 != $1 }
    }

    mutating func take(_ piece: UnsafeRawBufferPointer) {
        for byte in piece { take(byte) }
    }

    private mutating func take(_ byte: UInt8) {
        if isInString {
            hash.add(byte)
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
            }
            return
        }
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: return
        case UInt8(ascii: "["), UInt8(ascii: "{"): open(byte)
        case UInt8(ascii: "]"), UInt8(ascii: "}"): close(byte)
        case UInt8(ascii: ",") where depth == 1: end()
        case UInt8(ascii: "\""):
            fill(byte)
            isInString = true
        default: fill(byte)
        }
    }

    private mutating func open(_ byte: UInt8) {
        if depth == 0 {
            isBroken = isBroken || hasEnded || byte != UInt8(ascii: "[")
        } else {
            fill(byte)
        }
        depth += 1
    }

    private mutating func close(_ byte: UInt8) {
        depth -= 1
        switch depth {
        case 0:
            end()
            hasEnded = true
        case 1...: hash.add(byte)
        default: isBroken = true
        }
    }

    private mutating func fill(_ byte: UInt8) {
        hash.add(byte)
        if depth == 0 { isBroken = true }
        guard depth == 1, !isFilled else { return }
        isFilled = true
        elements += 1
    }

    /// The current element is over, if there was one.
    private mutating func end() {
        if isFilled { seen.append(hash.value) }
        isFilled = false
        hash = TextHash()
    }
}

/// Tells texts apart. Source: FNV-1a of 64 bits, Fowler, Noll and Vo.
private struct TextHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
