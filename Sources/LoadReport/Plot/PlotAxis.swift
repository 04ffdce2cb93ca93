extension Plot.Axis {
    /// Times in microseconds.
    static func times(_ values: [Double]) -> Plot.Axis {
        Plot.Axis(scale: .times(values), title: "") { time in
            Figure.limit(UInt64(max(1, time)))
        }
    }

    /// From 0 to `end` seconds of a step.
    ///
    /// - Parameter parts: Between ticks, at most.
    static func seconds(_ end: Double, parts: Double) -> Plot.Axis {
        let steps: [Double] = [
            1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400,
        ]
        let step = steps.first { end / $0 <= parts } ?? end / parts
        let ticks = Array(stride(from: 0, through: end, by: step))
        return Plot.Axis(
            scale: .exact(0, end, ticks: ticks),
            title: "since the step began",
            label: { $0 == 0 ? "0" : Figure.span(seconds: $0) }
        )
    }
}
