/// Reads the head of a DICOM file as its bytes arrive, and stops before the pixels.
///
/// Feed it pieces of any size; the outcome doesn't depend on how the file is cut. It keeps no
/// more than one incomplete element head or one wanted value, never recurses, and reads past
/// everything else. With `guardsStructure` it goes on to the end of the file and refuses what
/// would harm a store that reads recursively.
///
/// Lenient where Orthanc is: no preamble, a wrong group 2 length, implicit elements in explicit
/// files and the reverse, unknown VRs, UN of undefined length (CP-246).
package struct HeaderReader: Sendable {
    package enum State: Hashable, Sendable {
        case more
        case done
        case refused(HeaderRefusal)
    }

    package private(set) var state = State.more
    /// Known before ``state`` is done when the structure is guarded; nil until then.
    package private(set) var header: InstanceHeader?

    private var walk: ElementWalk
    private var inflater: Inflater?
    /// Bytes of the step that is not complete yet, at most one value.
    private var carry: [UInt8] = []
    /// Bytes that the carried step needs.
    private var needed = ElementWalk.firstStepBytes
    private var skipped = 0
    private var inflatedBytes = 0

    /// A deflated file is guarded this far: beyond it, a bomb would only cost us time.
    private static let guardedInflatedBytes = 64 << 20

    /// - Parameter wanted: Tags whose values ``InstanceHeader/texts`` should hold, up to
    ///   SeriesInstanceUID: further the head is not read.
    package init(
        limits: HeaderLimits = HeaderLimits(),
        guardsStructure: Bool = false,
        wanted: Set<Tag> = []
    ) {
        walk = ElementWalk(limits: limits, guardsStructure: guardsStructure, wanted: wanted)
    }

    /// Takes the next bytes of the file. After ``state`` has left `.more` they are ignored.
    @discardableResult
    package mutating func feed(_ bytes: Span<UInt8>) -> State {
        guard state == .more else { return state }
        do throws(HeaderRefusal) {
            try take(bytes)
        } catch {
            state = .refused(error)
        }
        return state
    }

    @discardableResult
    package mutating func feed(_ bytes: [UInt8]) -> State { feed(bytes.span) }

    /// Says that the file has ended.
    @discardableResult
    package mutating func finish() -> State {
        guard state == .more else { return state }
        do throws(HeaderRefusal) {
            try walk.end(carry.count, skipped)
            try settle()
            state = .done
        } catch {
            state = .refused(error)
        }
        return state
    }

    private mutating func take(_ bytes: Span<UInt8>) throws(HeaderRefusal) {
        if inflater != nil {
            try inflate(bytes)
        } else {
            try read(bytes)
        }
    }

    /// Steps through plain bytes.
    private mutating func read(_ bytes: Span<UInt8>) throws(HeaderRefusal) {
        var position = 0
        while state == .more {
            let jump = min(skipped, bytes.count - position)
            skipped -= jump
            position += jump
            if position == bytes.count, carry.isEmpty || carry.count < needed { return }
            if carry.isEmpty, bytes.count - position >= needed {
                position += try step(bytes.extracting(position..<bytes.count))
            } else {
                while carry.count < needed, position < bytes.count {
                    carry.append(bytes[position])
                    position += 1
                }
                guard carry.count >= needed else { return }
                try stepInCarry()
            }
            if walk.isDeflated, inflater == nil {
                try startInflating(bytes.extracting(position..<bytes.count))
                return
            }
        }
    }

    /// One step in what was carried, which may hold more than the step uses.
    private mutating func stepInCarry() throws(HeaderRefusal) {
        let window = carry
        carry = []
        let used = try step(window.span)
        let jump = min(skipped, window.count - used)
        skipped -= jump
        carry = Array(window.dropFirst(used + jump))
    }

    /// One step of the walk. Sets what the next one needs; returns bytes used, perhaps none.
    private mutating func step(_ window: Span<UInt8>) throws(HeaderRefusal) -> Int {
        switch try walk.step(window) {
        case .needs(let count):
            needed = count
            return 0
        case .used(let count, let skip):
            needed = ElementHead.leastBytes
            skipped = skip
            if walk.isIdentified { try settle() }
            if walk.isOver { state = .done }
            return count
        }
    }

    private mutating func settle() throws(HeaderRefusal) {
        if header == nil { header = try InstanceHeader(walk.values, walk.wanted) }
    }

    private mutating func startInflating(_ rest: Span<UInt8>) throws(HeaderRefusal) {
        inflater = Inflater()
        let carried = carry
        carry = []
        try inflate(carried.span)
        try inflate(rest)
    }

    private mutating func inflate(_ bytes: Span<UInt8>) throws(HeaderRefusal) {
        inflater?.feed(bytes)
        while state == .more {
            guard let plain = try inflater?.next(), !plain.isEmpty else { return }
            inflatedBytes += plain.count
            try read(plain.span)
            if header != nil, inflatedBytes > Self.guardedInflatedBytes { state = .done }
        }
    }
}
