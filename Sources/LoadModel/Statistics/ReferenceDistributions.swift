internal import Glibc

/// Quantiles and tails of Student's, the chi-square and the binomial distribution.
package enum ReferenceDistributions {
    /// Student's t that is exceeded with the probability 1 − `share`.
    ///
    /// - Parameters:
    ///   - share: Between 0 and 1, both excluded; 0.975 for a two-sided interval of 95 %.
    ///   - degreesOfFreedom: At least 1.
    ///
    /// Sources: Abramowitz & Stegun, 26.7.3 and 26.7.4 (exact sums for whole degrees of freedom)
    /// and, from 200 on, 26.7.5 (expansion about the normal quantile).
    package static func studentQuantile(_ share: Double, degreesOfFreedom: Int) -> Double {
        precondition(share > 0 && share < 1, "a quantile's share lies between 0 and 1")
        precondition(degreesOfFreedom >= 1, "Student's t has a degree of freedom")
        guard share >= 0.5 else {
            return -studentQuantile(1 - share, degreesOfFreedom: degreesOfFreedom)
        }
        guard degreesOfFreedom < 200 else { return expandedStudent(share, degreesOfFreedom) }
        var low = 0.0
        var high = Double.pi / 2
        for _ in 0..<60 {
            let angle = (low + high) / 2
            if studentCentre(angle, degreesOfFreedom) < 2 * share - 1 {
                low = angle
            } else {
                high = angle
            }
        }
        return Double(degreesOfFreedom).squareRoot() * tan((low + high) / 2)
    }

    /// Half the width of a two-sided interval, in standard errors.
    package static func studentFactor(confidence: Double, degreesOfFreedom: Int) -> Double {
        studentQuantile((1 + confidence) / 2, degreesOfFreedom: degreesOfFreedom)
    }

    /// The probability that a chi-square value exceeds `value`; accurate to 0.003.
    ///
    /// Source: Wilson & Hilferty, 1931 (cube root).
    package static func chiSquareTail(_ value: Double, degreesOfFreedom: Int) -> Double {
        guard degreesOfFreedom >= 1, value > 0 else { return 1 }
        let spread = 2 / (9 * Double(degreesOfFreedom))
        let root = cbrt(value / Double(degreesOfFreedom))
        return NormalDistribution.share(below: (1 - spread - root) / spread.squareRoot())
    }

    /// The probability of at least `hits` among `count` independent tries, each with the
    /// probability `share`; 1 where no more were hit than are expected.
    package static func binomialTail(_ hits: Int, of count: Int, share: Double) -> Double {
        guard Double(hits) > share * Double(count), hits > 0 else { return 1 }
        guard share > 0, hits <= count else { return 0 }
        let odds = share / (1 - share)
        let ways =
            lgamma(Double(count + 1)) - lgamma(Double(hits + 1))
            - lgamma(Double(count - hits + 1))
        var term = exp(ways + Double(hits) * log(share) + Double(count - hits) * log(1 - share))
        guard term > 0 else { return 0 }
        var sum = 0.0
        // Above the mean each term is smaller than the one before.
        for number in hits...count {
            sum += term
            guard term > 1e-17 * sum else { break }
            term *= odds * Double(count - number) / Double(number + 1)
        }
        return min(1, sum)
    }

    /// The probability of |t| below √ν·tan(angle).
    private static func studentCentre(_ angle: Double, _ degreesOfFreedom: Int) -> Double {
        let isOdd = !degreesOfFreedom.isMultiple(of: 2)
        let squared = cos(angle) * cos(angle)
        var term = isOdd ? cos(angle) : 1
        var sum = degreesOfFreedom == 1 ? 0 : term
        var step = isOdd ? 3 : 2
        while step < degreesOfFreedom {
            term *= squared * Double(step - 1) / Double(step)
            sum += term
            step += 2
        }
        return isOdd ? 2 / Double.pi * (angle + sin(angle) * sum) : sin(angle) * sum
    }

    private static func expandedStudent(_ share: Double, _ degreesOfFreedom: Int) -> Double {
        guard share > 0.5 else { return 0 }
        let normal = NormalDistribution.quantile(share)
        let square = normal * normal
        let inverse = 1 / Double(degreesOfFreedom)
        let first = (square + 1) / 4
        let second = ((5 * square + 16) * square + 3) / 96
        let third = (((3 * square + 19) * square + 17) * square - 15) / 384
        return normal * (1 + inverse * (first + inverse * (second + inverse * third)))
    }
}
