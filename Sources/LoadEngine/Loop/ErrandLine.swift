/// Errands that are due and wait for a connection to one target, the oldest first.
struct ErrandLine {
    private var errands: [Errand] = []
    private var head = 0

    var count: Int { errands.count - head }

    mutating func append(_ errand: Errand) { errands.append(errand) }

    mutating func popFirst() -> Errand? {
        guard head < errands.count else { return nil }
        defer {
            head += 1
            if head == errands.count {
                errands.removeAll(keepingCapacity: true)
                head = 0
            } else if head > 4096, head * 2 > errands.count {
                errands.removeFirst(head)
                head = 0
            }
        }
        return errands[head]
    }
}
