@testable import LoadModel
import Testing

@Suite("Reference distributions")
struct ReferenceDistributionsTests {
    @Test(
        "normal quantiles are those of the tables",
        arguments: [
            (0.5, 0.0), (0.6, 0.2533471031357997), (0.975, 1.959963984540054),
            (0.025, -1.959963984540054), (0.99, 2.3263478740408408), (0.05, -1.6448536269514722),
            (0.999, 3.090232306167813), (1e-9, -5.997807015007687),
        ]
    )
    func normal(share: Double, expected: Double) {
        #expect((NormalDistribution.quantile(share) - expected).magnitude < 1e-12)
        #expect((NormalDistribution.share(below: expected) - share).magnitude < 1e-12)
    }

    @Test(
        "Student's quantiles are those of the tables",
        arguments: [
            (0.975, 1, 12.706204736432095), (0.975, 2, 4.302652729911275),
            (0.975, 9, 2.2621571628540993), (0.995, 9, 3.2498355415921548),
            (0.99, 8, 2.8964594477096224), (0.995, 30, 2.7499956535672265),
            (0.975, 199, 1.9719565442517533), (0.975, 200, 1.9718962236339088),
            (0.99, 100_000, 2.326385165355268), (0.5, 7, 0), (0.025, 9, -2.2621571628540993),
        ]
    )
    func student(share: Double, degreesOfFreedom: Int, expected: Double) {
        let found = ReferenceDistributions.studentQuantile(
            share,
            degreesOfFreedom: degreesOfFreedom
        )
        #expect((found - expected).magnitude < 1e-6)
    }

    @Test(
        "the tail of a binomial distribution is the sum of its terms",
        arguments: [
            (3, 11, 0.05, 0.015235297305), (1, 109, 0.001, 0.103318485582),
            (5, 20, 0.1, 0.043174495284), (120, 1000, 0.1, 0.021996145), (2, 20, 0.1, 1),
            (0, 0, 0.1, 1), (1, 5, 0, 0), (20, 20, 0.5, 9.5367431640625e-7),
        ]
    )
    func binomial(hits: Int, count: Int, share: Double, expected: Double) {
        let found = ReferenceDistributions.binomialTail(hits, of: count, share: share)
        #expect((found - expected).magnitude < 1e-8)
    }

    @Test(
        "the tail of chi-square is that of the tables within 0.003",
        arguments: [(16.919, 9, 0.05), (3.841, 1, 0.05), (11.345, 3, 0.01), (0, 5, 1)]
    )
    func chiSquare(value: Double, degreesOfFreedom: Int, expected: Double) {
        let found = ReferenceDistributions.chiSquareTail(value, degreesOfFreedom: degreesOfFreedom)
        #expect((found - expected).magnitude < 3e-3)
    }
}
