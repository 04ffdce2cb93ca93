internal import Glibc

/// Where values lie along one side of a plot.
struct Scale: Sendable {
    enum Kind: Sendable { case linear, logarithmic }

    let kind: Kind
    /// What is shown; `low` is below `high`, and both are positive on a logarithmic scale.
    let low: Double
    let high: Double
    /// What is written beside the axis, ascending.
    let ticks: [Double]

    /// From zero, or the lowest value below it, to zero or a round number that leaves some room
    /// above all.
    ///
    /// - Parameter values: What has to be seen; what is no number is passed over.
    static func linear(_ values: [Double], ticks: Int = 5) -> Scale {
        let known = values.filter(\.isFinite).map { min(max($0, -1e12), 1e12) }
        let low = min(0, known.min() ?? 0)
        let highest = max(0, known.max() ?? 1)
        let high = max(low + 1e-9, highest + 0.03 * (highest - low))
        let step = roundStep((high - low) / Double(ticks))
        let first = (low / step).rounded(.down)
        let last = (high / step).rounded(.up)
        let all = stride(from: first, through: last, by: 1).map { $0 * step }
        return Scale(kind: .linear, low: first * step, high: last * step, ticks: all)
    }

    /// From `low` to `high` as they are, linear.
    static func exact(_ low: Double, _ high: Double, ticks: [Double]) -> Scale {
        Scale(kind: .linear, low: low, high: max(high, low + 1e-9), ticks: ticks)
    }

    /// Times in microseconds, from 1 µs to a day at most, between round numbers.
    static func times(_ values: [Double]) -> Scale {
        let known = values.filter(\.isFinite).map { min(max($0, 1), 8.64e10) }
        let lowest = known.min() ?? 1000
        let highest = max(lowest, known.max() ?? 1_000_000) * 1.08
        let low = roundTimes.dropLast().last { $0 <= lowest } ?? 1
        let high = roundTimes.first { $0 >= highest } ?? 8.64e10
        let inside = roundTimes.filter { $0 >= low && $0 <= high }
        let ticks = inside.count > 8 ? inside.filter { longSteps.contains($0) } : inside
        return Scale(kind: .logarithmic, low: low, high: high, ticks: ticks)
    }

    /// 0 at `low` and 1 at `high`; what lies beyond stays at the end.
    func part(_ value: Double) -> Double {
        guard value.isFinite else { return value > 0 ? 1 : 0 }
        let part =
            switch kind {
            case .linear: (value - low) / (high - low)
            case .logarithmic: log(max(value, low) / low) / log(high / low)
            }
        return min(max(part, 0), 1)
    }

    /// Microseconds, up to a day.
    private static let roundTimes: [Double] =
        [
            1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6,
            2e6, 5e6, 1e7, 2e7,
        ] + [1, 2, 5, 10, 20, 60, 120, 300, 600, 1440].map { $0 * 6e7 }
    /// Those of them that are enough where the axis is long.
    private static let longSteps: Set<Double> = [
        1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 6e7, 6e8, 3.6e9, 3.6e10,
    ]

    /// 1, 2 or 5 times a power of ten, at least `exact`.
    private static func roundStep(_ exact: Double) -> Double {
        let power = pow(10, log10(exact).rounded(.down))
        for factor in [1.0, 2, 5] where factor * power >= exact * 0.999 {
            return factor * power
        }
        return 10 * power
    }
}
