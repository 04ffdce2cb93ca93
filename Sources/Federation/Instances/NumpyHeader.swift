/// The head of a NumPy array file, version 1, as Orthanc writes it: frames, rows, columns, channels
/// of pixels, row by row.
///
/// Source: NumPy's `numpy.lib.format`; its blanks by live Orthancs 1.10.1, 1.12.7 and 1.13.0.
struct NumpyHeader: Equatable {
    /// Such as `<u2`.
    let type: String
    var frames: Int
    /// Rows, columns, channels.
    let shape: [Int]
    /// Bytes of the head itself.
    let count: Int

    /// The magic, two bytes of version and two of length.
    static let leastBytes = 10

    /// More than any series has.
    private static let mostBytes = 1 << 45

    /// Bytes of the pixels; nil when they are too many to be true.
    var pixelBytes: Int? {
        guard let width = Int(type.drop { !$0.isNumber }) else { return nil }
        return ([frames] + shape).reduce(width) { product, factor -> Int? in
            guard let product, factor >= 0 else { return nil }
            let (result, isTooMuch) = product.multipliedReportingOverflow(by: factor)
            return isTooMuch || result > Self.mostBytes ? nil : result
        }
    }

    /// nil when the bytes don't begin with a whole head of such an array.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.leastBytes,
            bytes.starts(with: [0x93] + Array("NUMPY".utf8) + [1, 0])
        else { return nil }
        count = Self.leastBytes + Int(bytes[8]) + Int(bytes[9]) << 8
        guard bytes.count >= count else { return nil }
        let text = String(decoding: bytes[Self.leastBytes..<count], as: UTF8.self)
        guard text.contains("'fortran_order': False"),
            let type = Self.between("'descr': '", "'", text),
            let shape = Self.between("'shape': (", ")", text)
        else { return nil }
        let numbers = shape.split(separator: ",").map { Int($0.drop { $0 == " " }) }
        guard numbers.count == 4, let frames = numbers[0] else { return nil }
        self.type = type
        self.frames = frames
        self.shape = numbers.dropFirst().compactMap(\.self)
        guard self.shape.count == 3 else { return nil }
    }

    /// The head for so many frames, padded to a multiple of 64 bytes.
    var bytes: [UInt8] {
        let sizes = shape.map(String.init).joined(separator: ",")
        var text = Array(
            "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(frames), \(sizes)), }".utf8
        )
        while (Self.leastBytes + text.count + 1) % 64 != 0 { text.append(0x20) }
        text.append(0x0A)
        return [0x93] + Array("NUMPY".utf8) + [
            1, 0, UInt8(text.count & 0xFF), UInt8(text.count >> 8),
        ]
            + text
    }

    private static func between(_ start: String, _ end: String, _ text: String) -> String? {
        guard let begin = text.firstRange(of: start)?.upperBound,
            let finish = text[begin...].firstRange(of: end)?.lowerBound
        else { return nil }
        return String(text[begin..<finish])
    }
}
