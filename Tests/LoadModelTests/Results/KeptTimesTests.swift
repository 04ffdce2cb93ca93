import Histogram
import LoadModel
import Testing

@Suite struct KeptTimesTests {
    private func operation(_ count: UInt64) -> OperationResult {
        let random = CounterRandom(seed: 5, stream: 1)
        var operation = OperationResult(name: "find")
        for index in 0..<count {
            let time = Int64(random.exponential(index) * 5e7)
            operation.response.record(nanoseconds: time)
            operation.slotWait.record(nanoseconds: time / 2)
            operation.blocks.at(millisecond: Int(index)) { block in
                block.response.record(UInt32(time / 1000))
            }
        }
        return operation
    }

    @Test("a compact result has the counts of an open one, and takes more of them")
    func compact() {
        let open = operation(5000)
        var kept = operation(5000)
        kept.compact()
        for times in [\OperationResult.response, \.service, \.firstByte, \.slotWait] {
            #expect(SparseValues(kept[keyPath: times]) == SparseValues(open[keyPath: times]))
        }
        #expect(kept.response.valueAtPercentile(99) == open.response.valueAtPercentile(99))
        kept.merge(open)
        #expect(kept.response.totalCount == 10_000)
        #expect(kept.service.totalCount == 0)
    }

    @Test("a compact result takes at most two bytes a value")
    func memory() {
        var kept = operation(5000)
        kept.compact()
        for block in kept.blocks.blocks {
            #expect(block.response.bytes <= 2 * block.response.entries.count + 8)
        }
    }

    @Test("an operation that never came takes nothing and has none")
    func empty() {
        var operation = OperationResult(name: "find")
        operation.compact()
        #expect(operation.response.totalCount == 0 && operation.service.totalCount == 0)
    }
}

/// The lowest value of each bucket and its count.
private struct SparseValues: Equatable {
    private var counts: [UInt64: UInt64] = [:]

    init(_ times: Latencies) {
        for value in times.recordedValues() {
            counts[times.lowestEquivalentForValue(value.value)] = value.count
        }
    }
}
