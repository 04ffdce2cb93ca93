import LoadModel
import Testing

@Suite struct CountDistributionTests {
    static let distributions: [CountDistribution] = [
        .constant(4), .uniform(5...60), .geometric(mean: 1.3, cap: 4),
        .geometric(mean: 1, cap: 4), .negativeBinomial(mean: 8.1, dispersion: 0.63, cap: 200),
        .lognormal(mean: 2, sigma: 0.5, cap: 20), .lognormal(mean: 677, sigma: 0.9, cap: 10_000),
        .lognormal(mean: 8, sigma: 0.4, cap: 9), .lognormal(mean: 5, sigma: 0, cap: 9),
    ]

    @Test(
        "the mean is that of the numbers drawn, caps and rounding included",
        arguments: distributions
    )
    func hasMean(distribution: CountDistribution) {
        let steps = 100_000
        let sum = (0..<steps).reduce(0) {
            $0 + distribution.quantile((Double($1) + 0.5) / Double(steps))
        }
        let drawn = Double(sum) / Double(steps)
        #expect(abs(drawn - distribution.mean) < distribution.mean * 1e-3)
    }

    @Test("numbers rise with the share and stay below the cap", arguments: distributions)
    func rises(distribution: CountDistribution) {
        let numbers = (0..<1000).map { distribution.quantile((Double($0) + 0.5) / 1000) }
        #expect(numbers == numbers.sorted())
        #expect(distribution.quantile(1 - 1e-12) <= distribution.cap)
    }

    @Test("half of a lognormal lies below mean x exp(-sigma x sigma / 2)")
    func hasMedian() {
        let distribution = CountDistribution.lognormal(mean: 679, sigma: 0.9, cap: 10_000)
        #expect(distribution.quantile(0.5) == 453)
    }

    @Test("a negative binomial has the share of zeros that its dispersion asks for")
    func hasZeros() {
        // (r / (r + m)) ^ r = 0.1909
        let distribution = CountDistribution.negativeBinomial(mean: 8.1, dispersion: 0.63, cap: 99)
        #expect(distribution.quantile(0.190) == 0)
        #expect(distribution.quantile(0.192) == 1)
    }

    @Test("a limit caps what is drawn", arguments: distributions)
    func canBeLimited(distribution: CountDistribution) {
        let limited = distribution.limited(to: 3)
        #expect(limited.quantile(1 - 1e-9) <= 3)
        #expect(limited.mean <= 3)
    }
}
