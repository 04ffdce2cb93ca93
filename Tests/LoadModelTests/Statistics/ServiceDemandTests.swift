import LoadModel
import Testing

@Suite("Service demand")
struct ServiceDemandTests {
    private func observations(
        _ throughputs: [Double],
        noise: Double = 0,
        seed: UInt64 = 1,
        _ utilisation: (Double) -> Double
    ) -> [ServiceDemand.Observation] {
        var generator = SplitMixGenerator(seed: seed)
        return throughputs.map {
            ServiceDemand.Observation(
                throughput: $0,
                utilisation: utilisation($0) + noise * RandomDeviate.normal(&generator)
            )
        }
    }

    @Test("demand, idle load and the rate at which nothing is left are read off the line")
    func line() throws {
        let demand = try #require(
            ServiceDemand(observations([10, 20, 40, 80]) { 0.2 + 0.01 * $0 }, limit: 4)
        )
        #expect((demand.demand - 0.01).magnitude < 1e-9)
        #expect((demand.idle - 0.2).magnitude < 1e-9)
        #expect(((demand.saturation ?? 0) - 380).magnitude < 1e-6)
        #expect(demand.saturationInterval.contains(380) && demand.dependsOnLoad)
    }

    @Test("the interval holds the true rate in 95 % of regressions")
    func coverage() {
        var held = 0
        for seed in 1...200 as ClosedRange<UInt64> {
            let points = observations([10, 15, 22, 34, 50, 60], noise: 0.02, seed: seed) {
                0.05 + 0.01 * $0
            }
            held +=
                ServiceDemand(points, limit: 1)?.saturationInterval.contains(95) ?? false ? 1 : 0
        }
        #expect((181...199).contains(held))
    }

    @Test("figures without scatter give a narrow interval, whatever their size")
    func exact() throws {
        for size in [1e-6, 1, 1e6] {
            let points = observations([10, 20, 30, 40].map { $0 * size }) { $0 / size / 74 }
            let demand = try #require(ServiceDemand(points, limit: 1))
            let interval = demand.saturationInterval
            #expect(interval.contains(74 * size))
            #expect(interval.relativeHalfWidth(around: 74 * size) ?? 1 < 1e-4)
        }
    }

    @Test("the limits are Fieller's")
    func fieller() throws {
        let points = zip([10.0, 20, 30, 40], [0.17, 0.27, 0.47, 0.59]).map {
            ServiceDemand.Observation(throughput: $0, utilisation: $1)
        }
        let interval = try #require(ServiceDemand(points, limit: 1)).saturationInterval
        #expect((interval.low - 55.3187277).magnitude < 1e-6)
        #expect(((interval.high ?? 0) - 95.3331942).magnitude < 1e-6)
    }

    @Test("a step that counts for more pulls the line more")
    func weights() throws {
        let points = [(10, 0.1, 1), (20, 0.2, 1), (30, 0.3, 1), (40, 0.8, 1e-9)].map {
            ServiceDemand.Observation(throughput: $0, utilisation: $1, weight: $2)
        }
        let demand = try #require(ServiceDemand(points, limit: 1))
        #expect((demand.demand - 0.01).magnitude < 1e-4)
    }

    @Test("utilisation that doesn't grow has no rate at which nothing is left")
    func flat() throws {
        let flat = try #require(ServiceDemand(observations([1, 2, 3, 4]) { _ in 0.3 }, limit: 1))
        #expect(!flat.dependsOnLoad)
        #expect(flat.saturationInterval.high == nil)
        let falling = try #require(
            ServiceDemand(observations([1, 2, 3, 4]) { 0.3 - 0.01 * $0 }, limit: 1)
        )
        #expect(falling.saturation == nil && !falling.dependsOnLoad)
    }

    @Test("noise without a slope leaves the rate open above and bounded below")
    func noise() throws {
        let points = observations([10, 20, 30, 40, 50], noise: 0.01, seed: 4) { _ in 0.1 }
        let demand = try #require(ServiceDemand(points, limit: 1))
        #expect(!demand.dependsOnLoad)
        #expect(demand.saturationInterval.high == nil)
        #expect(demand.saturationInterval.low > 500)
    }

    @Test("three steps, one throughput or figures that are no numbers give no demand")
    func nothing() {
        #expect(ServiceDemand([], limit: 1) == nil)
        #expect(ServiceDemand(observations([1, 2, 3]) { $0 }, limit: 1) == nil)
        #expect(ServiceDemand(observations([5, 5, 5, 5, 5]) { $0 }, limit: 1) == nil)
        #expect(ServiceDemand(observations([1, 2, 3, 4, 5]) { _ in .nan }, limit: 1) == nil)
        #expect(ServiceDemand(observations([0, 0, 0, 0]) { $0 }, limit: 1) == nil)
    }
}
