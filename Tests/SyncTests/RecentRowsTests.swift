import OrthancModel
import Sync
import Testing

@Suite("Knowing a database again by its feed")
struct RecentRowsTests {
    private func mark(_ sequence: Int64, _ resource: Int = 0) -> FeedMark {
        let id = OrthancID.model([9, resource == 0 ? Int(sequence) : resource])
        return FeedMark(sequence: sequence, type: .newInstance, resource: id)
    }

    private func rows(_ sequences: ClosedRange<Int64>) -> RecentRows {
        RecentRows(sequences.map { mark($0) })
    }

    private func end(_ marks: [FeedMark], last: Int64) -> FeedEnd {
        FeedEnd(oldest: marks.first, marks: marks, last: last)
    }

    @Test("asks from one before the youngest row it knows, one more than is wanted")
    func request() {
        #expect(rows(1...9).request(after: 9, limit: 5) == PageRequest(since: 8, limit: 6))
        #expect(RecentRows().request(after: 9, limit: 5) == PageRequest(since: 9, limit: 5))
    }

    @Test("the youngest row again, and then what is new")
    func same() {
        let page = FeedPage(marks: [mark(9), mark(12)], last: 12, isDone: true)
        #expect(rows(1...9).judge(page, cursor: 9) == .same([mark(12)]))
    }

    @Test("another row in its place is another database; none is not known yet")
    func other() {
        let other = FeedPage(marks: [mark(9, 77), mark(12)], last: 12, isDone: true)
        #expect(rows(1...9).judge(other, cursor: 9) == .other)
        let later = FeedPage(marks: [mark(12)], last: 12, isDone: true)
        #expect(rows(1...9).judge(later, cursor: 9) == .unsure)
    }

    @Test("rows that were deleted are forgotten, the others still vouch")
    func pruned() {
        let shown = end([mark(3), mark(5), mark(11)], last: 11)
        let kept = RecentRows([mark(3), mark(5)])
        #expect(rows(1...9).compare(with: shown, cursor: 9) == .kept(kept))
    }

    @Test("a backup that was restored and has grown past the cursor is another database")
    func regrown() {
        let grown = end([mark(3), mark(4), mark(5, 70), mark(9, 71), mark(10, 72)], last: 10)
        #expect(rows(3...9).compare(with: grown, cursor: 9) == .contradicted)
    }

    @Test("a counter that went back is another database, whatever rows are there")
    func rewound() {
        let shorter = end([mark(3), mark(4)], last: 8)
        #expect(rows(3...9).compare(with: shorter, cursor: 9) == .contradicted)
    }

    @Test("rows where none ever was, and none of the known ones, are another database")
    func foreign() {
        let known = RecentRows([mark(3), mark(9)])
        let shown = end([mark(5, 70), mark(11)], last: 11)
        #expect(known.compare(with: shown, cursor: 9) == .contradicted)
        #expect(known.compare(with: end([mark(11)], last: 11), cursor: 9) == .gone)
    }

    @Test("it remembers the last 32, late ones in their place")
    func bounded() {
        let many = rows(1...40).adding([mark(50), mark(45)])
        #expect(many.marks.count == RecentRows.capacity)
        #expect(many.marks.suffix(2) == [mark(45), mark(50)])
    }
}
