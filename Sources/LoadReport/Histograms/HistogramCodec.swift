package import LoadModel

/// Distributions of times in HdrHistogram's second encoding, which all of its ports read.
///
/// A header of 40 bytes, all numbers with the highest byte first: cookie, length of what follows,
/// normalising offset (0), digits (3), lowest (1) and highest value, ratio of conversion (1.0).
/// Then the counts from bucket 0 on as ZigZag LEB128, where -n stands for n empty buckets. The
/// compressed form is a cookie, a length and all that in zlib's format.
///
/// Source: HdrHistogram 2.2 (Java), AbstractHistogram `encodeIntoByteBuffer` and
/// `encodeIntoCompressedByteBuffer`, ZigZagEncoding.
package enum HistogramCodec {
    /// Uncompressed.
    package static func encoded(_ times: Latencies) -> [UInt8] { encoded(BucketCounts(times)) }

    /// Compressed; what logs and reports hold.
    package static func compressed(_ times: Latencies) -> [UInt8] {
        compressed(BucketCounts(times))
    }

    /// Compressed, as base64.
    package static func text(_ times: Latencies) -> String { text(BucketCounts(times)) }

    /// Either form.
    ///
    /// - Throws: ``ReportError`` of kind `.histogram`, also for another layout than
    ///   ``Latencies``' own and for more than 2⁵⁰ times.
    package static func decoded(_ bytes: [UInt8]) throws(ReportError) -> Latencies {
        try counts(bytes, HistogramBudget()).latencies
    }

    /// - Parameter text: Base64 of either form.
    package static func decoded(text: String) throws(ReportError) -> Latencies {
        try counts(base64: Array(text.utf8), HistogramBudget()).latencies
    }

    // MARK: Encoding

    static func text(_ counts: BucketCounts) -> String { Base64Text.encoded(compressed(counts)) }

    static func compressed(_ counts: BucketCounts) -> [UInt8] {
        let payload = ZlibBytes.deflated(encoded(counts))
        var writer = ByteWriter()
        writer.append(compressedCookie | wordSize, bytes: 4)
        writer.append(UInt64(payload.count), bytes: 4)
        return writer.bytes + payload
    }

    static func encoded(_ counts: BucketCounts) -> [UInt8] {
        var body = ByteWriter()
        var next = 0
        for bucket in counts.buckets {
            let empty = bucket.index - next
            if empty > 0 { body.append(zigZag: empty == 1 ? 0 : -Int64(empty)) }
            body.append(zigZag: Int64(clamping: bucket.count))
            next = bucket.index + 1
        }
        if counts.buckets.isEmpty { body.append(zigZag: 0) }
        var writer = ByteWriter()
        writer.append(plainCookie | wordSize, bytes: 4)
        writer.append(UInt64(body.bytes.count), bytes: 4)
        writer.append(0, bytes: 4)
        writer.append(digits, bytes: 4)
        writer.append(1, bytes: 8)
        writer.append(Latencies.longest, bytes: 8)
        writer.append((1.0).bitPattern, bytes: 8)
        return writer.bytes + body.bytes
    }

    // MARK: Decoding

    /// - Parameter budget: Of the file.
    static func counts(
        base64 text: [UInt8],
        _ budget: HistogramBudget
    ) throws(ReportError) -> BucketCounts {
        guard text.count <= 2 * longestBytes, let bytes = Base64Text.decoded(text) else {
            throw ReportError(.histogram, "the histogram is not base64")
        }
        return try counts(bytes, budget)
    }

    static func counts(
        _ bytes: [UInt8],
        _ budget: HistogramBudget
    ) throws(ReportError) -> BucketCounts {
        var reader = ByteReader(bytes)
        switch reader.number(bytes: 4).map({ $0 & ~0xF0 }) {
        case plainCookie: return try plain(bytes, budget)
        case compressedCookie:
            guard let length = reader.number(bytes: 4), length == UInt64(bytes.count - 8),
                let payload = ZlibBytes.inflated(Array(bytes[8...]), limit: longestBytes)
            else { throw ReportError(.histogram, "the histogram is cut, or too long") }
            return try plain(payload, budget)
        default: throw ReportError(.histogram, "the histogram is not in HdrHistogram's V2 form")
        }
    }

    private static func plain(
        _ bytes: [UInt8],
        _ budget: HistogramBudget
    ) throws(ReportError) -> BucketCounts {
        var reader = ByteReader(bytes)
        guard let cookie = reader.number(bytes: 4), cookie & ~0xF0 == plainCookie,
            let length = reader.number(bytes: 4), let offset = reader.number(bytes: 4),
            let precision = reader.number(bytes: 4), let lowest = reader.number(bytes: 8),
            reader.number(bytes: 8) != nil, reader.number(bytes: 8) != nil,
            length == UInt64(reader.left)
        else { throw ReportError(.histogram, "the histogram is cut, or too long") }
        guard offset == 0, precision == digits, lowest == 1 else {
            throw ReportError(.histogram, "the histogram has not three digits from 1 on")
        }
        return try buckets(&reader, budget)
    }

    private static func buckets(
        _ reader: inout ByteReader,
        _ budget: HistogramBudget
    ) throws(ReportError) -> BucketCounts {
        var counts = BucketCounts()
        var index = 0
        while reader.left > 0 {
            guard let number = reader.zigZag() else {
                throw ReportError(.histogram, "the histogram is cut")
            }
            try budget.take(number)
            let step = number < 0 ? number.magnitude : 1
            guard step <= UInt64(TimeBucket.count - index) else {
                throw ReportError(.histogram, "the histogram goes beyond an hour")
            }
            if number > 0 { counts.append(index, UInt64(number)) }
            index += Int(step)
        }
        return counts
    }

    private static let plainCookie: UInt64 = 0x1C84_9303
    private static let compressedCookie: UInt64 = 0x1C84_9304
    /// Where older encodings have the bytes of a count, this one has a 1.
    private static let wordSize: UInt64 = 0x10
    private static let digits: UInt64 = 3
    /// The header, and nine bytes a bucket.
    private static let longestBytes = 40 + 9 * TimeBucket.count
}
