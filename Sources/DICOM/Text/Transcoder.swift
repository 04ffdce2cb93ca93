import CLinux

/// Conversions to UTF-8 that leave out what is not in the set, as boost's do for Orthanc.
enum Transcoder {
    /// Converts by iconv; a byte that starts nothing valid is left out.
    static func utf8(_ text: [UInt8], from name: String) -> [UInt8] {
        guard let converter = Converter(from: name) else { return text.filter { $0 < 0x80 } }
        return converter.convert(text)
    }

    /// Leaves out what is not UTF-8: a broken sequence together with the byte that breaks it.
    static func validUTF8(_ text: [UInt8]) -> [UInt8] {
        var valid: [UInt8] = []
        var index = 0
        while index < text.count {
            let length = sequenceLength(text[index])
            var end = index + 1
            while end < text.count, end < index + length {
                end += 1
                if text[end - 1] & 0xC0 != 0x80 { break }
            }
            let sequence = text[index..<end]
            if sequence.count == length, String(validating: sequence, as: UTF8.self) != nil {
                valid += sequence
            }
            index = end
        }
        return valid
    }

    /// 0 for a byte that begins no sequence.
    private static func sequenceLength(_ lead: UInt8) -> Int {
        switch lead {
        case 0..<0x80: 1
        case 0xC2..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }
}

/// Sole owner of one `iconv_t`.
@safe private struct Converter: ~Copyable {
    private let raw: iconv_t

    init?(from name: String) {
        guard let raw = unsafe iconv_open("UTF-8", name), Int(bitPattern: raw) != -1 else {
            return nil
        }
        unsafe self.raw = raw
    }

    deinit { unsafe iconv_close(raw) }

    /// No set that we name takes more than six bytes of UTF-8 for one of its own.
    func convert(_ text: [UInt8]) -> [UInt8] {
        var input = text.map { CChar(bitPattern: $0) }
        let capacity = text.count * 6 + 16
        return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            unsafe buffer.withMemoryRebound(to: CChar.self) { output in
                count = unsafe run(&input, into: output)
            }
        }
    }

    /// - Returns: Bytes written.
    private func run(
        _ input: inout [CChar],
        into output: UnsafeMutableBufferPointer<CChar>
    ) -> Int {
        var left = input.count
        var room = output.count
        unsafe input.withUnsafeMutableBufferPointer { input in
            var source = input.baseAddress
            var target = output.baseAddress
            while left > 0 {
                let code = unsafe iconv(raw, &source, &left, &target, &room)
                guard code == -1, left > 0 else { break }
                unsafe source = source?.advanced(by: 1)
                left -= 1
            }
        }
        return output.count - room
    }
}
