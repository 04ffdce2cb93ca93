/// What can be joined with what follows it in time.
package protocol TimeBlock: Sendable {
    init()
    mutating func join(_ next: Self)
}

/// One value for each span of time, in constant memory: when there are too many, neighbours are
/// joined and a block covers twice the time.
package struct BlockSeries<Block: TimeBlock>: Sendable {
    package private(set) var blocks: [Block] = []
    /// How much time one block covers.
    package private(set) var secondsPerBlock = 1

    /// Most blocks; even.
    package static var limit: Int { 120 }

    package init() {}

    /// - Parameter blocks: At most ``limit``.
    package init(_ blocks: [Block], secondsPerBlock: Int) {
        self.blocks = blocks
        self.secondsPerBlock = secondsPerBlock
    }

    /// The block of second `second` of the step, for `change` to add to.
    package mutating func at(_ second: Int, _ change: (inout Block) -> Void) {
        while second / secondsPerBlock >= Self.limit { halve() }
        let index = max(0, second) / secondsPerBlock
        while blocks.count <= index { blocks.append(Block()) }
        change(&blocks[index])
    }

    private mutating func halve() {
        for index in 0..<(blocks.count + 1) / 2 {
            var joined = blocks[2 * index]
            if 2 * index + 1 < blocks.count { joined.join(blocks[2 * index + 1]) }
            blocks[index] = joined
        }
        blocks.removeLast(blocks.count / 2)
        secondsPerBlock *= 2
    }
}
