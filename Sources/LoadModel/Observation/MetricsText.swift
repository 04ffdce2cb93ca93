/// One figure of a Prometheus text.
package struct MetricSample: Equatable, Sendable {
    package let name: String
    package let labels: [String: String]
    package let value: Double

    package init(_ name: String, _ labels: [String: String], _ value: Double) {
        self.name = name
        self.labels = labels
        self.value = value
    }
}

/// Why a text can't be used.
package struct MetricsTextError: Error, Equatable, Sendable, CustomStringConvertible {
    /// From 1.
    package let line: Int
    package let cause: String

    package var description: String { "line \(line): \(cause)" }
}

/// Reads the figures of some names from the text form of Prometheus, version 0.0.4.
///
/// The text is hostile: one line that isn't of the form refuses the whole. Comments are passed
/// over, times of samples and figures of other names are checked and left out.
///
/// Source: Prometheus documentation, "Exposition formats", text-based format.
package struct MetricsText {
    package static let limitBytes = 4 << 20
    package static let limitLines = 50_000
    package static let limitSamples = 10_000
    private static let limitLineBytes = 16 << 10
    private static let limitLabels = 32

    private let wanted: Set<String>

    /// - Parameter wanted: Names of the figures that are kept.
    package init(keeping wanted: Set<String>) { self.wanted = wanted }

    package func read(_ text: [UInt8]) throws(MetricsTextError) -> [MetricSample] {
        guard text.count <= Self.limitBytes else {
            throw MetricsTextError(line: 1, cause: "the text is larger than 4 MiB")
        }
        var samples: [MetricSample] = []
        var (start, number) = (0, 0)
        while start < text.count {
            let end = text[start...].firstIndex(of: 10) ?? text.count
            number += 1
            guard number <= Self.limitLines, end - start <= Self.limitLineBytes else {
                throw MetricsTextError(line: number, cause: "too many lines, or too long a line")
            }
            var reader = SampleReader(text[start..<end], number, mostLabels: Self.limitLabels)
            if let sample = try reader.sample(), wanted.contains(sample.name) {
                guard samples.count < Self.limitSamples else {
                    throw MetricsTextError(line: number, cause: "too many samples")
                }
                samples.append(sample)
            }
            start = end + 1
        }
        return samples
    }
}
