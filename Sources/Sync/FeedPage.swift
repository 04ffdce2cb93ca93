package import OrthancModel

/// What is remembered of one row of a store's `/changes`: enough to know it again.
package struct FeedMark: Sendable, Hashable {
    package let sequence: Int64
    package let type: ChangeType
    package let resource: OrthancID

    package init(sequence: Int64, type: ChangeType, resource: OrthancID) {
        self.sequence = sequence
        self.type = type
        self.resource = resource
    }
}

/// One page of `/changes`, reduced to what the machine decides on.
package struct FeedPage: Sendable, Equatable {
    /// Ascending by sequence. Holes are normal: deleting a resource deletes its rows.
    package var marks: [FeedMark]
    /// `Last` of the answer: the sequence of the last row given, or the store's counter when the
    /// page is empty.
    package var last: Int64
    /// `Done` of the answer: nothing follows the last row given.
    package var isDone: Bool

    package init(marks: [FeedMark], last: Int64, isDone: Bool) {
        self.marks = marks
        self.last = last
        self.isDone = isDone
    }
}

/// Which page to ask for.
package struct PageRequest: Sendable, Equatable {
    /// Exclusive.
    package var since: Int64
    package var limit: Int

    package init(since: Int64, limit: Int) {
        self.since = since
        self.limit = limit
    }
}

/// A store's counter, and the rows that lead up to it.
package struct FeedEnd: Sendable, Equatable {
    /// The oldest row that the feed still has.
    package var oldest: FeedMark?
    /// Ascending; read before ``last``, so rows above it are possible.
    package var marks: [FeedMark]
    /// The counter: `Last` of an empty page.
    package var last: Int64

    package init(oldest: FeedMark?, marks: [FeedMark], last: Int64) {
        self.oldest = oldest
        self.marks = marks
        self.last = last
    }
}

extension SyncMachine {
    /// What to write for one page.
    package struct FeedBatch: Sendable, Equatable {
        package var marks: [FeedMark]
        package var cursor: Int64
        package var recent: RecentRows
        package var isDrained: Bool
    }
}
