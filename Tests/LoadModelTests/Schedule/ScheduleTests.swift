import Basics
import LoadModel
import Testing

@Suite struct ScheduleTests {
    private static let patterns: [ArrivalPattern] = [
        .deterministic, .poisson,
        .bursts(.init(calm: 0.5, burst: 4, calmFor: .seconds(5), burstFor: .seconds(1))),
    ]

    private static let ramp = RateProfile([
        .init(duration: .seconds(10), from: 0, to: 200),
        .init(duration: .seconds(20), from: 200, to: 200),
        .init(duration: .seconds(5), from: 200, to: 0),
    ])

    @Test("the slices of four workers together are the single schedule", arguments: patterns)
    func slicesMakeTheWhole(pattern: ArrivalPattern) {
        let whole = Array(ArrivalSequence(pattern, at: Self.ramp, seed: 7, stream: 3))
        var parts: [Arrival] = []
        for worker in 0..<4 {
            let slice = WorkerSlice(index: worker, of: 4)
            parts += ArrivalSequence(pattern, at: Self.ramp, seed: 7, stream: 3, slice: slice)
        }
        #expect(parts.sorted { $0.index < $1.index } == whole)
        #expect(whole.map(\.index) == Array(0..<UInt64(whole.count)))
    }

    @Test("arrivals are due in ascending order within the profile", arguments: patterns)
    func ascending(pattern: ArrivalPattern) {
        let dues = ArrivalSequence(pattern, at: Self.ramp, seed: 1, stream: 0).map(\.due)
        #expect(dues == dues.sorted())
        #expect(dues.allSatisfy { .zero <= $0 && $0 <= Self.ramp.duration })
    }

    @Test("even arrivals stand in the middle of their gaps, whatever the rate does")
    func evenMoments() {
        let dues = ArrivalSequence(
            .deterministic,
            at: .constant(10, for: .seconds(1)),
            seed: 0,
            stream: 0
        ).map { $0.due.milliseconds }
        #expect(dues == [50, 150, 250, 350, 450, 550, 650, 750, 850, 950])
        // On a ramp from 0 to 2 a second over 10 s, count t²/10 is reached at √(10·count).
        let ramp = RateProfile([.init(duration: .seconds(10), from: 0, to: 2)])
        let climbing = Array(ArrivalSequence(.deterministic, at: ramp, seed: 0, stream: 0))
        #expect(climbing.count == 10)
        for (index, arrival) in climbing.enumerated() {
            let expected = (10 * (Double(index) + 0.5)).squareRoot()
            #expect(abs(arrival.due.seconds - expected) < 1e-6)
        }
    }

    @Test("a Poisson stream has the asked mean and gaps as variable as their mean")
    func poissonMoments() {
        let profile = RateProfile.constant(1000, for: .seconds(100))
        let dues = ArrivalSequence(.poisson, at: profile, seed: 42, stream: 1).map(\.due.seconds)
        #expect(abs(Double(dues.count) - 100_000) < 4 * 316)
        let gaps = zip(dues, dues.dropFirst()).map { $1 - $0 }
        let mean = gaps.reduce(0, +) / Double(gaps.count)
        let variance = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count)
        #expect(abs(variance.squareRoot() / mean - 1) < 0.02)
    }

    @Test("bursts vary more than Poisson arrivals and keep their mean factor")
    func burstMoments() {
        let bursts = ArrivalPattern.Bursts(
            calm: 0.5,
            burst: 4,
            calmFor: .seconds(5),
            burstFor: .seconds(1)
        )
        let profile = RateProfile.constant(50, for: .seconds(20_000))
        var perSecond = [Double](repeating: 0, count: 20_000)
        for arrival in ArrivalSequence(.bursts(bursts), at: profile, seed: 5, stream: 0) {
            perSecond[min(19_999, Int(arrival.due.seconds))] += 1
        }
        let mean = perSecond.reduce(0, +) / 20_000
        #expect(abs(mean / (50 * bursts.mean) - 1) < 0.05)
        let variance = perSecond.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
        #expect(variance / mean > 5)
    }

    @Test("another seed or stream is another schedule, the same is the same")
    func seeds() {
        func dues(_ seed: UInt64, _ stream: UInt64) -> [Duration] {
            ArrivalSequence(
                .poisson,
                at: .constant(100, for: .seconds(2)),
                seed: seed,
                stream: stream
            ).map(\.due)
        }
        #expect(dues(1, 1) == dues(1, 1))
        #expect(dues(1, 1) != dues(2, 1))
        #expect(dues(1, 1) != dues(1, 2))
    }

    @Test("a profile of nothing has no arrivals")
    func nothing() {
        let silent = RateProfile.constant(0, for: .seconds(5))
        for pattern in Self.patterns {
            #expect(Array(ArrivalSequence(pattern, at: silent, seed: 1, stream: 1)).isEmpty)
            #expect(
                Array(ArrivalSequence(pattern, at: RateProfile([]), seed: 1, stream: 1)).isEmpty
            )
        }
    }

    @Test("drawn numbers are spread evenly and lie inside their bounds")
    func uniform() {
        let random = CounterRandom(seed: 9, stream: 9)
        var bins = [Int](repeating: 0, count: 16)
        var sum = 0.0
        for index in 0..<UInt64(64_000) {
            let value = random.uniform(index)
            #expect(0 < value && value < 1)
            bins[Int(value * 16)] += 1
            sum += random.normal(index)
        }
        // Chi-square with 15 degrees of freedom: 37.7 is passed once in a thousand.
        let chi = bins.reduce(0.0) { $0 + (Double($1) - 4000) * (Double($1) - 4000) / 4000 }
        #expect(chi < 37.7)
        #expect(abs(sum / 64_000) < 0.02)
    }
}
