/// What one file's header may cost.
package struct HeaderLimits: Sendable {
    /// Bytes until the identifiers are known; beyond, the file is refused.
    package let headerBytes: Int
    /// Bytes of one identifying value.
    package let valueBytes: Int
    /// Sequences within each other. A live Orthanc 1.10.1 took 40 and died of 48.
    package let depth: Int
    /// Elements in the whole file, when the structure is guarded.
    package let elements: Int

    package init(
        headerBytes: Int = 4 << 20,
        valueBytes: Int = 4 << 10,
        depth: Int = 32,
        elements: Int = 2_000_000
    ) {
        self.headerBytes = headerBytes
        self.valueBytes = valueBytes
        self.depth = depth
        self.elements = elements
    }
}
