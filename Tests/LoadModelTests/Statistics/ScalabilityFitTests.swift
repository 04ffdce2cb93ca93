import LoadModel
import Testing

@Suite("Scalability law")
struct ScalabilityFitTests {
    /// Peak 471/s at 34.8 under way.
    private let truth = ScalabilityLaw(gamma: 40, alpha: 0.03, beta: 0.0008)

    /// Levels with noise of 3 %.
    private func levels(_ inFlight: [Double], seed: UInt64) -> [ScalabilityLaw.Level] {
        var generator = SplitMixGenerator(seed: seed)
        return inFlight.map { count in
            let exact = truth.throughput(at: count)
            return ScalabilityLaw.Level(
                inFlight: count,
                throughput: exact * (1 + 0.03 * RandomDeviate.normal(&generator)),
                variance: exact * exact * 0.0009
            )
        }
    }

    private func fit(_ inFlight: [Double], seed: UInt64) throws -> ScalabilityFit {
        var generator = SplitMixGenerator(seed: seed + 1_000)
        let levels = levels(inFlight, seed: seed)
        return try #require(ScalabilityFit(levels, resamples: 60, using: &generator))
    }

    @Test("the peak is where the books put it")
    func peak() {
        #expect(((truth.peakInFlight ?? 0) - 34.82).magnitude < 0.01)
        #expect(((truth.peakThroughput ?? 0) - 471.1).magnitude < 0.1)
        let serial = ScalabilityLaw(gamma: 10, alpha: 0.1, beta: 0)
        #expect(serial.peakInFlight == nil && serial.peakThroughput == 100)
        let linear = ScalabilityLaw(gamma: 10, alpha: 0, beta: 0)
        #expect(linear.peakThroughput == nil)
        #expect(ScalabilityLaw(gamma: 10, alpha: 2, beta: 0.1).peakInFlight == 1)
    }

    @Test("levels without noise give the law back")
    func exact() throws {
        let levels = [1, 2, 4, 8, 16, 32].map {
            ScalabilityLaw.Level(
                inFlight: $0,
                throughput: truth.throughput(at: $0),
                variance: 1
            )
        }
        let law = try #require(ScalabilityLaw(fitting: levels))
        #expect((law.gamma / 40 - 1).magnitude < 1e-6)
        #expect((law.alpha / 0.03 - 1).magnitude < 1e-6)
        #expect((law.beta / 0.0008 - 1).magnitude < 1e-6)
    }

    @Test("a coefficient that would be negative is zero")
    func nonNegative() throws {
        let levels = [1, 2, 4, 8, 16, 32].map {
            ScalabilityLaw.Level(inFlight: $0, throughput: 10 * $0 * (1 + 0.002 * $0), variance: 1)
        }
        let law = try #require(ScalabilityLaw(fitting: levels))
        #expect(law.alpha == 0 && law.beta == 0)
    }

    @Test("levels past the peak identify it, as the simulation of the design did", arguments: 1...8)
    func pastPeak(seed: UInt64) throws {
        let fit = try fit([1, 2, 4, 8, 16, 24, 32, 48, 64], seed: seed)
        guard case .identified(let throughput, let inFlight) = fit.peak else {
            Issue.record("not identified: \(fit.peak)")
            return
        }
        #expect((throughput.value / 471 - 1).magnitude < 0.06)
        #expect((29...42).contains(inFlight.value))
        #expect(throughput.interval.relativeHalfWidth(around: throughput.value) ?? 1 < 0.06)
        #expect(!fit.isOtherShape)
    }

    @Test(
        "levels to half the peak and less identify nothing but what was seen",
        arguments: [[1, 2, 4, 6, 8, 12, 16], [1, 2, 3, 4, 5, 6, 7, 8]] as [[Double]],
        1...8
    )
    func belowPeak(inFlight: [Double], seed: UInt64) throws {
        let fit = try fit(inFlight, seed: seed)
        guard case .notIdentified(let atLeast, let doubts) = fit.peak else {
            Issue.record("identified: \(fit.peak)")
            return
        }
        #expect(atLeast == levels(inFlight, seed: seed).map(\.throughput).max())
        #expect(!doubts.isEmpty)
    }

    @Test("the same load again is no other level, however much was under way")
    func sameLoad() throws {
        let measured = levels([1, 8, 24, 40, 40.5, 41, 64], seed: 1)
        let offered = zip(measured, [1, 2, 3, 4, 4, 4, 5] as [Double]).map { level, load in
            ScalabilityLaw.Level(
                load: load,
                inFlight: level.inFlight,
                throughput: level.throughput,
                variance: level.variance
            )
        }
        var generator = SplitMixGenerator(seed: 1)
        let fit = try #require(ScalabilityFit(offered, using: &generator))
        guard case .notIdentified(_, let doubts) = fit.peak else {
            Issue.record("identified: \(fit.peak)")
            return
        }
        #expect(doubts.contains(.fewLevels(5, needed: 6)))
    }

    @Test("five levels are too few, wherever they lie")
    func fewLevels() throws {
        let fit = try fit([1, 8, 24, 40, 64], seed: 1)
        guard case .notIdentified(_, let doubts) = fit.peak else {
            Issue.record("identified: \(fit.peak)")
            return
        }
        #expect(doubts == [.fewLevels(5, needed: 6)])
    }

    @Test("levels that scatter too much leave the peak open, even beyond it")
    func wideInterval() throws {
        let exact = [1, 2, 4, 8, 16, 24, 32].map {
            let throughput = truth.throughput(at: $0)
            return ScalabilityLaw.Level(
                inFlight: $0,
                throughput: throughput,
                variance: throughput * throughput * 0.16
            )
        }
        var generator = SplitMixGenerator(seed: 1)
        let fit = try #require(ScalabilityFit(exact, resamples: 60, using: &generator))
        guard case .notIdentified(_, let doubts) = fit.peak, case .wideInterval? = doubts.first
        else {
            Issue.record("not in doubt: \(fit.peak)")
            return
        }
        #expect(doubts.count == 1)
    }

    @Test("a level that is known better pulls the law more")
    func weights() throws {
        var levels = [1, 2, 4, 8, 16, 32].map {
            ScalabilityLaw.Level(inFlight: $0, throughput: truth.throughput(at: $0), variance: 1)
        }
        let blurred = ScalabilityLaw.Level(inFlight: 24, throughput: 300, variance: 1e9)
        levels.append(blurred)
        let law = try #require(ScalabilityLaw(fitting: levels))
        #expect((law.beta / 0.0008 - 1).magnitude < 1e-3)
    }

    @Test("a cliff is called another shape")
    func cliff() throws {
        let levels = [1, 2, 4, 8, 16, 32, 64, 128].map {
            ScalabilityLaw.Level(inFlight: $0, throughput: min(10 * $0, 100), variance: 0.25)
        }
        var generator = SplitMixGenerator(seed: 1)
        let fit = try #require(ScalabilityFit(levels, resamples: 20, using: &generator))
        #expect(fit.isOtherShape)
    }

    @Test("fewer than three usable levels fit nothing")
    func nothing() {
        var generator = SplitMixGenerator(seed: 1)
        let bad = ScalabilityLaw.Level(inFlight: .nan, throughput: 1, variance: 1)
        let idle = ScalabilityLaw.Level(inFlight: 0, throughput: 0, variance: 0)
        #expect(ScalabilityFit([], using: &generator) == nil)
        #expect(ScalabilityFit([bad, idle, bad, idle], using: &generator) == nil)
    }
}
