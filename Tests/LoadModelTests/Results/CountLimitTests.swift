@testable import LoadModel
import Testing

@Suite struct CountLimitTests {
    @Test("what 1,024 reports may say at most is added up over blocks and operations")
    func merged() {
        var block = OperationBlock()
        (block.due, block.good, block.bad) = (1024 << 32, 1024 << 32, 1024 << 32)
        block.serviceSum = 1024 << 46
        var operation = OperationResult(name: "find")
        let blocks = Array(repeating: block, count: 120)
        operation.blocks = BlockSeries(blocks, millisecondsPerBlock: 250)
        for outcome in Outcome.allCases { operation.outcomes[outcome] = 1024 << 32 }
        let operations = Array(repeating: operation, count: 100)
        // All but the first block lie behind the end and are joined.
        let result = StepResult(operations: operations, duration: .milliseconds(1))
        let timeline = StepTimeline(result)
        #expect(timeline.operations[99][1].serviceSum == 119 * 1024 << 46)
        #expect(timeline.arrivals(from: 0) == 100 * 1024 * 0x1p32)
        #expect(timeline.inFlight == [-100 * 1024 * 0x1p32])
        #expect(operations.reduce(0) { $0 + $1.outcomes.total } == 900 * 1024 << 32)
    }
}
