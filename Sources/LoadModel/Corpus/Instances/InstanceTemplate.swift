/// What all instances of one format share: the pixel tail, which no upload copies.
package struct InstanceTemplate: Hashable, Sendable {
    package let format: ImageFormat
    package let syntax: TransferSyntax
    let tile: [UInt8]
    /// Bytes of pixels that differ between instances and so belong to the head: whole rows with
    /// 128 samples at least.
    let prefixBytes: Int

    /// Makes the pixels: some 10 ns each.
    package init(_ format: ImageFormat, syntax: TransferSyntax = .explicitLittleEndian) {
        self.format = format
        self.syntax = syntax
        tile = PixelTile(format).bytes
        let row = format.columns * format.samples
        let rows = row > 0 ? (InstanceMark.bits + row - 1) / row : 0
        prefixBytes = rows * row * format.bytesPerSample
    }
}
