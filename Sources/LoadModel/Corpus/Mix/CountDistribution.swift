internal import Glibc

/// How many of something there are: whole numbers of 0 or more, drawn by quantile.
///
/// One share between 0 and 1 gives one number, so strata of shares give strata of numbers.
package enum CountDistribution: Hashable, Sendable {
    case constant(Int)
    /// Each of the range alike.
    case uniform(ClosedRange<Int>)
    /// 1 and more, each next one rarer by the same factor; `mean` is that without the cap.
    case geometric(mean: Double, cap: Int)
    /// 0 and more; `dispersion` r gives the variance mean + mean² / r.
    case negativeBinomial(mean: Double, dispersion: Double, cap: Int)
    /// Rounded, 1 and more; the median is mean · exp(−sigma² / 2).
    case lognormal(mean: Double, sigma: Double, cap: Int)

    /// The number below which about `share` of the numbers lie; `share` is between 0 and 1.
    package func quantile(_ share: Double) -> Int {
        switch self {
        case .constant(let count): count
        case .uniform(let range):
            min(range.upperBound, range.lowerBound + Int(share * Double(range.count)))
        case .geometric(let mean, let cap):
            mean <= 1 ? 1 : min(cap, 1 + Int(log(1 - share) / log(1 - 1 / mean)))
        case .negativeBinomial(let mean, let dispersion, let cap):
            Self.negativeBinomial(share, mean, dispersion, cap)
        case .lognormal(let mean, let sigma, let cap):
            Self.clamped(
                mean * exp(sigma * NormalDistribution.quantile(share) - sigma * sigma / 2),
                cap
            )
        }
    }

    /// The mean of what ``quantile(_:)`` gives, caps and rounding included.
    package var mean: Double {
        switch self {
        case .constant(let count): Double(count)
        case .uniform(let range): Double(range.lowerBound + range.upperBound) / 2
        case .geometric(let mean, let cap):
            mean <= 1 ? 1 : mean * (1 - pow(1 - 1 / mean, Double(cap)))
        case .negativeBinomial(let mean, let dispersion, let cap):
            Self.negativeBinomialMean(mean, dispersion, cap)
        case .lognormal(let mean, let sigma, let cap): Self.lognormalMean(mean, sigma, cap)
        }
    }

    /// The most that can be drawn.
    package var cap: Int {
        switch self {
        case .constant(let count): count
        case .uniform(let range): range.upperBound
        case .geometric(_, let cap), .negativeBinomial(_, _, let cap),
            .lognormal(_, _, let cap):
            cap
        }
    }

    /// The same, but never above `limit`.
    package func limited(to limit: Int) -> CountDistribution {
        switch self {
        case .constant(let count): .constant(min(count, limit))
        case .uniform(let range):
            .uniform(min(range.lowerBound, limit)...min(range.upperBound, limit))
        case .geometric(let mean, let cap): .geometric(mean: mean, cap: min(cap, limit))
        case .negativeBinomial(let mean, let dispersion, let cap):
            .negativeBinomial(mean: mean, dispersion: dispersion, cap: min(cap, limit))
        case .lognormal(let mean, let sigma, let cap):
            .lognormal(mean: mean, sigma: sigma, cap: min(cap, limit))
        }
    }

    private static func clamped(_ value: Double, _ cap: Int) -> Int {
        value >= Double(cap) ? cap : max(1, Int(value.rounded()))
    }

    /// Walks up the probabilities: p(k + 1) = p(k) · (k + r) / (k + 1) · m / (m + r).
    private static func negativeBinomial(
        _ share: Double,
        _ mean: Double,
        _ dispersion: Double,
        _ cap: Int
    ) -> Int {
        let ratio = mean / (mean + dispersion)
        var probability = pow(1 - ratio, dispersion)
        var sum = probability
        var count = 0
        while sum < share, count < cap {
            probability *= (Double(count) + dispersion) / Double(count + 1) * ratio
            sum += probability
            count += 1
        }
        return count
    }

    /// For each k of 1…cap, the share of numbers that are k or more.
    private static func negativeBinomialMean(
        _ mean: Double,
        _ dispersion: Double,
        _ cap: Int
    ) -> Double {
        let ratio = mean / (mean + dispersion)
        var probability = pow(1 - ratio, dispersion)
        var above = 1 - probability
        var sum = 0.0
        for count in 0..<cap {
            sum += above
            probability *= (Double(count) + dispersion) / Double(count + 1) * ratio
            above -= probability
        }
        return sum
    }

    /// 1 and, for each k of 2…cap, the share of numbers that are k or more.
    private static func lognormalMean(_ mean: Double, _ sigma: Double, _ cap: Int) -> Double {
        guard sigma > 0 else { return Double(clamped(mean, cap)) }
        let centre = log(mean) - sigma * sigma / 2
        var sum = 1.0
        for count in 1..<max(1, cap) {
            let bound = (centre - log(Double(count) + 0.5)) / sigma
            let share = NormalDistribution.share(below: bound)
            sum += share
            if share < 1e-12, Double(count) > mean { break }
        }
        return sum
    }
}

extension CountDistribution: CustomStringConvertible {
    /// As the plan prints it.
    package var description: String {
        switch self {
        case .constant(let count): "\(count)"
        case .uniform(let range): "\(range.lowerBound)-\(range.upperBound) alike"
        case .geometric(let mean, let cap):
            "geometric, mean \(PlainNumber(mean)), cap \(PlainNumber(cap))"
        case .negativeBinomial(let mean, let dispersion, let cap):
            "negative binomial, mean \(PlainNumber(mean)), dispersion \(PlainNumber(dispersion)), "
                + "cap \(PlainNumber(cap))"
        case .lognormal(let mean, let sigma, let cap):
            "lognormal, mean \(PlainNumber(mean)), sigma \(PlainNumber(sigma)), median "
                + "\(PlainNumber(mean * exp(-sigma * sigma / 2))), cap \(PlainNumber(cap))"
        }
    }
}
