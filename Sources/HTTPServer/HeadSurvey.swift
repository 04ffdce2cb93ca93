/// What one pass over a head finds out about it: which rules it breaks, and how its body is framed.
struct HeadSurvey: ~Copyable {
    /// The first override field.
    private(set) var override: Int?
    private(set) var framing = RequestGate.BodyFraming.none
    private(set) var awaitsContinue = false

    /// One bit a ``Refusal/Reason``.
    private var faults: UInt64 = 0
    private var hosts = 0
    private var lengths = 0
    private var length: Int64?
    private var encodings = 0
    private var isChunked = false
    private var expectations = 0

    init(_ raw: RawHead, _ limits: GateLimits) {
        let block = raw.block
        note(.hiddenBytes, if: raw.hidesBytes)
        note(.version, if: raw.version == .other)
        note(.targetTooLong, if: block.target.count > limits.targetBytes)
        note(.tooManyHeaders, if: block.fields.count > limits.headerCount)
        note(.headersTooLarge, if: raw.size > limits.headBytes)
        for index in block.fields.indices { read(index, block) }
        block.bytes.withUnsafeBufferPointer { bytes in
            note(.methodName, if: !Self.isToken(bytes[block.method]))
            for field in block.fields {
                note(.headerName, if: !Self.isToken(bytes[field.name]))
                note(.headerValue, if: !Self.isValue(bytes[field.value]))
            }
        }
        note(.hostMissing, if: hosts == 0 && raw.version == .http11)
        note(.hostRepeated, if: hosts > 1)
        judgeFraming(raw.version, limits)
        note(.expectation, if: expectations > 1)
        awaitsContinue = expectations == 1 && raw.version == .http11
    }

    /// The first rule in the table that is broken.
    var firstFault: Refusal.Reason? {
        faults == 0 ? nil : Refusal.Reason(rawValue: faults.trailingZeroBitCount)
    }

    private mutating func note(_ reason: Refusal.Reason, if isBroken: Bool) {
        if isBroken { faults |= 1 << UInt64(reason.rawValue) }
    }

    private mutating func read(_ index: Int, _ block: HeadBlock) {
        let field = block.fields[index]
        switch field.name.count {
        case 4 where block.spells("host", at: field.name):
            hosts += 1
            let host = block.bytes[block.value(of: field)]
            note(.hostMalformed, if: !host.allSatisfy(Self.isHostByte))
        case 6 where block.spells("expect", at: field.name):
            expectations += 1
            note(.expectation, if: !block.spells("100-continue", at: field.value))
        case 7 where block.spells("upgrade", at: field.name):
            note(.upgrade, if: true)
        case 14 where block.spells("content-length", at: field.name):
            lengths += 1
            length = Self.length(block.bytes[field.value])
        case 17 where block.spells("transfer-encoding", at: field.name):
            encodings += 1
            isChunked = block.spells("chunked", at: field.value)
        case 22 where block.spells("x-http-method-override", at: field.name):
            note(.methodOverride, if: override != nil)
            override = index
        default:
            break
        }
    }

    private mutating func judgeFraming(_ version: RawHead.Version, _ limits: GateLimits) {
        note(.contentLengthRepeated, if: lengths > 1)
        note(.contentLengthBesideTransferEncoding, if: lengths > 0 && encodings > 0)
        if encodings > 0 {
            note(.transferEncoding, if: encodings > 1 || !isChunked || version != .http11)
            framing = .chunked
        } else if lengths > 0 {
            note(.contentLengthMalformed, if: length == nil)
            guard let length, length > 0 else { return }
            note(.bodyTooLarge, if: length > limits.bodyBytes)
            framing = .length(length)
        }
    }

    /// - Returns: nil unless 1 to 15 digits and nothing else.
    private static func length(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard (1...15).contains(digits.count) else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }

    /// RFC 9110, section 5.6.2.
    private static func isToken(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        for byte in bytes where !isTokenByte(byte) { return false }
        return !bytes.isEmpty
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x5E...0x7A, 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E,
            0x7C, 0x7E:
            true
        default: false
        }
    }

    /// RFC 9110, section 5.5: visible, blank, or beyond ASCII.
    private static func isValue(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        for byte in bytes where (byte < 0x20 && byte != 0x09) || byte == 0x7F { return false }
        return true
    }

    /// Letters, digits and what RFC 3986, section 3.2, allows in host and port.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~:[]%!$&'()*+;=".utf8.contains(byte)
        }
    }
}
