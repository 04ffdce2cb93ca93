/// One series of a study: what its instances are and how many.
package struct SeriesPlan: Hashable, Sendable {
    /// From 1 on, in SeriesNumber.
    package let number: Int
    package let format: ImageFormat
    package let description: String
    package let instanceCount: Int
    /// Frames of its instances; drawn for each when it is not constant.
    let frames: CountDistribution
}
