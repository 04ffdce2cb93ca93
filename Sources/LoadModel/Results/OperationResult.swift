internal import Histogram

/// What became of one kind of operation in one step.
package struct OperationResult: Sendable {
    package let name: String
    package var outcomes = OutcomeCounts()
    package var receivedBytes = 0
    package var sentBytes = 0
    /// From the moment it was due to its last byte: the latency. Good answers only.
    package var response: Latencies {
        get { kept.response.times }
        _modify { yield &kept.response.times }
    }
    /// From its request to its last byte. Good answers only.
    package var service: Latencies {
        get { kept.service.times }
        _modify { yield &kept.service.times }
    }
    /// From its request to its first byte. Good answers only.
    package var firstByte: Latencies {
        get { kept.firstByte.times }
        _modify { yield &kept.firstByte.times }
    }
    /// From the loop's notice until its request went out. All that were sent.
    package var slotWait: Latencies {
        get { kept.slotWait.times }
        _modify { yield &kept.slotWait.times }
    }
    package var blocks = BlockSeries<OperationBlock>()
    private var kept = Kept()

    private struct Kept {
        var response = KeptTimes()
        var service = KeptTimes()
        var firstByte = KeptTimes()
        var slotWait = KeptTimes()
    }

    package init(name: String) { self.name = name }

    /// Gives back memory once nothing more is added; changes no figure.
    package mutating func compact() {
        kept.response.compact()
        kept.service.compact()
        kept.firstByte.compact()
        kept.slotWait.compact()
        blocks.compact()
    }

    /// Adds what another loop or worker saw of the same operation. Exact, bucket by bucket.
    package mutating func merge(_ other: OperationResult) {
        outcomes += other.outcomes
        receivedBytes += other.receivedBytes
        sentBytes += other.sentBytes
        response.add(other.response)
        service.add(other.service)
        firstByte.add(other.firstByte)
        slotWait.add(other.slotWait)
        blocks.add(other.blocks)
    }
}

/// One kind of operation in one span of time.
package struct OperationBlock: TimeBlock {
    /// Due in the span.
    package var due = 0
    /// Ended well in the span.
    package var good = 0
    /// Ended otherwise in the span, or never sent.
    package var bad = 0
    /// Microseconds of all that ended well.
    package var serviceSum: UInt64 = 0
    /// Of all that ended well.
    package var response = SparseCounts()

    package init() {}

    package mutating func join(_ next: OperationBlock) {
        due += next.due
        good += next.good
        bad += next.bad
        serviceSum += next.serviceSum
        response.add(next.response)
    }

    package mutating func compact() { response.pack() }
}
