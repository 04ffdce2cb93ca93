/// Visits that pause, the one that goes on first on top.
struct PauseHeap {
    private var entries: [(until: Int64, visit: VisitRun)] = []

    var first: Int64? { entries.first?.until }
    var count: Int { entries.count }

    mutating func insert(_ visit: VisitRun, until: Int64) {
        entries.append((until, visit))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].until < entries[parent].until else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// The first visit whose pause is over at `now`, and when it was over.
    mutating func pop(at now: Int64) -> (until: Int64, visit: VisitRun)? {
        guard let top = entries.first, top.until <= now else { return nil }
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        sink()
        return top
    }

    /// Takes out the visits for which `isKept` doesn't hold.
    ///
    /// - Returns: Those.
    mutating func keep(_ isKept: (VisitRun) -> Bool) -> [VisitRun] {
        let all = entries
        entries = []
        var left: [VisitRun] = []
        for entry in all {
            if isKept(entry.visit) {
                insert(entry.visit, until: entry.until)
            } else {
                left.append(entry.visit)
            }
        }
        return left
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                if entries[child].until < entries[least].until { least = child }
            }
            guard least != parent else { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
