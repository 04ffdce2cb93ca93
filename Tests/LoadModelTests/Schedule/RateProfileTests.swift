import LoadModel
import Testing

@Suite struct RateProfileTests {
    private let profile = RateProfile([
        .init(duration: .seconds(10), from: 0, to: 100),
        .init(duration: .zero, from: 5, to: 5),
        .init(duration: .seconds(20), from: 100, to: 100),
    ])

    @Test(
        "the rate at a moment is that of the piece in which it lies",
        arguments: [(-1.0, 0.0), (0, 0), (2.5, 25), (9.99, 99.9), (10, 100), (29.9, 100), (30, 0)]
    )
    func rates(_ second: Double, _ rate: Double) {
        #expect(abs(profile.rate(at: .seconds(second)) - rate) < 1e-9)
    }
}
