/// Whether an open loop offers more than its target takes.
///
/// Beyond the capacity X the operations under way grow by λ − X a second and there is no steady
/// state to wait for. The growth is the mean of the differences between neighbouring looks; its
/// error comes from their spread, widened where they are alike.
package struct OpenLoopStability: Equatable, Sendable {
    /// By look at the operations under way.
    package let growth: Double
    /// Exceeded by the true growth with 99 %.
    package let lowerGrowth: Double
    package let isUnstable: Bool

    /// Fewest looks that are judged. Our choice.
    package static let fewestLooks = 10
    /// Unstable when so great a share of the arrivals surely piles up.
    package static let piledShare = 0.05
    /// Fewer than so many operations piled up prove nothing. Our choice.
    package static let fewestPiled = 10.0

    /// - Parameters:
    ///   - inFlight: Operations under way at equal intervals. Begin after the slowest unloaded
    ///     operation could have ended: until then every target piles up whatever arrives.
    ///   - arrivals: Scheduled within these looks.
    /// - Returns: `nil` with too few looks or a value that is not finite.
    package init?(inFlight: [Double], arrivals: Double) {
        guard inFlight.count >= Self.fewestLooks, arrivals.isFinite,
            inFlight.allSatisfy(\.isFinite)
        else { return nil }
        let steps = zip(inFlight.dropFirst(), inFlight).map { $0 - $1 }
        let count = Double(steps.count)
        growth = steps.reduce(0, +) / count
        var squares = 0.0
        for step in steps { squares += (step - growth) * (step - growth) }
        let variance = squares / (count - 1) / count * Autocorrelation.inflation(of: steps)
        let factor = ReferenceDistributions.studentQuantile(
            0.99,
            degreesOfFreedom: steps.count - 1
        )
        lowerGrowth = growth - factor * variance.squareRoot()
        let piled = lowerGrowth * count
        isUnstable = piled > max(Self.piledShare * arrivals, Self.fewestPiled)
    }
}
