/// How much of the start of a series is warm-up, by MSER-5.
///
/// The series is averaged in fives; of all truncations that one is taken for which
/// Σ(x − mean)²/(n − d)² of what stays is smallest. Values that are not finite (a second without
/// an answer) are left out of their five.
///
/// Source: White, 1997; White, Cobb & Spratt, 2000 (MSER-5).
package enum WarmUp: Equatable, Sendable {
    /// Cut so many values; what follows is steady.
    case cut(Int)
    /// More than half would have to be cut, by far: the series hasn't settled.
    case unsettled
    /// Fewer than 20 values that are judged.
    case tooShort

    /// Values averaged to one.
    package static let batch = 5
    /// Fewest averages that are judged. Our choice.
    package static let fewestBatches = 4
    /// Averages, or a quarter of them, that a late truncation must leave: fewer are alike by
    /// chance. Hoad, Robinson & Davies, 2010, leave five.
    private static let fewestKept = 4
    /// A late truncation must be so many times better than the best early one. Our choice: without
    /// it one steady series in five is refused, with it one in a hundred (24 averages).
    private static let refusal = 3.0

    package init(of series: [Double]) {
        let batches = Self.batches(of: series)
        guard batches.count >= Self.fewestBatches else {
            self = .tooShort
            return
        }
        let scores = Self.scores(batches.map(\.mean))
        let half = batches.count / 2
        let cut = (0...half).min { scores[$0] < scores[$1] } ?? 0
        let kept = max(Self.fewestKept, batches.count / 4)
        let late = scores.dropFirst(half + 1).dropLast(kept - 1).min() ?? .infinity
        self = late < scores[cut] / Self.refusal ? .unsettled : .cut(batches[cut].start)
    }

    /// Means of the whole fives, and where each begins.
    private static func batches(of series: [Double]) -> [(start: Int, mean: Double)] {
        var batches: [(start: Int, mean: Double)] = []
        for start in stride(from: 0, to: series.count - batch + 1, by: batch) {
            let values = series[start..<start + batch].filter(\.isFinite)
            guard !values.isEmpty else { continue }
            batches.append((start, values.reduce(0, +) / Double(values.count)))
        }
        return batches
    }

    /// Σ(x − mean)²/(n − d)² of every truncation d. Welford's sums, from the end.
    private static func scores(_ means: [Double]) -> [Double] {
        var scores = Array(repeating: 0.0, count: means.count)
        var (mean, squares, count) = (0.0, 0.0, 0.0)
        for index in means.indices.reversed() {
            count += 1
            let off = means[index] - mean
            mean += off / count
            squares += off * (means[index] - mean)
            scores[index] = squares / (count * count)
        }
        return scores
    }
}
