internal import Glibc

/// Takes one answer apart as its bytes come, in whatever pieces. A value without time or sockets.
struct AnswerReader {
    enum Step {
        /// All that was given is used up.
        case more
        /// ``parser`` has the whole head.
        case head
        /// The next bytes of the body.
        case body(UnsafeRawBufferPointer)
        /// The answer is whole; what is left belongs to nobody.
        case end
        /// Why the answer can't be trusted.
        case refused(String)
    }

    /// What a connection's end means.
    enum Close: Equatable {
        /// It was the end of the answer.
        case whole
        /// Not one byte had come.
        case noAnswer
        case insideHead
        case insideBody
        /// The body would end here, had the peer not promised to keep the connection.
        case brokenPromise
    }

    private enum Part: Equatable {
        case head
        case headIsWhole
        case sized(Int64)
        case chunked
        case untilClose
        case over
    }

    private(set) var parser = HeadParser()
    private var part = Part.head
    private var chunks = ChunkDecoder()
    /// The beginning of a line whose end has not come yet.
    private var held: [UInt8] = []
    private var hasBytes = false
    private var answersHead = false

    /// Expects an answer, to a HEAD or to anything else.
    mutating func begin(answersHead: Bool) {
        parser.reset()
        part = .head
        held.removeAll(keepingCapacity: true)
        hasBytes = false
        self.answersHead = answersHead
    }

    /// Nothing more is expected.
    mutating func stop() { part = .over }

    var isOver: Bool { part == .over }
    var isInHead: Bool { part == .head }

    /// Bytes of the body that are still to come, if that is known and the head was told.
    var bodyLeft: Int64? {
        if case .sized(let left) = part { return left }
        return nil
    }

    /// `count` bytes of a body of known length went elsewhere.
    ///
    /// - Returns: Whether they were the last.
    mutating func skip(_ count: Int) -> Bool {
        guard case .sized(let left) = part else { return false }
        part = left == Int64(count) ? .over : .sized(left - Int64(count))
        return part == .over
    }

    /// Takes from the front of `rest` up to the next step; ask until it is `.more` or the last.
    mutating func next(_ rest: inout UnsafeRawBufferPointer) -> Step {
        if !rest.isEmpty { hasBytes = true }
        switch part {
        case .head: return takeLines(&rest)
        case .headIsWhole: return beginBody()
        case .sized(let left): return takeSized(&rest, left)
        case .chunked: return takeChunk(&rest)
        case .untilClose: return takeAll(&rest)
        case .over: return .end
        }
    }

    /// The connection ended.
    mutating func close() -> Close {
        defer { part = .over }
        switch part {
        case .head: return hasBytes ? .insideHead : .noAnswer
        case .untilClose: return parser.promisesKeepAlive ? .brokenPromise : .whole
        case .headIsWhole, .sized, .chunked: return .insideBody
        case .over: return .whole
        }
    }

    // MARK: Head

    private mutating func takeLines(_ rest: inout UnsafeRawBufferPointer) -> Step {
        while true {
            guard let end = lineEnd(in: rest) else {
                held.append(contentsOf: rest)
                rest = UnsafeRawBufferPointer(start: nil, count: 0)
                return held.count > HeadParser.maxBytes ? refuse("a line without end") : .more
            }
            let line = UnsafeRawBufferPointer(rebasing: rest[..<end])
            rest = UnsafeRawBufferPointer(rebasing: rest[end...])
            switch take(line) {
            case .more: continue
            case .refused(let cause): return refuse(cause)
            case .complete:
                part = .headIsWhole
                return .head
            }
        }
    }

    private mutating func take(_ line: UnsafeRawBufferPointer) -> HeadParser.Step {
        if held.isEmpty { return parser.take(line) }
        held.append(contentsOf: line)
        defer { held.removeAll(keepingCapacity: true) }
        return held.withUnsafeBytes { parser.take($0) }
    }

    private func lineEnd(in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let start = bytes.baseAddress, let found = memchr(start, 0x0A, bytes.count) else {
            return nil
        }
        return UnsafeRawPointer(found) - start + 1
    }

    // MARK: Body

    private mutating func beginBody() -> Step {
        switch parser.framing(answersHead: answersHead) {
        case .none, .sized(0):
            part = .over
            return .end
        case .sized(let length): part = .sized(length)
        case .chunked:
            part = .chunked
            chunks = ChunkDecoder()
        case .untilClose: part = .untilClose
        }
        return .more
    }

    private mutating func takeSized(_ rest: inout UnsafeRawBufferPointer, _ left: Int64) -> Step {
        guard !rest.isEmpty else { return .more }
        let amount = Int(min(left, Int64(rest.count)))
        let piece = UnsafeRawBufferPointer(rebasing: rest[..<amount])
        rest = UnsafeRawBufferPointer(rebasing: rest[amount...])
        _ = skip(amount)
        return .body(piece)
    }

    private mutating func takeChunk(_ rest: inout UnsafeRawBufferPointer) -> Step {
        switch chunks.next(&rest) {
        case .more: return .more
        case .data(let piece): return .body(piece)
        case .refused(let cause): return refuse(cause)
        case .end:
            part = .over
            return .end
        }
    }

    private func takeAll(_ rest: inout UnsafeRawBufferPointer) -> Step {
        guard !rest.isEmpty else { return .more }
        defer { rest = UnsafeRawBufferPointer(start: nil, count: 0) }
        return .body(rest)
    }

    private mutating func refuse(_ cause: String) -> Step {
        part = .over
        return .refused(cause)
    }
}
