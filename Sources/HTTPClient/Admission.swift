/// Who may go, who waits, and who is refused: at most `limit` under way, `maxQueued` waiting, in
/// order of arrival. A value without time or sockets.
struct Admission<Entry: AnyObject> {
    enum Answer { case go, wait, refused }

    let limit: Int
    let maxQueued: Int
    private(set) var inFlight = 0
    private var queue: [Entry?] = []
    private var first = 0

    init(limit: Int, maxQueued: Int) {
        precondition(limit > 0 && maxQueued >= 0, "a pool needs room")
        self.limit = limit
        self.maxQueued = maxQueued
    }

    var queued: Int { queue.count - first }

    mutating func admit(_ entry: Entry) -> Answer {
        if inFlight < limit, queued == 0 {
            inFlight += 1
            return .go
        }
        guard queued < maxQueued else { return .refused }
        queue.append(entry)
        return .wait
    }

    /// One is done; gives the next that may go in its place.
    mutating func finishOne() -> Entry? {
        precondition(inFlight > 0, "more ends than beginnings")
        inFlight -= 1
        guard let next = dequeue() else { return nil }
        inFlight += 1
        return next
    }

    /// Forgets one that waits. Linear in the queue, which is bounded.
    mutating func remove(_ entry: Entry) {
        if let index = queue[first...].firstIndex(where: { $0 === entry }) {
            queue.remove(at: index)
        }
    }

    /// Takes out everyone who waits.
    mutating func drain() -> [Entry] {
        let waiting = queue[first...].compactMap { $0 }
        queue.removeAll()
        first = 0
        return waiting
    }

    private mutating func dequeue() -> Entry? {
        guard first < queue.count else { return nil }
        let entry = queue[first]
        queue[first] = nil
        first += 1
        if first == queue.count || first > maxQueued {
            queue.removeFirst(first)
            first = 0
        }
        return entry
    }
}
