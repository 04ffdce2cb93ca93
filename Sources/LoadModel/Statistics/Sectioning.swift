/// The spread of a figure from its values in the sections of one steady window.
///
/// Sources: Asmussen & Glynn, Stochastic Simulation, 2007, III.5 (sectioning); Law & Kelton on
/// batch means.
package enum Sectioning {
    /// Fewest sections; ten are the rule.
    package static let fewest = 5

    /// What a printed interval promises for each figure alone.
    ///
    /// 99 %, so that the five figures of a report's row (mean, p50, p90, p95, p99) hold together
    /// with 95 % (Bonferroni). Our choice. Measured on M/M/1 at half load, ten sections, 150 000
    /// customers, 6 000 seeds: mean and p99 hold together in 97.9 % of runs, in at least 94 of each
    /// hundred. With 95 % each they do in 91 %, and no length of run changes that.
    package static let confidence = 0.99

    /// Half the width of the interval around `centre`.
    ///
    /// - Parameters:
    ///   - figures: One of each section, at least two.
    ///   - weights: How much each counts, 1 on average.
    static func halfWidth(
        around centre: Double,
        figures: [Double],
        weights: [Double],
        confidence: Double
    ) -> Double {
        let count = Double(figures.count)
        var squares = 0.0
        for (figure, weight) in zip(figures, weights) {
            squares += weight * weight * (figure - centre) * (figure - centre)
        }
        let error = (squares / (count - 1) / count).squareRoot()
        let factor = ReferenceDistributions.studentFactor(
            confidence: confidence,
            degreesOfFreedom: figures.count - 1
        )
        return factor * error * Autocorrelation.inflation(of: figures).squareRoot()
    }

    /// Busier than this, a queue's intervals hold less often than they say.
    ///
    /// Measured on M/M/1 at nominal 99 %, 2 000 seeds each: with 60 000 customers p99 holds in 98 %
    /// of runs at load 0.7, 97 % at 0.8, 89 % at 0.9; with 12 000 in 93, 88 and 74 %. Our choice of
    /// limit.
    package static let busiest = 0.7
}
