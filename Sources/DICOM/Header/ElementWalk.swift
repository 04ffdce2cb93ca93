/// Goes from element to element of one file. A value machine: window in, bytes used out.
struct ElementWalk: Sendable {
    enum Step {
        /// The step can't be made with fewer bytes than this.
        case needs(Int)
        /// Bytes of the window that are done with, and how many after them to leave unread.
        case used(Int, skip: Int)
    }

    private enum Phase {
        case start, meta, dataSet
    }

    /// Preamble and prefix.
    static let firstStepBytes = 132

    private(set) var values = RawValues()
    /// What places the file is known, or can't become known any more.
    private(set) var isIdentified = false
    /// Nothing further needs reading.
    private(set) var isOver = false
    /// What follows is a deflated data set: the next steps want it inflated.
    private(set) var isDeflated = false

    let wanted: Set<Tag>
    private let limits: HeaderLimits
    private let guardsStructure: Bool
    private var phase = Phase.start
    private var encoding = Encoding.explicitLittle
    private var open: [OpenContainer] = []
    private var depth = 0
    private var elements = 0
    private var offset = 0
    private var isPastPixels = false

    init(limits: HeaderLimits, guardsStructure: Bool, wanted: Set<Tag> = []) {
        self.wanted = wanted
        self.limits = limits
        self.guardsStructure = guardsStructure
    }

    /// Makes one step.
    ///
    /// - Parameter window: Starts where the last step ended, and is as long as was asked for.
    mutating func step(_ window: Span<UInt8>) throws(HeaderRefusal) -> Step {
        let step: Step
        switch phase {
        case .start: step = try start(window)
        case .meta: step = try meta(window)
        case .dataSet: step = try dataSet(window)
        }
        if case .used(let count, let skip) = step {
            offset += count + skip
            guard isIdentified || offset <= limits.headerBytes else {
                throw .headerTooLarge
            }
        }
        return step
    }

    /// Judges the end of the file.
    ///
    /// - Parameters:
    ///   - carried: Bytes of a step that was not made.
    ///   - unread: Bytes of a value that did not come.
    mutating func end(_ carried: Int, _ unread: Int) throws(HeaderRefusal) {
        guard phase == .dataSet else { throw phase == .start ? .notDICOM : .truncated }
        closeEnded()
        guard isPastPixels || unread == 0 && carried == 0 && open.isEmpty else {
            throw .truncated
        }
        isIdentified = true
    }

    // MARK: Before the data set

    private mutating func start(_ window: Span<UInt8>) throws(HeaderRefusal) -> Step {
        let prefix: [UInt8] = [0x44, 0x49, 0x43, 0x4D]
        if (0..<4).allSatisfy({ window[128 + $0] == prefix[$0] }) {
            phase = .meta
            return .used(132, skip: 0)
        }
        // No preamble: a meta header, or a data set that begins with group 8.
        let isVR = ElementHead.isLetter(window[4]) && ElementHead.isLetter(window[5])
        switch (window[0], window[1]) {
        case (2, 0) where isVR:
            phase = .meta
        case (8, 0):
            encoding.isImplicit = !isVR
            phase = .dataSet
        case (0, 8) where isVR:
            encoding.isBigEndian = true
            phase = .dataSet
        default:
            throw .notDICOM
        }
        return .used(0, skip: 0)
    }

    private mutating func meta(_ window: Span<UInt8>) throws(HeaderRefusal) -> Step {
        guard ElementHead.number(window, 0, 2, false) == 2 else {
            try endMeta(window)
            return .used(0, skip: 0)
        }
        guard let head = ElementHead(window, .explicitLittle) else { return .needs(12) }
        guard let length = head.valueBytes else { throw .malformed(offset) }
        return try value(head, length, window)
    }

    private mutating func endMeta(_ window: Span<UInt8>) throws(HeaderRefusal) {
        if values[.mediaStorageSOPClassUID].map(RawText.stripped)
            == Array("1.2.840.10008.1.3.10".utf8)
        {
            throw .mediaDirectory
        }
        phase = .dataSet
        let syntax = values[.transferSyntaxUID].map(RawText.stripped) ?? []
        let isVR = ElementHead.isLetter(window[4]) && ElementHead.isLetter(window[5])
        let startsLittle = ElementHead.number(window, 0, 2, false) == 8
        switch String(decoding: syntax, as: UTF8.self) {
        case "1.2.840.10008.1.2", "1.2.840.113619.5.2":
            // Some writers claim implicit and write explicit: the first element tells.
            encoding.isImplicit = !(startsLittle && isVR)
        case "1.2.840.10008.1.2.2":
            encoding.isBigEndian = true
        case "1.2.840.10008.1.2.1.99":
            isDeflated = true
        case "":
            encoding.isImplicit = !isVR
        default:
            encoding.isImplicit = startsLittle && !isVR
        }
    }

    // MARK: The data set

    private mutating func dataSet(_ window: Span<UInt8>) throws(HeaderRefusal) -> Step {
        closeEnded()
        if let end = open.last?.end, offset > end { return try broken() }
        let encoding = open.last?.encoding ?? self.encoding
        guard let head = ElementHead(window, encoding) else { return .needs(12) }
        if head.tag.group == 0xFFFE { return try delimiter(head) }
        guard open.last.map({ $0.kind == .item }) ?? true else { return try broken() }
        if open.isEmpty, head.tag > .seriesInstanceUID,
            values.hasIdentifiers || head.tag >= .pixelData
        {
            isIdentified = true
            if !guardsStructure {
                isOver = true
                return .used(0, skip: 0)
            }
        }
        try count()
        return try element(head, encoding, window)
    }

    private mutating func element(
        _ head: ElementHead,
        _ encoding: Encoding,
        _ window: Span<UInt8>
    ) throws(HeaderRefusal) -> Step {
        if open.isEmpty, head.tag == .pixelData { isPastPixels = true }
        guard let length = head.valueBytes else {
            try beginUndefined(head, encoding)
            return .used(head.headBytes, skip: 0)
        }
        if guardsStructure, isSequence(head) {
            try begin(.sequence, encoding, end: offset + head.headBytes + length)
            return .used(head.headBytes, skip: 0)
        }
        guard open.isEmpty else { return .used(head.headBytes, skip: length) }
        return try value(head, length, window)
    }

    /// Keeps a wanted value at the top of the file, leaves any other unread.
    private mutating func value(
        _ head: ElementHead,
        _ length: Int,
        _ window: Span<UInt8>
    ) throws(HeaderRefusal) -> Step {
        let role = isIdentified ? .skipped : role(of: head.tag)
        if role == .skipped || length > limits.valueBytes {
            guard role != .needed else { throw .valueTooLong(head.tag) }
            return .used(head.headBytes, skip: length)
        }
        let total = head.headBytes + length
        guard window.count >= total else { return .needs(total) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        for index in head.headBytes..<total { bytes.append(window[index]) }
        values.add(head.tag, bytes)
        return .used(total, skip: 0)
    }

    private func role(of tag: Tag) -> HeaderRole {
        tag.headerRole == .skipped && wanted.contains(tag) ? .useful : tag.headerRole
    }

    // MARK: Sequences

    private mutating func beginUndefined(
        _ head: ElementHead,
        _ encoding: Encoding
    ) throws(HeaderRefusal) {
        switch head.vr {
        case .UN:
            // CP-246: implicit little endian within, whatever the file is.
            try begin(.sequence, .implicitLittle, end: nil)
        case .OB, .OW, .OD, .OF, .OL, .OV:
            try begin(.fragments, encoding, end: nil)
        case nil where !encoding.isImplicit:
            try begin(.sequence, .implicitLittle, end: nil)
        case nil where head.tag == .pixelData:
            try begin(.fragments, encoding, end: nil)
        default:
            try begin(.sequence, encoding, end: nil)
        }
    }

    private func isSequence(_ head: ElementHead) -> Bool {
        head.vr == .SQ || head.vr == nil && head.tag.vr == .SQ
    }

    private mutating func delimiter(_ head: ElementHead) throws(HeaderRefusal) -> Step {
        guard let last = open.last else { return try broken() }
        switch (head.tag, last.kind) {
        case (.item, .sequence):
            guard let length = head.valueBytes else {
                open.append(OpenContainer(kind: .item, encoding: last.encoding, end: nil))
                return .used(8, skip: 0)
            }
            guard guardsStructure else { return .used(8, skip: length) }
            let end = offset + 8 + length
            open.append(OpenContainer(kind: .item, encoding: last.encoding, end: end))
            return .used(8, skip: 0)
        case (.item, .fragments):
            try count()
            guard let length = head.valueBytes else { return try broken() }
            return .used(8, skip: length)
        case (.itemDelimitation, .item), (.sequenceDelimitation, .sequence),
            (.sequenceDelimitation, .fragments):
            guard last.end == nil else { return try broken() }
            closeLast()
            return .used(8, skip: 0)
        default:
            return try broken()
        }
    }

    private mutating func begin(
        _ kind: OpenContainer.Kind,
        _ encoding: Encoding,
        end: Int?
    ) throws(HeaderRefusal) {
        guard depth < limits.depth else { throw .tooDeep }
        depth += 1
        open.append(OpenContainer(kind: kind, encoding: encoding, end: end))
    }

    private mutating func closeLast() {
        guard let last = open.popLast() else { return }
        if last.kind != .item { depth -= 1 }
    }

    private mutating func closeEnded() {
        while let end = open.last?.end, end == offset { closeLast() }
    }

    // MARK: Judgement

    private mutating func count() throws(HeaderRefusal) {
        elements += 1
        guard elements <= limits.elements else { throw .tooManyElements }
    }

    /// Behind the pixels there may be padding, which no store minds; before them it is a fault.
    private mutating func broken() throws(HeaderRefusal) -> Step {
        guard isPastPixels, open.isEmpty else { throw .malformed(offset) }
        isOver = true
        return .used(0, skip: 0)
    }
}
