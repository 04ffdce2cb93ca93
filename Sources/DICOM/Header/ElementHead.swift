/// The bytes before an element's value.
struct ElementHead {
    let tag: Tag
    /// Nil in implicit VR, or where an unknown VR is written.
    let vr: VR?
    /// Nil when undefined.
    let valueBytes: Int?
    /// 8 or 12.
    let headBytes: Int

    /// Bytes that must be there to know how long the head is.
    static let leastBytes = 8

    /// Reads a head; nil when the 12 bytes of a long one are not all there.
    ///
    /// - Parameter window: Starts at the element, has at least ``leastBytes``.
    init?(_ window: Span<UInt8>, _ encoding: Encoding) {
        let isBigEndian = encoding.isBigEndian
        tag = Tag(
            UInt16(truncatingIfNeeded: Self.number(window, 0, 2, isBigEndian)),
            UInt16(truncatingIfNeeded: Self.number(window, 2, 2, isBigEndian))
        )
        let isVR = Self.isLetter(window[4]) && Self.isLetter(window[5])
        guard tag.group != 0xFFFE, !encoding.isImplicit, isVR else {
            // Many writers leave implicit elements in explicit files.
            vr = nil
            headBytes = 8
            valueBytes = Self.length(Self.number(window, 4, 4, isBigEndian))
            return
        }
        vr = VR(rawValue: String(decoding: [window[4], window[5]], as: UTF8.self))
        if vr?.hasShortLength ?? false {
            headBytes = 8
            valueBytes = Int(Self.number(window, 6, 2, isBigEndian))
        } else {
            guard window.count >= 12 else { return nil }
            headBytes = 12
            valueBytes = Self.length(Self.number(window, 8, 4, isBigEndian))
        }
    }

    static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }

    private static func length(_ number: UInt32) -> Int? {
        number == 0xFFFF_FFFF ? nil : Int(number)
    }

    static func number(
        _ window: Span<UInt8>,
        _ start: Int,
        _ count: Int,
        _ isBigEndian: Bool
    ) -> UInt32 {
        var number: UInt32 = 0
        for index in 0..<count {
            let byte = window[isBigEndian ? start + index : start + count - 1 - index]
            number = number << 8 | UInt32(byte)
        }
        return number
    }
}
