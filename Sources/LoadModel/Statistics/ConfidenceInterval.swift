/// Where a figure may lie.
package struct ConfidenceInterval: Equatable, Sendable {
    package let low: Double
    /// Absent when nothing measured bounds the figure from above.
    package let high: Double?

    package init(low: Double, high: Double?) {
        self.low = low
        self.high = high
    }

    package func contains(_ value: Double) -> Bool {
        value >= low && high.map { value <= $0 } ?? true
    }

    /// Half the width as a share of `centre`; absent without an upper limit or around zero.
    package func relativeHalfWidth(around centre: Double) -> Double? {
        guard let high, centre != 0 else { return nil }
        let share = (high - low) / 2 / centre.magnitude
        return share.isFinite ? share : nil
    }
}
