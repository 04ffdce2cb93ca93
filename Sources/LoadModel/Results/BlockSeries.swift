/// What can be joined with what follows it in time.
package protocol TimeBlock: Sendable {
    init()
    mutating func join(_ next: Self)
    /// Gives back what isn't needed while nothing is added.
    mutating func compact()
}

/// One value for each span of time, in constant memory: when there are too many, neighbours are
/// joined and a block covers twice the time.
package struct BlockSeries<Block: TimeBlock>: Sendable {
    package private(set) var blocks: [Block] = []
    /// How much time one block covers.
    package private(set) var millisecondsPerBlock = shortest

    /// Milliseconds of a block at first: a trial of 12 s has 48 blocks to tell its warm-up from.
    /// Our choice.
    package static var shortest: Int { 250 }

    /// Most blocks; even.
    package static var limit: Int { 120 }

    package init() {}

    /// - Parameter blocks: At most ``limit``.
    package init(_ blocks: [Block], millisecondsPerBlock: Int) {
        self.blocks = blocks
        self.millisecondsPerBlock = millisecondsPerBlock
    }

    package var secondsPerBlock: Double { Double(millisecondsPerBlock) / 1000 }

    /// The block of a moment of the step, for `change` to add to.
    package mutating func at(millisecond: Int, _ change: (inout Block) -> Void) {
        while millisecond / millisecondsPerBlock >= Self.limit { halve() }
        let index = max(0, millisecond) / millisecondsPerBlock
        while blocks.count <= index {
            // Its time is over: what still ends late is little.
            if let last = blocks.indices.last { blocks[last].compact() }
            blocks.append(Block())
        }
        change(&blocks[index])
    }

    package mutating func compact() {
        for index in blocks.indices { blocks[index].compact() }
    }

    /// Adds what another loop or worker saw in the same step, moment by moment. Exact, as long as
    /// one's blocks are a whole number of the other's.
    package mutating func add(_ other: Self) {
        while millisecondsPerBlock < other.millisecondsPerBlock { halve() }
        for (place, block) in other.blocks.enumerated() {
            at(millisecond: place * other.millisecondsPerBlock) { $0.join(block) }
        }
    }

    private mutating func halve() {
        for index in 0..<(blocks.count + 1) / 2 {
            var joined = blocks[2 * index]
            if 2 * index + 1 < blocks.count {
                joined.join(blocks[2 * index + 1])
                joined.compact()
            }
            blocks[index] = joined
        }
        blocks.removeLast(blocks.count / 2)
        millisecondsPerBlock *= 2
    }
}
