/// How much of a hospital's real size the pixels get; counts of instances stay.
package struct PixelScale: Hashable, Sendable {
    /// The longest side of a matrix; nil leaves the table's.
    package let side: Int?
    /// Most frames of a multi-frame object; nil leaves the table's.
    package let frames: Int?

    /// - Parameters:
    ///   - side: At least 16.
    ///   - frames: At least 1.
    package init(side: Int?, frames: Int?) {
        precondition(side ?? 16 >= 16 && frames ?? 1 >= 1, "nothing would be left of an image")
        self.side = side
        self.frames = frames
    }

    /// As the table of the mix has it.
    package static let full = PixelScale(side: nil, frames: nil)
    /// At most 64 × 64 and 8 frames: a few kilobytes an instance, for tests.
    package static let small = PixelScale(side: 64, frames: 8)

    package func applied(to format: ImageFormat) -> ImageFormat {
        guard let side, format.sopClass.isImage else { return format }
        return format.shrunk(to: side)
    }

    package func applied(toFrames count: CountDistribution) -> CountDistribution {
        guard let frames else { return count }
        return count.limited(to: frames)
    }
}

extension PixelScale: CustomStringConvertible {
    package var description: String {
        guard self != .full else { return "full size" }
        let matrix = side.map { "matrices of at most \($0) x \($0)" }
        let frames = frames.map { "at most \($0) frames" }
        return [matrix, frames].compactMap { $0 }.joined(separator: ", ")
    }
}
