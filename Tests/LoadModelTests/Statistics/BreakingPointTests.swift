internal import Glibc
import LoadModel
import Testing

@Suite("The load that breaks a promise, by all trials together")
struct BreakingPointTests {
    private static let allowed = 0.1

    /// Trials of a quick search on a target whose promise breaks at a load of 8.
    private func trials(
        _ loads: [Double],
        seed: UInt64,
        perLoad: Double = 2,
        power: Double = 3
    ) -> [BreakingPoint.Trial] {
        var generator = SplitMixGenerator(seed: seed)
        return loads.map { load in
            let odds = Self.allowed / (1 - Self.allowed) * pow(load / 8, power)
            let total = (load * perLoad).rounded()
            var bad = 0.0
            for _ in 0..<Int(total)
            where RandomDeviate.uniform(&generator) < odds / (1 + odds) { bad += 1 }
            return BreakingPoint.Trial(load: load, bad: bad, total: total)
        }
    }

    private let loads = [0.5, 1, 2, 4, 8, 16, 32, 16, 11.3, 8, 9.5, 8, 7.2, 9.6]

    @Test("the interval holds the truth in at least 180 of 200 runs, and is no guess")
    func coverage() throws {
        var (held, wide) = (0, 0)
        for seed in 1...200 as ClosedRange<UInt64> {
            let found = try #require(
                BreakingPoint(trials(loads, seed: seed), allowed: Self.allowed)
            )
            if found.interval.contains(8) { held += 1 }
            if (found.interval.high ?? .infinity) > 4 * max(found.interval.low, 1e-9) { wide += 1 }
            #expect(found.interval.contains(found.load))
        }
        #expect(held >= 180, "\(held)")
        #expect(wide <= 20, "\(wide)")
    }

    @Test("trials that scatter more than their operations explain make the interval wider")
    func scatter() throws {
        let calm = [(4.0, 3.0), (8, 9), (8, 9), (16, 24), (16, 24)]
        let wild = [(4.0, 3.0), (8, 0), (8, 18), (16, 18), (16, 29)]
        let intervals = try [calm, wild].map { pairs in
            let trials = pairs.map { BreakingPoint.Trial(load: $0.0, bad: $0.1, total: 100) }
            return try #require(BreakingPoint(trials, allowed: Self.allowed)).interval
        }
        #expect(intervals[1].low < intervals[0].low)
        #expect(intervals[1].high ?? .infinity > intervals[0].high ?? .infinity)
    }

    @Test("how far beyond its capacity a target was tells nothing of where that lies")
    func farBeyond() throws {
        // As a real search saw it: at 32x less than at 16x.
        let seen = [(7.2, 0.0, 17.0), (8, 3, 24), (16, 38, 43), (32, 39, 58)]
        let trials = seen.map { BreakingPoint.Trial(load: $0.0, bad: $0.1, total: $0.2) }
        let found = try #require(BreakingPoint(trials, allowed: Self.allowed)).interval
        #expect(found.low > 3 && found.low < 7.2, "\(found)")
        #expect(found.high ?? .infinity < 16, "\(found)")
        // What was bad there stays evidence that it broke.
        let calm = seen.map { BreakingPoint.Trial(load: $0.0, bad: min($0.1, 3), total: $0.2) }
        let later = try #require(BreakingPoint(calm, allowed: Self.allowed)).interval
        #expect(later.high ?? .infinity > 16, "\(later)")
    }

    @Test("trials that tell nothing more don't make the others look calm")
    func beyondMost() throws {
        func interval(_ seen: [(Double, Double)], allowed: Double) throws -> ConfidenceInterval {
            let trials = seen.map { BreakingPoint.Trial(load: $0.0, bad: $0.1, total: 40) }
            return try #require(BreakingPoint(trials, allowed: allowed)).interval
        }
        let wild = [(4.0, 2.0), (8, 0), (8, 15), (16, 4), (16, 19)]
        let broken = [(64.0, 40.0), (64, 40), (64, 40), (64, 40)]
        let few = try interval(wild, allowed: Self.allowed)
        let many = try interval(wild + broken, allowed: Self.allowed)
        #expect(many.low <= few.low * 1.2)
        // A little more than three times what may be is broken as well.
        let little = [(4.0, 1.0), (8, 3), (16, 13), (64, 13)]
        #expect(try interval(little, allowed: Self.allowed).low > 3)
        // Where half may be bad, all bad is broken.
        let median = try interval([(2.0, 4.0), (4, 10), (8, 40), (8, 40)], allowed: 0.5)
        #expect(median.high ?? .infinity < 8)
    }

    @Test("nothing broken has no upper end, all broken no lower one, and two trials say nothing")
    func ends() throws {
        func found(_ bad: [Double]) -> BreakingPoint? {
            let trials = zip([1.0, 2, 4], bad).map {
                BreakingPoint.Trial(load: $0, bad: $1, total: 40)
            }
            return BreakingPoint(trials, allowed: Self.allowed)
        }
        #expect(try #require(found([0, 0, 0])).interval.high == nil)
        #expect(try #require(found([40, 40, 40])).interval.low == 0)
        #expect(found([0, 0]) == nil)
    }
}
