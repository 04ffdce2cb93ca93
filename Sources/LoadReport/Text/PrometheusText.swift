internal import Basics
internal import LoadModel

/// The running figures of a load as Prometheus scrapes them, in the text format 0.0.4.
///
/// Labels are `operation`, of which there are as many as the scenario has kinds of operations and
/// 64 at most, `outcome`, of a closed set, and `le`. Buckets end where promises have their limits,
/// and at some round times between; a time less than 0.1 % below such an end may be counted with
/// the next.
///
/// Source: Prometheus documentation, "Exposition formats".
package struct PrometheusText: Sendable {
    /// Microseconds, ascending.
    private let bounds: [UInt64]
    private static let mostBounds = 40
    private static let mostOperations = 64
    private static let roundBounds: [UInt64] = [
        1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
        5_000_000, 10_000_000, 30_000_000, 60_000_000, 300_000_000,
    ]

    /// - Parameter limits: Of all promises, in microseconds; the first 24 that differ get buckets.
    package init(limits: [UInt64]) {
        var all = Set(Self.roundBounds)
        for limit in limits where all.count < Self.mostBounds { all.insert(limit) }
        bounds = all.sorted()
    }

    package func text(_ figures: RunningFigures) -> String {
        var text = ""
        gauge("step", "Number of the step that runs, from 1.", Double(figures.step), &text)
        gauge("factor", "Load of the step in factors of the stated load.", figures.factor, &text)
        gauge(
            "offered_operations_per_second",
            "Operations a second that are due.",
            figures.offeredRate,
            &text
        )
        gauge(
            "achieved_operations_per_second",
            "Operations a second that were answered well of late.",
            figures.achievedRate,
            &text
        )
        gauge(
            "in_flight_operations",
            "Operations that were sent and have not ended.",
            Double(figures.inFlight),
            &text
        )
        gauge(
            "late_seconds",
            "How late the generator has seen what was due, 99th percentile of the step so far.",
            figures.late.inSeconds,
            &text
        )
        outcomes(figures, &text)
        responses(figures, &text)
        return text
    }

    private func outcomes(_ figures: RunningFigures, _ text: inout String) {
        let name = Self.prefix + "operations_total"
        head(name, "counter", "Operations that were scheduled, by what became of them.", &text)
        for operation in figures.operations.prefix(Self.mostOperations) {
            for outcome in Outcome.allCases {
                let labels = "operation=\"\(label(operation.name))\",outcome=\"\(outcome.name)\""
                text += "\(name){\(labels)} \(operation.outcomes[outcome])\n"
            }
        }
    }

    private func responses(_ figures: RunningFigures, _ text: inout String) {
        let name = Self.prefix + "response_seconds"
        head(name, "histogram", "Time of good answers from the moment they were due.", &text)
        for operation in figures.operations.prefix(Self.mostOperations) {
            let counts = BucketCounts(operation.response)
            let label = "operation=\"\(label(operation.name))\""
            var rest = counts.buckets[...]
            var below: UInt64 = 0
            for bound in bounds {
                while let first = rest.first, TimeBucket.highest(first.index) <= bound {
                    below += first.count
                    rest.removeFirst()
                }
                let end = number(Double(bound) / 1e6)
                text += "\(name)_bucket{\(label),le=\"\(end)\"} \(below)\n"
            }
            text += "\(name)_bucket{\(label),le=\"+Inf\"} \(counts.total)\n"
            text += "\(name)_sum{\(label)} \(number(counts.sum / 1e6))\n"
            text += "\(name)_count{\(label)} \(counts.total)\n"
        }
    }

    // MARK: Lines

    private static let prefix = "isengard_load_"

    private func gauge(_ name: String, _ help: String, _ value: Double, _ text: inout String) {
        head(Self.prefix + name, "gauge", help, &text)
        text += "\(Self.prefix)\(name) \(number(value))\n"
    }

    private func head(_ name: String, _ type: String, _ help: String, _ text: inout String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
    }

    private func label(_ name: String) -> String {
        EscapedText.cut(name, to: 100)
            .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }
}
