/// One file of the corpus as it goes over the wire: a small head of its own and the tail that it
/// shares, in place.
///
/// Made to be used again: ``SeriesEncoder`` fills the same one for instance after instance.
package struct InstanceBody: Sendable {
    /// A contiguous piece of the file.
    package enum Piece: Hashable, Sendable {
        /// A range of ``head``.
        case head(Range<Int>)
        /// A range of ``tile``.
        case tile(Range<Int>)
    }

    /// From the preamble to the pixels that differ.
    package internal(set) var head: [UInt8] = []
    /// The tail begins at ``tailStart`` of it and goes round as often as needed.
    package internal(set) var tile: [UInt8] = []
    package internal(set) var tailStart = 0
    package internal(set) var tailBytes = 0
    /// Where PixelData's value begins in the file; its end without pixels.
    package internal(set) var pixelStart = 0

    package init() {}

    /// Bytes of the file.
    package var count: Int { head.count + tailBytes }

    /// The piece that begins at `offset`, as long as it goes on in one place; nil at the end.
    package func piece(at offset: Int) -> Piece? {
        precondition(offset >= 0, "no byte lies before a file")
        guard offset < count else { return nil }
        guard offset >= head.count else { return .head(offset..<head.count) }
        let start = (tailStart + offset - head.count) % tile.count
        return .tile(start..<start + min(tile.count - start, count - offset))
    }

    /// Compares what was downloaded with what was made, byte by byte and without a second copy.
    ///
    /// - Parameters:
    ///   - received: A part of a file.
    ///   - offset: Where the part begins in the file.
    /// - Returns: Where in the file the first difference lies, which may be its end; nil when the
    ///   part is right. Whether the file is whole is for the caller to say, by ``count``.
    package func firstDifference(from received: Span<UInt8>, at offset: Int) -> Int? {
        var position = 0
        while position < received.count {
            guard let piece = piece(at: offset + position) else { return offset + position }
            let length = min(received.count - position, Self.count(piece))
            let part = received.extracting(position..<position + length)
            if let place = firstDifference(part, piece) { return offset + position + place }
            position += length
        }
        return nil
    }

    private func firstDifference(_ part: Span<UInt8>, _ piece: Piece) -> Int? {
        switch piece {
        case .head(let range):
            ByteComparison.firstDifference(
                part,
                head.span.extracting(range.lowerBound..<range.lowerBound + part.count)
            )
        case .tile(let range):
            ByteComparison.firstDifference(
                part,
                tile.span.extracting(range.lowerBound..<range.lowerBound + part.count)
            )
        }
    }

    private static func count(_ piece: Piece) -> Int {
        switch piece {
        case .head(let range), .tile(let range): range.count
        }
    }

    /// The whole file in one array, for those who must have it so.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while let piece = piece(at: bytes.count) {
            switch piece {
            case .head(let range): bytes += head[range]
            case .tile(let range): bytes += tile[range]
            }
        }
        return bytes
    }
}
