import Histogram
import LoadModel
import Testing

@Suite struct BlocksTests {
    private struct Sum: TimeBlock {
        var value = 0
        mutating func join(_ next: Sum) { value += next.value }
        mutating func compact() {}
    }

    @Test(
        "a series never holds more than its limit, and loses nothing",
        arguments: [1, 119, 120, 5000]
    )
    func bounded(seconds: Int) {
        var series = BlockSeries<Sum>()
        for second in 0..<seconds { series.at(millisecond: second * 1000) { $0.value += second } }
        #expect(series.blocks.count <= BlockSeries<Sum>.limit)
        #expect(series.blocks.reduce(0) { $0 + $1.value } == seconds * (seconds - 1) / 2)
        let width = max(1, series.millisecondsPerBlock / 1000)
        for (place, block) in series.blocks.enumerated() {
            let range = place * width..<min(seconds, (place + 1) * width)
            #expect(block.value == range.reduce(0, +))
        }
    }

    @Test("what comes late is counted in its own second")
    func late() {
        var series = BlockSeries<Sum>()
        series.at(millisecond: 500_000) { $0.value = 1 }
        series.at(millisecond: 3_000) { $0.value += 10 }
        #expect(series.blocks[3_000 / series.millisecondsPerBlock].value == 10)
    }

    @Test("sparse counts fall into the buckets of the distribution of three digits")
    func buckets() {
        let random = CounterRandom(seed: 11, stream: 0)
        var sparse = SparseCounts()
        var direct = Latencies.times
        for index in 0..<UInt64(20_000) {
            let value = UInt32(random.bits(index) % (1 << (1 + index % 31)))
            sparse.record(value)
            direct.record(UInt64(value))
        }
        sparse.compact()
        var rebuilt = Latencies.times
        rebuilt.add(sparse)
        #expect(sparse.total == 20_000)
        #expect(rebuilt == direct)
        #expect(sparse.entries.map(\.value) == Set(sparse.entries.map(\.value)).sorted())
    }

    @Test("packed counts are the same counts, whatever comes to them later")
    func packed() {
        let random = CounterRandom(seed: 12, stream: 0)
        var plain = SparseCounts()
        var packed = SparseCounts()
        for index in 0..<UInt64(30_000) {
            // Of all sizes, the largest among them.
            let value = UInt32.max >> UInt32(random.bits(2 * index) % 32)
            let time = index % 100 == 0 ? value : UInt32(random.bits(2 * index + 1) % 5000)
            plain.record(time)
            packed.record(time)
            if index % 7000 == 0 { packed.pack() }
            // Again, with nothing in between.
            if index % 14_000 == 0 { packed.pack() }
        }
        plain.compact()
        #expect(packed.total == 30_000 && packed.entries == plain.entries)
        packed.pack()
        #expect(packed == plain && packed.entries == plain.entries)
        #expect(packed.bytes < plain.bytes / 3)
        var sum = packed
        sum.add(plain)
        #expect(sum.total == 60_000)
        #expect(sum.entries.map(\.value) == plain.entries.map(\.value))
        var most = SparseCounts([.init(value: 5, count: .max), .init(value: 9, count: 1)])
        most.pack()
        #expect(most.entries == [.init(value: 5, count: .max), .init(value: 9, count: 1)])
        most.record(5)
        most.pack()
        #expect(most.entries.map(\.count) == [.max, 1])
        var none = SparseCounts()
        none.pack()
        #expect(none.entries.isEmpty && none.bytes == 0)
    }

    @Test("merging is adding, bucket by bucket: four parts are the whole")
    func merge() {
        let random = CounterRandom(seed: 4, stream: 2)
        var whole = OperationResult(name: "find")
        var parts = (0..<4).map { _ in OperationResult(name: "find") }
        for index in 0..<UInt64(8000) {
            let time = Int64(random.exponential(index) * 5e6)
            for result in [\OperationResult.response, \.service, \.firstByte, \.slotWait] {
                whole[keyPath: result].record(nanoseconds: time)
                parts[Int(index % 4)][keyPath: result].record(nanoseconds: time)
            }
            whole.outcomes[.correct] += 1
            parts[Int(index % 4)].outcomes[.correct] += 1
        }
        var merged = parts[0]
        for part in parts[1...] { merged.merge(part) }
        #expect(merged.response == whole.response)
        #expect(merged.slotWait == whole.slotWait)
        #expect(merged.outcomes == whole.outcomes)
    }
}
