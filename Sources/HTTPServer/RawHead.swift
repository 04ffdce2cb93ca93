/// A request head as it came, before anything in it is believed.
package struct RawHead {
    package enum Version: Sendable { case http10, http11, other }

    let block: HeadBlock
    var version: Version
    /// Bytes of the whole head, from the method to the empty line.
    var size: Int
    /// The parser's parts don't account for every byte: a bare line feed, a folded line or a NUL.
    var hidesBytes: Bool

    init(_ block: HeadBlock, version: Version, size: Int, hidesBytes: Bool) {
        self.block = block
        self.version = version
        self.size = size
        self.hidesBytes = hidesBytes
    }

    /// For tests and fuzzing.
    package init(
        method: [UInt8],
        target: [UInt8],
        version: Version = .http11,
        headers: [(name: [UInt8], value: [UInt8])],
        hidesBytes: Bool = false
    ) {
        let block = HeadBlock()
        method.withUnsafeBytes { block.setMethod($0) }
        target.withUnsafeBytes { block.setTarget($0) }
        for header in headers {
            header.name.withUnsafeBytes { name in
                header.value.withUnsafeBytes { block.addField(name: name, value: $0) }
            }
        }
        let fields = headers.reduce(0) { $0 + $1.name.count + $1.value.count + 4 }
        let size = method.count + target.count + fields + 14
        self.init(block, version: version, size: size, hidesBytes: hidesBytes)
    }
}
