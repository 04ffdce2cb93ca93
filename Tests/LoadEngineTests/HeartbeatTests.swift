import Histogram
@testable import LoadEngine
import LoadModel
import Testing

@Suite(.serialized) struct HeartbeatTests {
    @Test("a beat that is slept through counts with its own moment")
    func sleptThrough() {
        var heart = Heartbeat(from: 1_000)
        let gap = Heartbeat.gap
        heart.beat(at: 1_000 + gap - 1)
        #expect(heart.late.totalCount == 0)
        heart.beat(at: 1_000 + gap)
        #expect(heart.late.totalCount == 1 && heart.late.maxRecorded == 0)
        heart.beat(at: 1_000 + 5 * gap)
        #expect(heart.late.totalCount == 5)
        #expect(heart.late.maxRecorded >= 29_900)
        #expect(heart.next == 1_000 + 6 * gap)
    }

    /// A visit that sends one request after the other; each keeps its loop from all else for a
    /// while.
    private final class Hog: Visit {
        private var left = 6
        private var isWaiting = false
        let owed: [UInt16] = []

        func next() -> VisitAction {
            if isWaiting { return .wait }
            guard left > 0 else { return .end }
            left -= 1
            isWaiting = true
            return .send(ticket: left, kind: 0)
        }

        func fill(_ ticket: Int, _ request: inout Request) {
            let end = Monotonic.now + 45_000_000
            while Monotonic.now < end {}
            request.get("/\(ticket)")
        }

        func ended(_: Int, _: Outcome, status _: Int) { isWaiting = false }
    }

    @Test("a loop that is kept from its work between two arrivals says so")
    func starved() throws {
        let sink = try SinkServer(.prompt)
        defer { sink.stop() }
        let arrivals = ArrivalSequence(
            .deterministic,
            at: .constant(10, for: .milliseconds(100)),
            seed: 0,
            stream: 0
        )
        let stream = LoadStream(arrivals: arrivals, work: .visit { _ in Hog() })
        let engine = try Engine(targets: [TargetSettings(base: sink.base)], names: ["get"])
        let result = try engine.run([StepPlan(streams: [stream], duration: .milliseconds(200))])
        // One arrival alone was due by the schedule, and it was seen; only the heart tells.
        #expect(result.generator.loopLate.totalCount == 1)
        #expect(result.generator.heartbeatLate.totalCount >= 20)
        #expect(result.generator.heartbeatLate.maxRecorded > 30_000)
    }
}
