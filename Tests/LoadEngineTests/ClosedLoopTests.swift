import Basics
import Histogram
@testable import LoadEngine
import LoadModel
import Testing

/// Workers on a real server on 127.0.0.1; no figure here depends on how fast the machine is.
@Suite(.serialized) struct ClosedLoopTests {
    private struct Stage {
        let indexes = Locked<[UInt64]>([])
        let most = Locked<UInt64>(0)
        let workers = 5
        let mix = ClosedLoopMix(weights: [1, 1], workers: 5, seed: 2, stream: 0)

        /// Two streams of one request each.
        private var streams: [LoadStream] {
            (0..<2).map { place in
                LoadStream(
                    arrivals: ArrivalSequence(.poisson, at: RateProfile([]), seed: 0, stream: 0),
                    work: .single(kind: UInt16(place)) { [indexes] index, request in
                        indexes.withLock { $0.append(index) }
                        request.get("/\(index)")
                    }
                )
            }
        }

        func plans(_ loops: Int, for length: Duration) -> [StepPlan] {
            (0..<loops).map { loop in
                StepPlan(
                    streams: streams,
                    duration: length,
                    mostWaiting: .max,
                    closed: ClosedLoopPlan(
                        mix: mix,
                        workers: (0..<workers).filter { $0 % loops == loop },
                        began: { [most] count in most.withLock { $0 = max($0, count) } }
                    )
                )
            }
        }

        func run(
            _ sink: SinkServer,
            loops: Int = 1,
            connections: Int = 16,
            for length: Duration = .milliseconds(300),
            each: (Ending) -> Void = { _ in }
        ) throws -> StepResult {
            var settings = TargetSettings(base: sink.base)
            settings.connections = connections
            let cores = [Int?](repeating: nil, count: loops)
            let engine = try Engine(targets: [settings], names: ["a", "b"], cores: cores)
            return try engine.run(plans(loops, for: length), each: each)
        }
    }

    @Test("each worker has one operation under way, and begins the next when it has ended")
    func workers() throws {
        let sink = try SinkServer(.prompt)
        defer { sink.stop() }
        for loops in [1, 2] {
            let stage = Stage()
            var endings: [Ending] = []
            let result = try stage.run(sink, loops: loops) { endings.append($0) }
            let begun = stage.indexes.withLock { $0 }
            #expect(endings.count == begun.count && begun.count > stage.workers)
            #expect(endings.allSatisfy { $0.outcome == .correct && $0.due == $0.added })
            #expect(result.generator.mostInFlight <= stage.workers)
            // Every worker did its operations in their order, none left out.
            for worker in 0..<stage.workers {
                let own = begun.filter { stage.mix.worker(of: $0) == worker }
                let wanted = (0..<UInt64(own.count)).map { stage.mix.operation($0, of: worker) }
                #expect(own == wanted, "worker \(worker)")
                #expect(own.count <= Int(stage.most.withLock { $0 }))
            }
            let second = begun.filter { stage.mix.stream(of: $0) == 1 }
            #expect(result.operations[1].outcomes.total == second.count)
            #expect(result.generator.loopLate.totalCount == 0)
        }
    }

    @Test("a frozen server is asked no more than once a worker: that is what a closed loop hides")
    func frozen() throws {
        let sink = try SinkServer(.freeze(after: .zero, for: .milliseconds(600)))
        defer { sink.stop() }
        let stage = Stage()
        let result = try stage.run(sink)
        // The first ones may be answered before it freezes.
        let total = result.operations.reduce(0) { $0 + $1.outcomes.total }
        #expect((stage.workers...2 * stage.workers).contains(total))
        #expect(result.generator.mostInFlight == stage.workers)
    }

    @Test("a worker that waits for a connection has sent nothing yet, so it is not late")
    func fewConnections() throws {
        let sink = try SinkServer(.freeze(after: .zero, for: .milliseconds(400)))
        defer { sink.stop() }
        let stage = Stage()
        var endings: [Ending] = []
        let result = try stage.run(sink, connections: 1) { endings.append($0) }
        #expect(result.generator.mostInFlight == 1)
        #expect(result.generator.capped == 0)
        #expect(endings.allSatisfy { $0.due == $0.added })
    }

    @Test("operations that end at once neither end the loop nor its thread")
    func empty() throws {
        final class Nothing: Visit {
            let owed: [UInt16] = []
            func next() -> VisitAction { .end }
            func fill(_: Int, _: inout Request) {}
            func ended(_: Int, _: Outcome, status _: Int) {}
        }
        let sink = try SinkServer(.prompt)
        defer { sink.stop() }
        let count = Locked(0)
        let stream = LoadStream(
            arrivals: ArrivalSequence(.poisson, at: RateProfile([]), seed: 0, stream: 0),
            work: .visit { _ in
                count.withLock { $0 += 1 }
                return Nothing()
            }
        )
        let mix = ClosedLoopMix(weights: [1], workers: 3, seed: 2, stream: 0)
        let plan = StepPlan(
            streams: [stream],
            duration: .milliseconds(50),
            closed: ClosedLoopPlan(mix: mix, workers: [0, 1, 2])
        )
        let engine = try Engine(targets: [TargetSettings(base: sink.base)], names: ["visit"])
        _ = try engine.run([plan])
        #expect(count.withLock { $0 } > 3)
    }

    @Test("a stopped closed loop ends, whatever its length")
    func stopped() throws {
        let sink = try SinkServer(.prompt)
        defer { sink.stop() }
        let stop = StopSwitch()
        let stage = Stage()
        let engine = try Engine(
            targets: [TargetSettings(base: sink.base)],
            names: ["a", "b"],
            isStopped: { stop.isStopped }
        )
        let begun = Monotonic.now
        let result = try engine.run(stage.plans(1, for: .seconds(60))) { _ in stop.stop() }
        #expect(Monotonic.now - begun < 30_000_000_000)
        #expect(result.operations.allSatisfy { $0.outcomes.bad == 0 })
    }
}
