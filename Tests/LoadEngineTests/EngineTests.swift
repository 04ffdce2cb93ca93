import Basics
import Histogram
@testable import LoadEngine
import LoadModel
import Testing

/// Loops, libcurl and a real server on 127.0.0.1; no figure here depends on how fast the machine
/// is.
@Suite(.serialized) struct EngineTests {
    private func stream(
        _ rate: Double,
        for duration: Duration,
        slice: WorkerSlice = .whole
    ) -> LoadStream {
        let arrivals = ArrivalSequence(
            .deterministic,
            at: .constant(rate, for: duration),
            seed: 1,
            stream: 0,
            slice: slice
        )
        return LoadStream(
            arrivals: arrivals,
            work: .single(kind: 0) { index, request in request.get("/\(index)") }
        )
    }

    private func settings(_ sink: SinkServer, connections: Int = 16) -> TargetSettings {
        var settings = TargetSettings(base: sink.base)
        settings.connections = connections
        return settings
    }

    @Test("everything that is scheduled is answered and accounted for, over any number of loops")
    func complete() throws {
        let sink = try SinkServer(.prompt)
        defer { sink.stop() }
        for loops in [1, 3] {
            let engine = try Engine(
                targets: [settings(sink)],
                names: ["get"],
                cores: [Int?](repeating: nil, count: loops)
            )
            let plans = (0..<loops).map { loop in
                let slice = WorkerSlice(index: loop, of: loops)
                let length = Duration.milliseconds(500)
                return StepPlan(
                    streams: [stream(1000, for: length, slice: slice)],
                    duration: length
                )
            }
            let result = try engine.run(plans)
            let operation = result.operations[0]
            #expect(operation.outcomes[.correct] == 500)
            #expect(operation.outcomes.total == 500)
            #expect(operation.receivedBytes == 1000)
            #expect(operation.response.totalCount == 500)
            #expect(operation.blocks.blocks.reduce(0) { $0 + $1.due } == 500)
            let generator = result.generator
            #expect(abs(generator.inFlightSeconds - generator.recordedSeconds) < 1e-6)
            #expect(generator.loops.count == loops)
            #expect(generator.begun == 500)
        }
    }

    @Test("who waits for a frozen server waits from the moment it was due")
    func freeze() throws {
        let sink = try SinkServer(.freeze(after: .milliseconds(100), for: .milliseconds(400)))
        defer { sink.stop() }
        let engine = try Engine(targets: [settings(sink, connections: 2)], names: ["get"])
        let length = Duration.milliseconds(400)
        let result = try engine.run([
            StepPlan(streams: [stream(500, for: length)], duration: length)
        ])
        let operation = result.operations[0]
        #expect(operation.outcomes[.correct] == 200)
        // Some 150 arrivals wait for the end of the freeze; only two of them on a connection.
        #expect(operation.response.valueAtPercentile(60) > 100_000)
        #expect(operation.response.valueAtPercentile(60) > operation.service.valueAtPercentile(60))
        #expect(operation.slotWait.maxRecorded > 200_000)
    }

    @Test("what may not wait is not sent, stays in the count, and is told as a cap")
    func cap() throws {
        let sink = try SinkServer(.freeze(after: .zero, for: .milliseconds(600)))
        defer { sink.stop() }
        let engine = try Engine(targets: [settings(sink, connections: 1)], names: ["get"])
        let length = Duration.milliseconds(300)
        var plan = StepPlan(streams: [stream(500, for: length)], duration: length)
        plan.mostWaiting = 10
        let result = try engine.run([plan])
        let operation = result.operations[0]
        #expect(operation.outcomes.total == 150)
        #expect(operation.outcomes[.unsent] > 50)
        #expect(result.generator.capped == operation.outcomes[.unsent])
        #expect(result.generator.begun == 150)
    }

    @Test("a time-out is told as one, at the time-out and later")
    func timeout() throws {
        let sink = try SinkServer(.freeze(after: .zero, for: .milliseconds(900)))
        defer { sink.stop() }
        var settings = settings(sink)
        settings.timeout = .milliseconds(200)
        let engine = try Engine(targets: [settings], names: ["get"])
        var latest: [Ending] = []
        let length = Duration.milliseconds(100)
        let plan = StepPlan(streams: [stream(100, for: length)], duration: length)
        let result = try engine.run([plan]) { latest.append($0) }
        #expect(result.operations[0].outcomes.total == 10)
        let late = latest.filter { $0.outcome == .timedOut }
        #expect(late.count >= 5)
        #expect(late.allSatisfy { $0.last - $0.added >= 190_000_000 })
        #expect(result.operations[0].response.totalCount == UInt64(10 - late.count))
    }

    @Test("a server that isn't there is told for every operation")
    func unreachable() throws {
        let sink = try SinkServer(.prompt)
        let base = sink.base
        sink.stop()
        let engine = try Engine(targets: [TargetSettings(base: base)], names: ["get"])
        let length = Duration.milliseconds(100)
        let plan = StepPlan(streams: [stream(100, for: length)], duration: length)
        #expect(try engine.run([plan]).operations[0].outcomes[.disconnected] == 10)
        #expect(throws: LoadError.self) {
            try Chores.probe(TargetSettings(base: base), path: "/system", name: "main")
        }
    }

    @Test("a stopped load leaves what waits, however slow the server is")
    func stoppedWhileWaiting() throws {
        let sink = try SinkServer(.freeze(after: .zero, for: .seconds(2)))
        defer { sink.stop() }
        let stop = StopSwitch()
        let engine = try Engine(
            targets: [settings(sink, connections: 1)],
            names: ["get"],
            isStopped: { stop.isStopped }
        )
        let length = Duration.seconds(60)
        let plan = StepPlan(streams: [stream(500, for: length)], duration: length)
        let begun = Monotonic.now
        let result = try engine.run(
            [plan],
            progress: { _ in
                if Monotonic.now - begun > 500_000_000 { stop.stop() }
            }
        )
        let outcomes = result.operations[0].outcomes
        #expect(Monotonic.now - begun < 20_000_000_000)
        #expect(outcomes[.unsent] > 100)
        #expect(outcomes[.correct] <= 5)
    }

    @Test("a stopped load ends at once and counts what was under way")
    func stopped() throws {
        let sink = try SinkServer(.prompt)
        defer { sink.stop() }
        let stop = StopSwitch()
        let engine = try Engine(
            targets: [settings(sink)],
            names: ["get"],
            isStopped: { stop.isStopped }
        )
        let length = Duration.seconds(60)
        let plan = StepPlan(streams: [stream(200, for: length)], duration: length)
        let begun = Monotonic.now
        let result = try engine.run([plan]) { _ in stop.stop() }
        #expect(Monotonic.now - begun < 30_000_000_000)
        #expect(result.operations[0].outcomes.total > 0)
        #expect(result.operations[0].outcomes.total == result.operations[0].outcomes[.correct])
    }
}
