import Histogram
import LoadModel
import Testing

@testable import LoadReport

@Suite("HdrHistogram's encoding")
struct CodecTests {
    private func sample(_ seed: UInt64) -> Latencies {
        var random = SplitMixGenerator(seed: seed)
        var times = Latencies.times
        for _ in 0..<Int(seed * seed * 7) {
            let value = UInt64.random(in: 0...3_600_000_000, using: &random)
            let shift = UInt64.random(in: 0...30, using: &random)
            times.record(value >> shift, count: UInt64.random(in: 1...1 << 40, using: &random))
        }
        return times
    }

    @Test(
        "what is encoded is decoded bucket by bucket, in either form",
        arguments: 0..<6 as Range<UInt64>
    )
    func roundTrip(seed: UInt64) throws {
        let times = sample(seed)
        for bytes in [HistogramCodec.encoded(times), HistogramCodec.compressed(times)] {
            let again = try HistogramCodec.decoded(bytes)
            #expect(BucketCounts(again) == BucketCounts(times))
            #expect(again.totalCount == times.totalCount)
        }
        let again = try HistogramCodec.decoded(text: HistogramCodec.text(times))
        #expect(BucketCounts(again) == BucketCounts(times))
    }

    @Test("bucket borders are the library's own")
    func borders() {
        let times = Latencies.times
        var random = SplitMixGenerator(seed: 3)
        for _ in 0..<3000 {
            let shift = UInt64.random(in: 0...31, using: &random)
            let value = UInt64.random(in: 0...3_600_000_000, using: &random) >> shift
            let index = TimeBucket.index(of: value)
            #expect(TimeBucket.lowest(index) == times.lowestEquivalentForValue(value))
            #expect(TimeBucket.highest(index) == times.highestEquivalentForValue(value))
            #expect(index < TimeBucket.count)
        }
    }

    /// Written by hdrh 0.10.8.
    private static let written: [(text: String, counts: [UInt64: UInt64])] = [
        (
            "HISTFAAAADN4nJNpmSzMwMAAwiDADKUZQcS1yUsY7D9ABJhYfsozMXHsF2Y77fXgKMflN4xMAOKyCyA=",
            [
                0: 1, 1: 2, 2047: 1, 2048: 1, 2050: 4, 5000: 3, 123_456: 70_000,
                3_600_000_000: 1,
            ]
        ),
        ("HISTFAAAACV4nJNpmSzMwMDAygABzFCaEURcm7yEwf4DRICJkYmZCQBoVwSW", [0: 1, 2: 1, 5: 1]),
        ("HISTFAAAABx4nJNpmSzMgADMUJoRRFybvITB/gNEAABQ2gSH", [:]),
    ]

    @Test("a histogram that hdrh wrote opens with the same counts", arguments: 0..<3)
    func fromPython(index: Int) throws {
        let times = try HistogramCodec.decoded(text: Self.written[index].text)
        let expected = Self.written[index].counts
        #expect(times.totalCount == expected.values.reduce(0, +))
        for (value, count) in expected { #expect(times.countForValue(value) == count) }
    }

    @Test("the same counts are written as hdrh writes them, byte for byte before they are deflated")
    func asPython() throws {
        var times = Latencies.times
        for (value, count) in Self.written[0].counts { times.record(value, count: count) }
        let theirs = try #require(Base64Text.decoded(Array(Self.written[0].text.utf8)))
        let plain = try #require(ZlibBytes.inflated(Array(theirs[8...]), limit: 10_000))
        #expect(HistogramCodec.encoded(times) == plain)
        #expect(Array(HistogramCodec.compressed(times)[..<4]) == Array(theirs[..<4]))
    }

    @Test("a single empty bucket is a zero, as in Java, several are one negative number")
    func emptyBuckets() {
        var times = Latencies.times
        for value: UInt64 in [0, 2, 5] { times.record(value) }
        #expect(HistogramCodec.encoded(times)[40...] == [2, 0, 2, 3, 2])
        #expect(HistogramCodec.encoded(.times)[40...] == [0])
    }

    @Test(
        "a count is ZigZag LEB128 with a ninth byte of eight bits",
        arguments: [
            (0, [0]), (-1, [1]), (1, [2]), (63, [0x7E]), (64, [0x80, 1]), (-64, [0x7F]),
            (1 << 55, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1]),
            (.max, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
            (.min, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        ] as [(Int64, [UInt8])]
    )
    func zigZag(number: Int64, bytes: [UInt8]) {
        var writer = ByteWriter()
        writer.append(zigZag: number)
        #expect(writer.bytes == bytes)
        var reader = ByteReader(bytes)
        #expect(reader.zigZag() == number)
        #expect(reader.left == 0)
    }

    // MARK: Hostile bytes

    /// A plain encoding whose header can be changed, with a body.
    private func forged(
        cookie: UInt64 = 0x1C84_9313,
        offset: UInt64 = 0,
        digits: UInt64 = 3,
        lowest: UInt64 = 1,
        more: Int = 0,
        _ numbers: [Int64]
    ) -> [UInt8] {
        var body = ByteWriter()
        for number in numbers { body.append(zigZag: number) }
        var writer = ByteWriter()
        for (number, count) in [
            (cookie, 4), (UInt64(body.bytes.count + more), 4), (offset, 4), (digits, 4),
            (lowest, 8), (3_600_000_000, 8), ((1.0).bitPattern, 8),
        ] { writer.append(number, bytes: count) }
        return writer.bytes + body.bytes
    }

    @Test("what is no histogram of ours is refused in one line")
    func refused() {
        let whole = forged([1, -5, 7])
        #expect(throws: Never.self) { try HistogramCodec.decoded(whole) }
        let wrong: [[UInt8]] = [
            [], [0x1C], Array(whole.dropLast()), whole + [0], Array(whole.prefix(40)),
            forged(cookie: 0x1C84_9301, [1]), forged(offset: 1, [1]), forged(digits: 2, [1]),
            forged(lowest: 1000, [1]), forged(more: 1, [1]), forged([-23_553]), forged([.min]),
            forged([-23_552, 1]), forged([1 << 50, 1]), forged([.max]),
            [UInt8](repeating: 0x80, count: 60),
        ]
        for (index, bytes) in wrong.enumerated() {
            let error = #expect(throws: ReportError.self, "\(index)") {
                try HistogramCodec.decoded(bytes)
            }
            #expect(error?.kind == .histogram)
            #expect(error?.description.contains("\n") == false)
        }
    }

    @Test("a small text that would swell to much memory is refused")
    func bomb() {
        let payload = ZlibBytes.deflated([UInt8](repeating: 0, count: 20_000_000))
        var writer = ByteWriter()
        writer.append(0x1C84_9314, bytes: 4)
        writer.append(UInt64(payload.count), bytes: 4)
        #expect(throws: ReportError.self) { try HistogramCodec.decoded(writer.bytes + payload) }
    }

    @Test("what stands behind a compressed histogram is refused, whatever the length says")
    func trailing() throws {
        let whole = HistogramCodec.compressed(sample(2))
        var longer = ByteWriter()
        longer.append(0x1C84_9314, bytes: 4)
        longer.append(UInt64(whole.count - 8 + 1), bytes: 4)
        let bytes = longer.bytes + whole[8...] + [0]
        #expect(throws: ReportError.self) { try HistogramCodec.decoded(bytes) }
        #expect(throws: Never.self) { try HistogramCodec.decoded(whole) }
    }

    @Test(
        "whatever bytes are changed, reading ends well or with an error",
        arguments: 0..<4 as Range<UInt64>
    )
    func changed(seed: UInt64) {
        var random = SplitMixGenerator(seed: seed)
        let whole =
            seed % 2 == 0 ? HistogramCodec.encoded(sample(3)) : HistogramCodec.compressed(sample(3))
        var ended = 0
        for _ in 0..<300 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                    in: 0...255,
                    using: &random
                )
            }
            let times = try? HistogramCodec.decoded(bytes)
            ended += times.map { $0.totalCount <= 1 << 50 } ?? true ? 1 : 0
        }
        #expect(ended == 300)
    }

    @Test(
        "base64 is that of RFC 4648",
        arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foobar", "Zm9vYmFy")]
    )
    func base64(plain: String, text: String) {
        #expect(Base64Text.encoded(Array(plain.utf8)) == text)
        #expect(Base64Text.decoded(Array(text.utf8)) == Array(plain.utf8))
        #expect(Base64Text.decoded(Array((text + "=").utf8)) == nil)
        #expect(Base64Text.decoded(Array("Zm9v\nmFy".utf8)) == nil)
    }

    @Test("a quantile is the smallest time within which its share has ended")
    func quantiles() {
        var times = Latencies.times
        for value in 1...1000 { times.record(UInt64(value)) }
        let counts = BucketCounts(times)
        #expect(counts.time(at: 0.5) == 500)
        #expect(counts.time(at: 0.999) == 999)
        #expect(counts.longest == 1000)
        #expect(counts.supportedTime(at: 0.99) == 990)
        #expect(counts.supportedTime(at: 0.999) == nil)
        #expect(BucketCounts().time(at: 0.5) == nil)
        var twice = counts
        twice += counts
        twice += BucketCounts()
        #expect(twice.total == 2000 && twice.time(at: 0.25) == 250)
    }
}
