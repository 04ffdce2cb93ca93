/// What all histograms of one file may hold together: equal counts deflate to nothing, so without
/// it 43 MB of a file become 58 GB of memory.
///
/// Shared by the readers of one file, on one thread.
final class HistogramBudget {
    /// Most numbers of all encodings, each of them a bucket of 8 to 16 bytes or empty buckets in a
    /// row. Our choice: 80 steps of six operations have 120 blocks of 400 buckets with gaps.
    static let mostNumbers = 50_000_000
    /// Most times that are counted, 2⁵⁰: sums over all histograms of 1,024 files stay below 2⁶³.
    /// Our choice.
    static let mostTimes: UInt64 = 1 << 50

    private var numbers: Int
    private var times = HistogramBudget.mostTimes

    init(numbers: Int = HistogramBudget.mostNumbers) { self.numbers = numbers }

    /// - Parameter number: As it is encoded: a count, or minus so many empty buckets.
    /// - Throws: ``ReportError`` of kind `.histogram` when it is more than is left.
    func take(_ number: Int64) throws(ReportError) {
        guard numbers > 0 else {
            throw ReportError(.histogram, "the histograms of the file have too many buckets")
        }
        numbers -= 1
        guard number > 0 else { return }
        guard UInt64(number) <= times else {
            throw ReportError(.histogram, "the histograms of the file count more than 2^50 times")
        }
        times -= UInt64(number)
    }
}
