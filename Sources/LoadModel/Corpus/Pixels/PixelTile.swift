/// The pixels that all instances of a format share: whole frames, repeated as often as needed.
///
/// Ellipses, slow waves and noise; whole numbers and square roots only, so that every machine
/// makes the same bytes. Of a multi-frame class there are so many frames that DEFLATE, which looks
/// back 32 KiB, doesn't see the repetition.
struct PixelTile: Hashable, Sendable {
    /// Little endian; a multiple of ``ImageFormat/frameBytes``. Empty without pixels.
    let bytes: [UInt8]

    private static let leastBytes = 128 << 10

    init(_ format: ImageFormat) {
        guard format.sopClass.isImage else {
            bytes = []
            return
        }
        let missing = (Self.leastBytes + format.frameBytes - 1) / format.frameBytes
        let frames = format.sopClass.isMultiframe ? missing : 1
        var bytes: [UInt8] = []
        bytes.reserveCapacity(frames * format.frameBytes)
        for frame in 0..<frames {
            var painter = FramePainter(format, frame: frame)
            for row in 0..<format.rows { painter.paint(row: row, to: &bytes) }
        }
        self.bytes = bytes
    }
}
