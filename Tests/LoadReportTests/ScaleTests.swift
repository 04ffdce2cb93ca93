import Testing

@testable import LoadReport

@Suite("The axes of plots")
struct ScaleTests {
    @Test(
        "a linear axis holds all values between few round ticks",
        arguments: [
            [], [0], [3], [0.001, 7], [599, 12], [-4, 9], [1e11], [.nan, .infinity, 2], [1e300],
            [-1e300], [-2, -1],
        ]
            as [[Double]]
    )
    func linear(values: [Double]) {
        let scale = Scale.linear(values)
        #expect((2...12).contains(scale.ticks.count), "\(scale.ticks)")
        #expect(scale.low < scale.high && scale.ticks == scale.ticks.sorted())
        for value in values where value.isFinite && value.magnitude < 1e12 {
            #expect(scale.low <= value && value <= scale.high)
        }
    }

    @Test(
        "an axis of times holds them between few round times",
        arguments: [
            [], [1], [850], [3000, 4000], [90_000, 7e6], [1, 3.6e9], [6e7], [.nan], [-5, 1e300],
            [1e300], [-1],
        ]
            as [[Double]]
    )
    func times(values: [Double]) {
        let scale = Scale.times(values)
        #expect((1...12).contains(scale.ticks.count), "\(scale.ticks)")
        #expect(scale.low > 0 && scale.low < scale.high)
        for value in values where (1...3.6e9).contains(value) {
            #expect(scale.low <= value && value <= scale.high)
        }
    }

    @Test("values lie between the ends, and beyond them at the ends")
    func parts() {
        let scale = Scale.times([1000, 900_000])
        #expect(scale.part(scale.low) == 0 && scale.part(scale.high) == 1)
        #expect(scale.part(0) == 0 && scale.part(-1) == 0 && scale.part(1e30) == 1)
        #expect(scale.part(.nan) == 0 && scale.part(.infinity) == 1)
        let middle = (scale.low * scale.high).squareRoot()
        #expect((scale.part(middle) - 0.5).magnitude < 1e-9)
    }

    @Test(
        "a drawing's numbers have one decimal",
        arguments: [(0, "0"), (1.04, "1"), (12.35, "12.4"), (-0.5, "-0.5"), (-3.26, "-3.3")]
    )
    func number(value: Double, text: String) { #expect(Plot.number(value) == text) }
}
