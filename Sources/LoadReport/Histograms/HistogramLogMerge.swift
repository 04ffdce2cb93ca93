internal import LoadModel

/// Makes one histogram log of several that were written at the same time.
///
/// Lines of one tag that begin together become one, bucket by bucket; a line that lies within a
/// longer one of another log, whose blocks were wider, is added to that. No count is lost or moved.
package struct HistogramLogMerge {
    private var intervals: [String: [LogInterval]] = [:]

    package init() {}

    /// - Throws: ``ReportError`` for anything but a log of distributions of times as ours.
    package mutating func add(_ bytes: [UInt8]) throws(ReportError) {
        for interval in try HistogramLogReader.intervals(bytes) {
            intervals[interval.tag, default: []].append(interval)
        }
    }

    /// The log of all, by time and tag.
    package var text: String {
        let merged = intervals.values.flatMap(Self.merged).sorted {
            ($0.start, $0.tag) < ($1.start, $1.tag)
        }
        // Whole seconds, as the head tells them.
        let base = (merged.first?.start ?? 0) / 1000 * 1000
        let log = HistogramLog(begun: UniversalTime.text(base / 1000))
        var text = log.header
        for interval in merged {
            let line = log.line(
                interval.tag,
                Double(interval.start - base) / 1000,
                Double(interval.length) / 1000,
                interval.counts
            )
            text += interval.tag.isEmpty ? String(line.dropFirst("Tag=,".count)) : line
        }
        return text
    }

    /// - Parameter intervals: Of one tag.
    private static func merged(_ intervals: [LogInterval]) -> [LogInterval] {
        let ordered = intervals.sorted { ($0.start, -$0.length) < ($1.start, -$1.length) }
        var merged: [LogInterval] = []
        for interval in ordered {
            guard let last = merged.indices.last, merged[last].covers(interval) else {
                merged.append(interval)
                continue
            }
            merged[last].counts += interval.counts
        }
        return merged
    }
}

extension LogInterval {
    /// Whether another belongs into it, of those that don't begin before it.
    fileprivate func covers(_ other: LogInterval) -> Bool {
        other.start == start || other.start < end && other.end <= end
    }
}
