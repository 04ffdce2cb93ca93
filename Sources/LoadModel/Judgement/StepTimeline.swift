internal import Basics
internal import Histogram

/// One step's operations over time, in blocks of equal length.
struct StepTimeline {
    /// Milliseconds of one block.
    let width: Int
    /// Blocks in which arrivals were due; those after them belong to the drain.
    let count: Int
    /// By operation, in the step's order; `count` blocks and what ended after them in one more.
    let operations: [[OperationBlock]]

    /// More blocks than this are joined: a result may come from a file. Our choice.
    private static let most = 100_000.0

    init(_ result: StepResult) {
        var width = result.operations.map(\.blocks.millisecondsPerBlock).max() ?? 1000
        let milliseconds = result.duration.seconds * 1000
        while milliseconds / Double(width) > Self.most { width *= 2 }
        let count = max(1, Int((milliseconds / Double(width)).rounded(.up)))
        self.width = width
        self.count = count
        operations = result.operations.map { Self.blocks($0.blocks, width: width, count: count) }
    }

    private static func blocks(
        _ series: BlockSeries<OperationBlock>,
        width: Int,
        count: Int
    ) -> [OperationBlock] {
        var blocks = [OperationBlock](repeating: OperationBlock(), count: count + 1)
        let share = width / series.millisecondsPerBlock
        for (place, block) in series.blocks.enumerated() {
            blocks[min(count, place / share)].join(block)
        }
        for place in blocks.indices { blocks[place].response.compact() }
        return blocks
    }

    // MARK: Series of all operations together, a value a block

    /// Mean service time in seconds; NaN where nothing ended well.
    var meanService: [Double] {
        (0..<count).map { place in
            var (sum, number) = (0.0, 0.0)
            for blocks in operations {
                sum += Double(blocks[place].serviceSum) / 1e6
                number += Double(blocks[place].good)
            }
            return number > 0 ? sum / number : .nan
        }
    }

    /// Operations that were due and had not ended, at each block's end.
    var inFlight: [Double] {
        var open = 0
        return (0..<count).map { place in
            for blocks in operations {
                open += blocks[place].due - blocks[place].good - blocks[place].bad
            }
            return Double(open)
        }
    }

    /// The 95th percentile of the response times in microseconds; NaN where nothing ended well.
    var tail: [Double] {
        (0..<count).map { place in
            var times = Latencies.times
            for blocks in operations { times.add(blocks[place].response) }
            return times.totalCount > 0 ? Double(times.valueAtPercentile(95)) : .nan
        }
    }

    /// Operations due from a block on.
    func arrivals(from start: Int) -> Double {
        Double(operations.reduce(0) { $0 + $1[start..<count].reduce(0) { $0 + $1.due } })
    }

    /// The window from a block on in `sections` parts of one operation; the drain belongs to the
    /// last.
    func sections(of operation: Int, from start: Int, count sections: Int) -> [LatencySection] {
        let length = max(1, count - start)
        var parts = [LatencySection](
            repeating: LatencySection(recorded: .times),
            count: min(sections, length)
        )
        for place in start...count {
            let block = operations[operation][place]
            let part = min(parts.count - 1, (place - start) * parts.count / length)
            parts[part].recorded.add(block.response)
            parts[part].unanswered += UInt64(block.bad)
        }
        return parts
    }
}

/// The whole of a step in ten parts, for whoever wants intervals and no verdict.
package struct StepTimelineWindow {
    private let timeline: StepTimeline

    package init(_ result: StepResult) { timeline = StepTimeline(result) }

    /// - Parameter operation: A position in the step's operations.
    package func window(of operation: Int) -> LatencyWindow {
        LatencyWindow(timeline.sections(of: operation, from: 0, count: 10))
    }
}
