package import OrthancModel

/// Lists a store level by level: what to fetch ahead, what to write next, in which order.
///
/// A value. A few pages are on their way while one is written; pages are written in the order of
/// the list, so that the position after each is one to go on from. Parents come before their
/// children. A list that shifts because something was deleted may skip a resource; the comparison
/// of ids that ends every import finds it.
package struct ImportMachine: Sendable {
    /// How far the list was written.
    package struct Position: Sendable, Equatable {
        package var level: Level
        package var offset: Int

        package init(level: Level = .patient, offset: Int = 0) {
            self.level = level
            self.offset = offset
        }
    }

    package enum Order: Sendable, Equatable {
        case fetch(Position, limit: Int)
        /// Write so many pages, which were fetched and stand one behind the other, at once.
        case write(Position, pages: Int)
    }

    /// Most pages on their way, and most held in all.
    private let breadth: Int
    private let window: Int
    private let pageSize: Int
    /// Most pages written at once.
    private let joined: Int
    /// How many the store says it has, by level; pages beyond are asked for one at a time.
    private let totals: [Level: Int]
    private var next: Position
    private var queue: [(position: Position, count: Int?)] = []
    /// Pages from the head of the queue that are being written.
    private var writing = 0
    /// Pages on their way that turned out to lie beyond the end of their level.
    private var superfluous = 0
    /// All levels were listed to their end.
    private var isListed = false
    /// Where to go on after an interruption.
    package private(set) var position: Position

    package init(
        from position: Position = Position(),
        totals: [Level: Int],
        pageSize: Int = 500,
        breadth: Int = 4,
        window: Int = 8,
        joined: Int = 4
    ) {
        self.position = position
        self.totals = totals
        self.pageSize = pageSize
        self.breadth = breadth
        self.window = window
        self.joined = joined
        next = position
    }

    /// Everything was written.
    package var isDone: Bool { isListed && queue.isEmpty }

    /// What to do now, after the start and after every event.
    package mutating func orders() -> [Order] {
        var orders: [Order] = []
        if writing == 0, let head = queue.first?.position {
            writing =
                queue.prefix(joined)
                .prefix { $0.count != nil && $0.position.level == head.level }.count
            if writing > 0 { orders.append(.write(head, pages: writing)) }
        }
        while !isListed, queue.count < window, onTheirWay < breadth, mayFetch {
            queue.append((next, nil))
            orders.append(.fetch(next, limit: pageSize))
            next.offset += pageSize
        }
        return orders
    }

    private var onTheirWay: Int { superfluous + queue.count { $0.count == nil } }

    /// Beyond what the store said it has, one page at a time: nearly always the end is there.
    private var mayFetch: Bool {
        next.offset < totals[next.level] ?? 0 || !queue.contains { $0.count == nil }
    }

    /// A page arrived with so many resources; fewer than asked for are the level's last.
    ///
    /// - Returns: Whether it is to be kept until it is written.
    package mutating func fetched(_ position: Position, count: Int) -> Bool {
        guard let index = queue.firstIndex(where: { $0.position == position }) else {
            superfluous -= 1
            return false
        }
        queue[index].count = count
        guard count < pageSize, position.level == next.level else { return true }
        let before = queue.count
        queue.removeAll {
            $0.count == nil && $0.position.level == position.level
                && $0.position.offset > position.offset
        }
        superfluous += before - queue.count
        if let level = position.level.child {
            next = Position(level: level)
        } else {
            isListed = true
        }
        return true
    }

    /// The pages of the last order to write were written.
    package mutating func written() {
        queue.removeFirst(writing)
        writing = 0
        position = queue.first?.position ?? next
    }
}
