import Basics
import Histogram
@testable import LoadEngine
import LoadModel
import Testing

@Suite(.serialized) struct VisitTests {
    /// Two rounds of requests with a pause between them, then a mark and the end.
    private final class Tour: Visit {
        private var sent = 0
        private var inFlight = 0
        private var hasPaused = false
        private var hasReported = false
        let journal: Locked<[String]>

        init(_ journal: Locked<[String]>) { self.journal = journal }

        func next() -> VisitAction {
            if inFlight > 0, sent == 2 || sent == 3 { return .wait }
            if sent < 2 {
                sent += 1
                inFlight += 1
                return .send(ticket: sent, kind: 0)
            }
            if !hasPaused {
                hasPaused = true
                note("pause")
                return .pause(.milliseconds(50))
            }
            if sent == 2 {
                sent = 3
                inFlight = 1
                return .send(ticket: 3, kind: 0)
            }
            guard !hasReported else { return .end }
            hasReported = true
            return .reached(kind: 1, .correct)
        }

        func fill(_ ticket: Int, _ request: inout Request) {
            note("fill \(ticket)")
            request.get("/\(ticket)")
        }

        var owed: [UInt16] { hasReported ? [] : [1] }

        func ended(_ ticket: Int, _ outcome: Outcome, status: Int) {
            inFlight -= 1
            note("\(outcome.name)")
        }

        private func note(_ text: String) { journal.withLock { $0.append(text) } }
    }

    @Test("a visit sends, waits, pauses and goes on; its mark counts from when it was due")
    func tour() throws {
        let sink = try SinkServer(.prompt)
        defer { sink.stop() }
        let journal = Locked<[String]>([])
        let arrivals = ArrivalSequence(
            .deterministic,
            at: .constant(10, for: .milliseconds(100)),
            seed: 0,
            stream: 0
        )
        let stream = LoadStream(arrivals: arrivals, work: .visit { _ in Tour(journal) })
        let engine = try Engine(targets: [TargetSettings(base: sink.base)], names: ["get", "tour"])
        let plan = StepPlan(streams: [stream], duration: .milliseconds(100))
        let result = try engine.run([plan])
        #expect(
            journal.withLock { $0 }
                == ["fill 1", "fill 2", "correct", "correct", "pause", "fill 3", "correct"]
        )
        #expect(result.operations[0].outcomes[.correct] == 3)
        #expect(result.operations[1].outcomes[.correct] == 1)
        #expect(result.operations[1].response.min >= 50_000)
    }

    @Test("a visit that has not ended when the step does counts as timed out, not as never come")
    func unfinished() throws {
        let sink = try SinkServer(.freeze(after: .zero, for: .milliseconds(800)))
        defer { sink.stop() }
        let arrivals = ArrivalSequence(
            .deterministic,
            at: .constant(10, for: .milliseconds(100)),
            seed: 0,
            stream: 0
        )
        let stream = LoadStream(arrivals: arrivals, work: .visit { _ in Tour(Locked([])) })
        let engine = try Engine(targets: [TargetSettings(base: sink.base)], names: ["get", "tour"])
        let plan = StepPlan(
            streams: [stream],
            duration: .milliseconds(100),
            drain: .milliseconds(200)
        )
        let result = try engine.run([plan])
        #expect(result.operations[0].outcomes[.timedOut] >= 1)
        #expect(result.operations[1].outcomes[.timedOut] == 1)
        #expect(result.operations[1].outcomes.total == 1)
    }

    @Test("no more visits than may be under way are begun; the others are told as not sent")
    func cap() throws {
        let sink = try SinkServer(.freeze(after: .zero, for: .milliseconds(400)))
        defer { sink.stop() }
        let arrivals = ArrivalSequence(
            .deterministic,
            at: .constant(100, for: .milliseconds(100)),
            seed: 0,
            stream: 0
        )
        let journal = Locked<[String]>([])
        let stream = LoadStream(arrivals: arrivals, work: .visit { _ in Tour(journal) })
        let engine = try Engine(targets: [TargetSettings(base: sink.base)], names: ["get", "tour"])
        var plan = StepPlan(streams: [stream], duration: .milliseconds(100))
        plan.mostWaiting = 3
        let result = try engine.run([plan])
        #expect(result.generator.capped == 7)
        #expect(result.operations[1].outcomes[.unsent] == 7)
        #expect(result.operations[1].outcomes[.correct] == 3)
        #expect(journal.withLock { $0 }.count { $0 == "pause" } == 3)
        // 9 requests and 10 tours.
        #expect(result.generator.begun == 19)
        #expect(result.operations.reduce(0) { $0 + $1.outcomes.total } == 19)
    }

    @Test("pauses end in the order of their ends, whatever the order they began in")
    func pauses() {
        var heap = PauseHeap()
        let random = CounterRandom(seed: 3, stream: 0)
        let ends = (0..<500).map { Int64(random.bits(UInt64($0)) % 1000) }
        for end in ends {
            let run = VisitRun(Tour(Locked([])), target: 0, due: 0, noticed: 0)
            heap.insert(run, until: end)
        }
        #expect(heap.first == ends.min())
        var popped: [Int64] = []
        while let (until, _) = heap.pop(at: 499) { popped.append(until) }
        #expect(popped == ends.filter { $0 <= 499 }.sorted())
        #expect(heap.count == ends.filter { $0 > 499 }.count)
    }

    @Test("errands wait in the order of their arrival")
    func line() {
        var line = ErrandLine()
        var next: UInt64 = 0
        var expected: UInt64 = 0
        for round in 0..<3000 {
            for _ in 0..<(round % 7) {
                let origin = Errand.Origin.arrival(source: 0, index: next)
                line.append(Errand(origin: origin, kind: 0, due: 0, noticed: 0, isScheduled: true))
                next += 1
            }
            for _ in 0..<(round % 5) {
                guard case .arrival(_, let index)? = line.popFirst()?.origin else { break }
                #expect(index == expected)
                expected += 1
            }
            #expect(line.count == Int(next - expected))
        }
    }
}
