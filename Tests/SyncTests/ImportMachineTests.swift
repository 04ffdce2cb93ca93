import OrthancModel
import Sync
import Testing

@Suite("Listing a store")
struct ImportMachineTests {
    /// Lists `counts` resources with answers in random order.
    ///
    /// - Returns: What was written, and the most pages that were held or on their way.
    private func list(
        _ counts: [Level: Int],
        totals: [Level: Int],
        from position: ImportMachine.Position = .init(),
        seed: UInt64,
        until: Int = .max
    ) -> (written: [Level: Set<Int>], last: ImportMachine.Position, width: Int, pages: Int) {
        var random = SeededGenerator(seed: seed)
        var machine = ImportMachine(
            from: position,
            totals: totals,
            pageSize: 10,
            breadth: 3,
            window: 5,
            joined: Int(seed % 4) + 1
        )
        var flying: [ImportMachine.Position] = []
        var written: [Level: Set<Int>] = [:]
        var width = 0
        var pages = 0
        while !machine.isDone, pages < until {
            var isWriting = false
            for order in machine.orders() {
                switch order {
                case .fetch(let position, _): flying.append(position)
                case .write(let position, let pages):
                    isWriting = true
                    let end = min(position.offset + 10 * pages, counts[position.level] ?? 0)
                    written[position.level, default: []].formUnion(
                        position.offset..<max(end, position.offset)
                    )
                }
            }
            width = max(width, flying.count)
            if isWriting { machine.written() }
            guard !flying.isEmpty, random.chance(70) else { continue }
            let position = flying.remove(at: Int.random(in: 0..<flying.count, using: &random))
            let rest = (counts[position.level] ?? 0) - position.offset
            _ = machine.fetched(position, count: min(10, max(0, rest)))
            pages += 1
        }
        return (written, machine.position, width, pages)
    }

    @Test("every resource is written, whatever the store said it has", arguments: 0..<200)
    func complete(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var counts: [Level: Int] = [:]
        var totals: [Level: Int] = [:]
        for level in Level.allCases {
            counts[level] = Int.random(in: 0...60, using: &random)
            totals[level] = Int.random(in: 0...60, using: &random)
        }
        let result = list(counts, totals: totals, seed: seed)
        for level in Level.allCases {
            #expect(result.written[level]?.count ?? 0 == counts[level], "seed \(seed)")
        }
        #expect(result.width <= 3, "seed \(seed)")
    }

    @Test("an interrupted list goes on where it stopped and loses nothing", arguments: 0..<100)
    func resumed(seed: UInt64) {
        let counts: [Level: Int] = [.patient: 7, .study: 10, .series: 33, .instance: 95]
        let first = list(counts, totals: counts, seed: seed, until: Int(seed % 15))
        let second = list(counts, totals: counts, from: first.last, seed: seed + 1)
        for level in Level.allCases {
            let all = (first.written[level] ?? []).union(second.written[level] ?? [])
            #expect(all.count == counts[level], "seed \(seed), \(level) from \(first.last)")
        }
    }

    @Test("a store of known size costs one request a page, and one at most to see the end")
    func cheap() {
        let counts: [Level: Int] = [.patient: 5, .study: 5, .series: 25, .instance: 1000]
        #expect(list(counts, totals: counts, seed: 1).pages <= 1 + 1 + 3 + 101)
    }
}
