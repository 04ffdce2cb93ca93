internal import Basics
package import LoadModel

/// Distributions over time in HdrHistogram's log format 1.3, line by line.
///
/// Recorded values are microseconds. The column of the longest time is in milliseconds, as that
/// format's tools show it; those that know nothing of the unit, such as HistogramLogProcessor, are
/// to be given `-outputValueUnitRatio 1000`. Starts are seconds since ``init(begun:)``.
///
/// Source: HdrHistogram 2.2 (Java), HistogramLogWriter, HistogramLogReader, HistogramLogProcessor.
package struct HistogramLog: Sendable {
    private let begun: String

    /// - Parameter begun: Universal time, as in `2026-11-27T13:45:00Z`; any other is taken as 1970.
    package init(begun: String) { self.begun = begun }

    /// What stands before the first line, once a file.
    package var header: String { header(nil) }

    /// - Parameter label: What must be said of the whole run.
    private func header(_ label: String?) -> String {
        let start = Self.seconds(Double(UniversalTime.seconds(begun) ?? 0))
        let note = label.map { "\n#[\(EscapedText.line($0))]" } ?? ""
        return """
            #[Histogram log format version 1.3]
            #[StartTime: \(start) (seconds since epoch), \(EscapedText.line(begun))]
            #[BaseTime: \(start) (seconds since epoch)]
            #[Values in microseconds, Interval_Max in milliseconds]\(note)
            "StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"

            """
    }

    /// One interval of one operation, with its line break.
    package func line(
        tag: String,
        start: Duration,
        length: Duration,
        _ times: Latencies
    ) -> String {
        line(tag, start.inSeconds, length.inSeconds, BucketCounts(times))
    }

    /// As above, of counts that were taken for a moment.
    package func line(
        tag: String,
        start: Duration,
        length: Duration,
        _ counts: SparseCounts
    ) -> String {
        line(tag, start.inSeconds, length.inSeconds, BucketCounts(counts))
    }

    /// All blocks of all operations of a report, as if its steps had followed one another at once.
    package static func text(of report: RunReport) -> String {
        let log = HistogramLog(begun: report.identity.begun)
        var text = log.header(report.identity.label)
        var start = 0.0
        for step in report.steps {
            let end = step.result.duration.inSeconds
            for index in 0..<BlockSeries<OperationBlock>.limit {
                for operation in step.result.operations {
                    let series = operation.blocks
                    guard index < series.blocks.count else { continue }
                    let offset = Double(index) * series.secondsPerBlock
                    let length = min(series.secondsPerBlock, max(0, end - offset))
                    let counts = BucketCounts(series.blocks[index].response)
                    guard counts.total > 0 else { continue }
                    text += log.line(operation.name, start + offset, length, counts)
                }
            }
            start += end
        }
        return text
    }

    func line(
        _ tag: String,
        _ start: Double,
        _ length: Double,
        _ counts: BucketCounts
    ) -> String {
        let longest = Self.seconds(Double(counts.longest ?? 0) / 1000)
        return "Tag=\(Self.tag(tag)),\(Self.seconds(start)),\(Self.seconds(length)),\(longest),"
            + HistogramCodec.text(counts) + "\n"
    }

    /// What ends a tag becomes an underscore.
    private static func tag(_ name: String) -> String {
        let scalars = EscapedText.line(name).unicodeScalars.map {
            $0 == "," || $0.properties.isWhitespace ? "_" : $0
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// With three decimals and without commas.
    private static func seconds(_ value: Double) -> String {
        Figure.fixed(max(0, value), 3).filter { $0 != "," }
    }
}
