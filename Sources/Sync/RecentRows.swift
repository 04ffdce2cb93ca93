/// The last rows applied from one store's feed, by which the store's database is known again.
///
/// Every page is asked for from one row before the youngest of them, so that the answer which
/// brings new rows also proves that it comes from the same database. A wiped, replaced or restored
/// database gives another row there, or none.
///
/// Facts, tried on Orthanc 1.10.1: the counter never goes back while the database lives, not even
/// by `DELETE /changes`; deleting or overwriting a resource deletes its rows.
package struct RecentRows: Sendable, Equatable {
    package static let capacity = 32

    /// Ascending by sequence, at most ``capacity``.
    package private(set) var marks: [FeedMark]

    package init(_ marks: [FeedMark] = []) { self.marks = Array(marks.suffix(Self.capacity)) }

    package var isEmpty: Bool { marks.isEmpty }

    /// What a page says about the database that it came from.
    package enum Verdict: Sendable, Equatable {
        /// The same database; these rows were not applied yet.
        case same([FeedMark])
        /// The row to know it by is not there: it may have been deleted.
        case unsure
        /// Certainly not the database that the cursor belongs to.
        case other
    }

    /// The request that continues after `cursor` and shows the youngest known row again.
    package func request(after cursor: Int64, limit: Int) -> PageRequest {
        guard let youngest = marks.last else { return PageRequest(since: cursor, limit: limit) }
        return PageRequest(since: youngest.sequence - 1, limit: limit + 1)
    }

    /// Judges the answer to ``request(after:limit:)``.
    ///
    /// Rows between the youngest known one and the cursor are new as well: a store whose database
    /// commits out of order shows them late.
    package func judge(_ page: FeedPage, cursor: Int64) -> Verdict {
        guard let youngest = marks.last else {
            return page.last < cursor ? .other : .same(page.marks)
        }
        guard let first = page.marks.first, first.sequence == youngest.sequence else {
            return .unsure
        }
        return first == youngest ? .same(Array(page.marks.dropFirst())) : .other
    }

    /// What a look at all remembered rows says.
    package enum Memory: Sendable, Equatable {
        /// Some are there and none differs: the same database. They stay.
        case kept(RecentRows)
        /// Another row took a known place, rows are there that never were, or the counter went
        /// back.
        case contradicted
        /// Not one of them is there.
        case gone
    }

    /// Compares with what the store shows from the oldest remembered row on.
    package func compare(with end: FeedEnd, cursor: Int64) -> Memory {
        guard end.last >= cursor else { return .contradicted }
        let shown = Dictionary(end.marks.map { ($0.sequence, $0) }) { first, _ in first }
        var kept: [FeedMark] = []
        for mark in marks {
            guard let now = shown[mark.sequence] else { continue }
            guard now == mark else { return .contradicted }
            kept.append(mark)
        }
        if !kept.isEmpty { return .kept(RecentRows(kept)) }
        guard let oldest = marks.first else { return .gone }
        let places = oldest.sequence...max(oldest.sequence, cursor)
        return shown.keys.contains { places.contains($0) } ? .contradicted : .gone
    }

    /// Remembers newer rows; late ones find their place.
    package func adding(_ rows: [FeedMark]) -> RecentRows {
        RecentRows((marks + rows).sorted { $0.sequence < $1.sequence })
    }
}
