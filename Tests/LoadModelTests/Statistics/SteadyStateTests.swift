import LoadModel
import Testing

@Suite("Warm-up, drift and overload")
struct SteadyStateTests {
    /// Noise whose values resemble their neighbours.
    private func noise(_ count: Int, seed: UInt64, likeness: Double = 0) -> [Double] {
        var generator = SplitMixGenerator(seed: seed)
        var last = 0.0
        return (0..<count).map { _ in
            last = likeness * last + RandomDeviate.normal(&generator)
            return last
        }
    }

    @Test("the warm-up that is cut is the one that was planted")
    func warmUp() {
        let series = noise(120, seed: 3).enumerated().map { index, noise in
            10 + noise * 0.3 + (index < 30 ? Double(30 - index) : 0)
        }
        guard case .cut(let start) = WarmUp(of: series) else {
            Issue.record("the series settles")
            return
        }
        #expect((25...35).contains(start))
    }

    @Test("a series that settles in its last third only is unsettled")
    func unsettled() {
        let series = (0..<100).map { $0 < 70 ? Double(100 - $0) : 1 }
        #expect(WarmUp(of: series) == .unsettled)
    }

    @Test("a steady series loses nothing, a constant one neither")
    func steadyFromStart() {
        #expect(WarmUp(of: Array(repeating: 4, count: 60)) == .cut(0))
        guard case .cut(let start) = WarmUp(of: noise(200, seed: 5).map { 10 + $0 }) else {
            Issue.record("the series is steady")
            return
        }
        #expect(start <= 100)
    }

    @Test("too few values, or none that is a number, are too short")
    func tooShort() {
        #expect(WarmUp(of: []) == .tooShort)
        #expect(WarmUp(of: [1]) == .tooShort)
        #expect(WarmUp(of: Array(repeating: 1, count: 19)) == .tooShort)
        #expect(WarmUp(of: Array(repeating: .nan, count: 60)) == .tooShort)
        var gap = Array(repeating: 4.0, count: 60)
        for index in 10..<15 { gap[index] = .nan }
        #expect(WarmUp(of: gap) == .cut(0))
    }

    @Test("Theil and Sen's slope is that of the line, whatever one outlier does")
    func slope() throws {
        var series = (0..<60).map { 5 + 0.5 * Double($0) }
        series[30] = 10_000
        let trend = try #require(Trend(of: series))
        #expect((trend.slope - 0.5).magnitude < 1e-9)
        #expect(trend.probability < 0.001)
        let long = try #require(Trend(of: (0..<3_000).map { 5 + 0.5 * Double($0) }))
        #expect((long.slope - 0.5).magnitude < 1e-9)
    }

    @Test("the test's probability is the one of the books: 8 values in order have 0.0008")
    func probability() throws {
        let trend = try #require(Trend(of: [1, 2, 3, 4, 5, 6, 7, 8]))
        // S = 28, variance 65.33: z = 27/8.083.
        #expect((trend.probability - 0.00084).magnitude < 0.00002)
        let flat = try #require(Trend(of: Array(repeating: 3, count: 30)))
        #expect(flat.probability == 1 && flat.slope == 0)
        #expect(Trend(of: [1, 2, 3]) == nil)
        #expect(Trend(of: Array(repeating: .nan, count: 30)) == nil)
    }

    @Test("steady noise whose neighbours are alike is rarely taken for a drift")
    func falseDrift() {
        var drifts = 0
        for seed in 1...60 as ClosedRange<UInt64> {
            let series = noise(90, seed: seed, likeness: 0.7).map { 20 + 2 * $0 }
            let trend = Trend(of: series)
            drifts += trend?.probability ?? 0 < SteadyState.significance ? 1 : 0
        }
        #expect(drifts <= 3)
    }

    @Test("a growth of 10 % a minute is a drift of what grows", arguments: [true, false])
    func drift(isInFlight: Bool) {
        let rising = noise(180, seed: 9).enumerated().map { index, noise in
            100 + Double(index) / 6 + noise
        }
        let flat = noise(180, seed: 10).map { 100 + $0 }
        let state = SteadyState(
            meanService: Array(repeating: 1, count: 180),
            inFlight: isInFlight ? rising : flat,
            tail: isInFlight ? flat : rising
        )
        guard case .drifting(let series, let share) = state.verdict else {
            Issue.record("the drift is plain")
            return
        }
        #expect(series == (isInFlight ? .inFlight : .tail))
        #expect((0.07...0.11).contains(share))
    }

    @Test("a significant growth of 1 % a minute is none")
    func smallDrift() {
        let rising = noise(300, seed: 11).enumerated().map { index, noise in
            100 + Double(index) / 60 + noise * 0.1
        }
        let state = SteadyState(
            meanService: Array(repeating: 1, count: 300),
            inFlight: rising,
            tail: rising
        )
        #expect(state.verdict == .steady(from: 0))
        #expect((state.inFlight?.probability ?? 1) < 0.01)
    }

    @Test("without values there is no steady state")
    func empty() {
        let state = SteadyState(meanService: [], inFlight: [], tail: [])
        #expect(state.verdict == .tooShort)
    }

    /// Operations under way each second, Poisson in, a limited rate out.
    private func inFlight(offered: Double, capacity: Double, seconds: Int, seed: UInt64) -> [Double]
    {
        var generator = SplitMixGenerator(seed: seed)
        var (clock, now) = (0.0, 0.0)
        var counts: [Double] = []
        while counts.count < seconds {
            clock += RandomDeviate.exponential(&generator) / (offered + capacity)
            while counts.count < seconds, clock > Double(counts.count + 1) { counts.append(now) }
            let isArrival =
                RandomDeviate.uniform(&generator) * (offered + capacity) <= offered
            now = max(0, now + (isArrival ? 1 : -1))
        }
        return counts
    }

    @Test("a third more than the target takes is unstable within 15 s")
    func unstable() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let looks = inFlight(offered: 133, capacity: 100, seconds: 15, seed: seed)
            let stability = try #require(OpenLoopStability(inFlight: looks, arrivals: 133 * 15))
            #expect(stability.isUnstable)
            #expect((stability.growth - 33).magnitude < 15)
        }
    }

    @Test("nine tenths of what the target takes is hardly ever unstable, looked at each second")
    func stable() {
        var alarms = 0
        for seed in 1...60 as ClosedRange<UInt64> {
            let looks = inFlight(offered: 90, capacity: 100, seconds: 60, seed: seed)
            let isAlarmed = (10...60).contains { seconds in
                OpenLoopStability(
                    inFlight: Array(looks.prefix(seconds)),
                    arrivals: 90 * Double(seconds)
                )?.isUnstable ?? false
            }
            alarms += isAlarmed ? 1 : 0
        }
        #expect(alarms <= 1)
    }

    @Test("a growth that its own scatter may explain is not unstable")
    func scatteredGrowth() throws {
        let looks = (0..<20).map { Double($0) * 5 + ($0.isMultiple(of: 2) ? 60 : 0) }
        let scattered = try #require(OpenLoopStability(inFlight: looks, arrivals: 400))
        #expect(scattered.growth > 1 && scattered.lowerGrowth < 0 && !scattered.isUnstable)
        let plain = (0..<20).map { Double($0) * 5 }
        let steady = try #require(OpenLoopStability(inFlight: plain, arrivals: 400))
        #expect(steady.growth == 5 && steady.lowerGrowth == 5 && steady.isUnstable)
        #expect(
            try #require(OpenLoopStability(inFlight: plain, arrivals: 2_000)).isUnstable == false
        )
    }

    @Test("few looks or a value that is no number judge nothing")
    func noStability() {
        #expect(OpenLoopStability(inFlight: [], arrivals: 0) == nil)
        #expect(OpenLoopStability(inFlight: Array(repeating: 1, count: 9), arrivals: 9) == nil)
        #expect(OpenLoopStability(inFlight: Array(repeating: .nan, count: 20), arrivals: 9) == nil)
        let idle = OpenLoopStability(inFlight: Array(repeating: 0, count: 20), arrivals: 0)
        #expect(idle?.isUnstable == false)
    }
}
