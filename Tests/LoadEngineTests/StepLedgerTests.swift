@testable import LoadEngine
import LoadModel
import Testing

@Suite struct StepLedgerTests {
    /// In milliseconds from the step's beginning.
    private func ending(due: Int64, last: Int64, _ outcome: Outcome = .correct) -> Ending {
        let (start, end) = (due * 1_000_000, last * 1_000_000)
        return Ending(
            kind: 0,
            outcome: outcome,
            status: 200,
            isScheduled: true,
            due: start,
            noticed: start,
            added: start,
            started: start,
            firstByte: end,
            last: end,
            ended: end,
            received: 0,
            sent: 0
        )
    }

    /// Blocks of a quarter of a second.
    private func blocks(unjudged: Duration) -> [OperationBlock] {
        var ledger = StepLedger(names: ["get"], duration: .seconds(2), unjudged: unjudged)
        ledger.record([
            ending(due: 100, last: 1600), ending(due: 900, last: 1600, .timedOut),
            ending(due: 1100, last: 1600), ending(due: 1200, last: 1700, .serverError),
        ])
        return ledger.result.operations[0].blocks.blocks
    }

    @Test("what ends is booked when it ends")
    func plain() {
        let blocks = blocks(unjudged: .zero)
        #expect(blocks[..<4].allSatisfy { $0.good + $0.bad == 0 })
        #expect(blocks[6].good == 2 && blocks[6].bad == 2)
    }

    @Test("what was due before the part that is judged is no business of that part")
    func unjudged() {
        let blocks = blocks(unjudged: .seconds(1))
        #expect(blocks[0].good == 1 && blocks[3].bad == 1)
        #expect(blocks[6].good == 1 && blocks[6].bad == 1)
        #expect(blocks.reduce(0) { $0 + $1.due } == 4)
    }
}
