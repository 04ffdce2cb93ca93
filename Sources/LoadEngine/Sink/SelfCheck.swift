internal import Basics
internal import Histogram
internal import LoadModel

/// The proof that what is reported is what happens: servers of known behaviour under a known load,
/// the arithmetic beside the measurement.
package enum SelfCheck {
    package struct Finding: Sendable {
        package let name: String
        package let theory: String
        package let measured: String
        package let isMet: Bool
    }

    // MARK: A freeze

    private static let freezeRate = 2000.0
    private static let freezeSeconds = 12
    private static let tolerance = 0.05

    /// A server that stops for one second while 2,000 requests a second are due for twelve.
    ///
    /// A twelfth of all arrivals fall into the freeze and wait for the rest of it, so 99 of 100
    /// answers come within 1 s − 0.01 · 12 s. Who measures from the moment of sending misses it.
    package static func freeze(core: Int?) throws(LoadError) -> [Finding] {
        let sink = try SinkServer(.freeze(after: .seconds(5), for: .seconds(1)))
        defer { sink.stop() }
        let engine = try Engine(
            targets: [TargetSettings(base: sink.base)],
            names: ["get"],
            cores: [core]
        )
        let seconds = Duration.seconds(freezeSeconds)
        let arrivals = ArrivalSequence(
            .deterministic,
            at: .constant(freezeRate, for: seconds),
            seed: 1,
            stream: 0
        )
        let result = try engine.run([StepPlan(streams: [stream(arrivals)], duration: seconds)])
        let operation = result.operations[0]
        let theory = 1 - 0.01 * Double(freezeSeconds)
        let measured = Double(operation.response.valueAtPercentile(99)) / 1e6
        let naive = Double(operation.service.valueAtPercentile(99)) / 1e3
        let scheduled = Int(freezeRate) * freezeSeconds
        return [
            Finding(
                name: "1 s freeze at 2,000/s: p99 from the intended time",
                theory: "\(milliseconds(theory)) ± 5 %",
                measured:
                    "\(milliseconds(measured)) (from the time of sending: \(tenths(naive)) ms)",
                isMet: abs(measured / theory - 1) <= tolerance
            ),
            Finding(
                name: "1 s freeze at 2,000/s: answers of \(scheduled) scheduled",
                theory: "\(scheduled)",
                measured: "\(operation.outcomes.good)",
                isMet: operation.outcomes.good == scheduled
            ),
        ]
    }

    // MARK: A queue

    /// One server with a queue before it, half busy: response times are exponential with mean
    /// 1 / (μ − λ). Ten such servers at once, of ten seeds.
    ///
    /// - Parameter seconds: How long each is watched.
    package static func queues(
        seeds: Int = 10,
        seconds: Int = 30,
        core: Int?
    ) throws(LoadError) -> [Finding] {
        let (service, rate) = (Duration.milliseconds(4), 125.0)
        var sinks: [SinkServer] = []
        defer { for sink in sinks { sink.stop() } }
        for seed in 0..<seeds {
            sinks.append(try SinkServer(.queue(mean: service, seed: UInt64(seed))))
        }
        let engine = try Engine(
            targets: sinks.map { TargetSettings(base: $0.base) },
            names: sinks.indices.map { "queue-\($0)" },
            cores: [core]
        )
        let length = Duration.seconds(seconds)
        let streams = sinks.indices.map { place in
            let arrivals = ArrivalSequence(
                .poisson,
                at: .constant(rate, for: length),
                seed: UInt64(place),
                stream: 0
            )
            return stream(arrivals, kind: UInt16(place), target: place)
        }
        let result = try engine.run([StepPlan(streams: streams, duration: length)])
        let model = QueueModel(arrivalRate: rate, serviceRate: 1 / service.seconds)
        return judge(result, model)
    }

    private static func judge(_ result: StepResult, _ model: QueueModel) -> [Finding] {
        let timeline = StepTimelineWindow(result)
        let (mean, tail) = (model.meanResponse * 1e6, model.responseQuantile(0.99) * 1e6)
        var hits = (mean: 0, tail: 0)
        var pooled = Latencies.times
        for place in result.operations.indices {
            let window = timeline.window(of: place)
            if MeanEstimate(of: window).value.contains(mean) { hits.mean += 1 }
            if QuantileEstimate(0.99, of: window).value.contains(tail) { hits.tail += 1 }
            pooled.add(result.operations[place].response)
        }
        let count = result.operations.count
        // Nine of ten in the long run; of ten, seven and less come by chance once in a hundred.
        let least = (count * 4 + 4) / 5
        return [
            Finding(
                name: "M/M/1 at ρ = 0.5, \(count) seeds: mean inside its interval",
                theory: "\(milliseconds(mean / 1e6)) in ≥ \(least) of \(count)",
                measured: "\(hits.mean) of \(count), pooled \(milliseconds(pooled.mean / 1e6))",
                isMet: hits.mean >= least
            ),
            Finding(
                name: "M/M/1 at ρ = 0.5, \(count) seeds: p99 inside its interval",
                theory: "\(milliseconds(tail / 1e6)) in ≥ \(least) of \(count)",
                measured: "\(hits.tail) of \(count), pooled "
                    + milliseconds(Double(pooled.valueAtPercentile(99)) / 1e6),
                isMet: hits.tail >= least
            ),
        ]
    }

    // MARK: Parts

    private static func stream(
        _ arrivals: ArrivalSequence,
        kind: UInt16 = 0,
        target: Int = 0
    ) -> LoadStream {
        LoadStream(
            target: target,
            arrivals: arrivals,
            work: .single(kind: kind) { _, request in request.get("/") }
        )
    }

    private static func milliseconds(_ seconds: Double) -> String { "\(tenths(seconds * 1000)) ms" }

    private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
