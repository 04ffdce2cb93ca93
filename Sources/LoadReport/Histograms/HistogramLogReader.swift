internal import LoadModel

/// One line of a histogram log.
struct LogInterval {
    /// Empty when the line has none.
    var tag: String
    /// Milliseconds since 1970, or since whatever the log counts from.
    var start: Int
    /// Milliseconds.
    var length: Int
    var counts: BucketCounts

    var end: Int { start + length }
}

/// Reads HdrHistogram's log format, versions 1.0 to 1.3.
///
/// Source: HdrHistogram 2.2 (Java), HistogramLogReader.
enum HistogramLogReader {
    /// Our choice: an hour of 120 lines a step and operation is far below.
    private static let mostLines = 1_000_000
    private static let mostTag = 200

    /// - Parameter budget: Of the file.
    /// - Throws: ``ReportError`` that names the line.
    static func intervals(
        _ bytes: [UInt8],
        _ budget: HistogramBudget = HistogramBudget()
    ) throws(ReportError) -> [LogInterval] {
        var intervals: [LogInterval] = []
        var (base, begun): (Int?, Int?) = (nil, nil)
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard number <= mostLines else {
                throw ReportError(.value, "more than \(mostLines) lines")
            }
            let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            switch text.first {
            case UInt8(ascii: "#"):
                base = moment("#[BaseTime: ", text) ?? base
                begun = moment("#[StartTime: ", text) ?? begun
            case nil, UInt8(ascii: "\""): continue
            default:
                guard var interval = try interval(text, number, budget) else {
                    throw ReportError(.value, at: "line \(number)", "no interval of a log")
                }
                interval.start += base ?? begun ?? 0
                intervals.append(interval)
            }
        }
        guard !intervals.isEmpty || begun != nil else {
            throw ReportError(.value, "no histogram log")
        }
        return intervals
    }

    private static func interval(
        _ line: ArraySlice<UInt8>,
        _ number: Int,
        _ budget: HistogramBudget
    ) throws(ReportError) -> LogInterval? {
        var fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)[...]
        var tag = ""
        if let first = fields.first, first.starts(with: "Tag=".utf8) {
            tag = String(decoding: first.dropFirst(4), as: UTF8.self)
            fields = fields.dropFirst()
        }
        guard fields.count == 4, tag.utf8.count <= mostTag,
            let start = milliseconds(fields[fields.startIndex]),
            let length = milliseconds(fields[fields.startIndex + 1])
        else { return nil }
        do throws(ReportError) {
            let counts = try HistogramCodec.counts(
                base64: Array(fields[fields.endIndex - 1]),
                budget
            )
            return LogInterval(tag: tag, start: start, length: length, counts: counts)
        } catch {
            throw ReportError(error.kind, at: "line \(number)", error.cause)
        }
    }

    private static func moment(_ name: String, _ line: ArraySlice<UInt8>) -> Int? {
        guard line.starts(with: name.utf8) else { return nil }
        return milliseconds(line.dropFirst(name.utf8.count).prefix { $0 != UInt8(ascii: " ") })
    }

    /// Of seconds with decimals, of which three count; nil for anything else.
    private static func milliseconds(_ text: ArraySlice<UInt8>) -> Int? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...11).contains(parts[0].count) else { return nil }
        let decimals = parts.count == 2 ? Array(parts[1].prefix(3)) : []
        var number = 0
        for digit in parts[0] + decimals {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = 10 * number + Int(digit - 0x30)
        }
        for _ in decimals.count..<3 { number *= 10 }
        return number
    }
}
