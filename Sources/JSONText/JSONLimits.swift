/// What a JSON text may cost its reader.
package struct JSONLimits: Sendable {
    /// Containers within each other, 1…1000. A scalar at the top has depth 0.
    package let depth: Int
    /// Length of the whole text in bytes, below 4 GiB.
    package let bytes: Int
    /// Values and keys together; each costs 16 bytes of memory while the document lives.
    package let nodes: Int

    package init(depth: Int = 64, bytes: Int = 64 << 20, nodes: Int = 8 << 20) {
        precondition((1...1000).contains(depth), "depth \(depth) is out of 1…1000")
        precondition(bytes >= 0 && bytes < Int(UInt32.max), "\(bytes) bytes do not fit the tape")
        precondition(nodes > 0 && nodes < Int(UInt32.max), "\(nodes) nodes do not fit the tape")
        self.depth = depth
        self.bytes = bytes
        self.nodes = nodes
    }

    /// For an answer of a store, which may expand thousands of resources.
    package static let answer = JSONLimits()
    /// For a request's body: 4 MiB.
    package static let request = JSONLimits(bytes: 4 << 20, nodes: 1 << 20)
}
