/// The mark that makes the pixels of every instance its own.
///
/// The lowest bits of the first samples spell the number of the SOP Instance UID again and again:
/// pixels are equal exactly if UIDs are.
enum InstanceMark {
    static let bits = 128

    /// - Parameters:
    ///   - start: Of the pixels in `bytes`; all that follows is marked.
    ///   - bytesPerSample: 1 or 2, little endian.
    static func write(
        _ uid: CorpusUID,
        to bytes: inout [UInt8],
        from start: Int,
        bytesPerSample: Int
    ) {
        let low = UInt64(truncatingIfNeeded: uid.number)
        let high = UInt64(truncatingIfNeeded: uid.number >> 64)
        var sample = 0
        for place in stride(from: start, to: bytes.count, by: bytesPerSample) {
            let half = sample & 64 == 0 ? low : high
            bytes[place] = bytes[place] & 0xFE | UInt8(half >> UInt64(sample & 63) & 1)
            sample += 1
        }
    }
}
