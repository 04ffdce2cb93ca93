internal import LoadModel

/// Holds an answer against what it must be, piece by piece, without keeping it.
struct AnswerCheck {
    private var expectation = Request.Expectation.anything
    private(set) var received = 0
    private var isWrong = false
    private var counter = ElementCounter()
    private var finder = TextFinder()

    mutating func begin(_ expectation: Request.Expectation) {
        self.expectation = expectation
        received = 0
        isWrong = false
        counter = ElementCounter()
        switch expectation {
        case .says(let text), .saysNot(let text): finder = TextFinder(text)
        default: break
        }
    }

    mutating func take(_ piece: UnsafeRawBufferPointer) {
        switch expectation {
        case .anything, .size: break
        case .elements, .elementsWithin: counter.take(piece)
        case .says, .saysNot: finder.take(piece)
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
        case .elements(let count):
            counter.isWhole && (count == nil || counter.elements == count)
        case .elementsWithin(let range): counter.isWhole && range.contains(counter.elements)
        case .instance(let instance): !isWrong && received == instance.count
        case .says: finder.isFound
        case .saysNot: !finder.isFound
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

/// Counts the elements of a JSON array while its text passes; knows brackets and strings, no more.
struct ElementCounter {
    private(set) var elements = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var hasEnded = false
    private var isBroken = false
    /// Something of an element was seen since the last comma of the outer array.
    private var isFilled = false

    /// The array was closed, and nothing but blanks came behind it.
    var isWhole: Bool { hasEnded && !isBroken }

    mutating func take(_ piece: UnsafeRawBufferPointer) {
        for byte in piece { take(byte) }
    }

    private mutating func take(_ byte: UInt8) {
        if isInString {
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
        case UInt8(ascii: "]"), UInt8(ascii: "}"): close()
        case UInt8(ascii: ",") where depth == 1: isFilled = false
        case UInt8(ascii: "\""):
            fill()
            isInString = true
        default: fill()
        }
    }

    private mutating func open(_ byte: UInt8) {
        if depth == 0 {
            isBroken = isBroken || hasEnded || byte != UInt8(ascii: "[")
        } else {
            fill()
        }
        depth += 1
    }

    private mutating func close() {
        depth -= 1
        if depth == 0 { hasEnded = true }
        if depth < 0 { isBroken = true }
    }

    private mutating func fill() {
        if depth == 0 { isBroken = true }
        guard depth == 1, !isFilled else { return }
        isFilled = true
        elements += 1
    }
}
