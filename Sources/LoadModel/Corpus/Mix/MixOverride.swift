/// What a scenario, or a mix learned from an archive, changes in one line of a mix.
package struct MixOverride: Hashable, Sendable {
    /// Of all studies, 0…1; the lines that are not overridden share the rest.
    package var share: Double?
    /// Mean count of series in a study; the first component's follows.
    package var seriesMean: Double?
    /// Mean count of instances in a study, before any are packed; those of the first component
    /// become lognormal, whichever of the three is given.
    package var imagesMean: Double?
    package var imagesSigma: Double?
    package var imagesCap: Int?
    /// Mean bytes of an instance; all matrices of the line grow or shrink alike.
    package var bytesPerInstance: Double?

    package init() {}

    package init(share: Double) { self.share = share }

    /// Names the first value that can't be, or nil.
    var fault: String? {
        if let share, !(0...1).contains(share) { return "share \(share) is not within 0…1" }
        let counts = [
            ("seriesMean", seriesMean, 1), ("imagesMean", imagesMean, 1),
            ("bytesPerInstance", bytesPerInstance, 512),
        ]
        for (name, value, least) in counts {
            guard let value else { continue }
            guard value.isFinite, value >= Double(least), value <= 1e10 else {
                return "\(name) \(value) is not within \(least)…10,000,000,000"
            }
        }
        if let imagesSigma, !(0...3).contains(imagesSigma) {
            return "imagesSigma \(imagesSigma) is not within 0…3"
        }
        if let imagesCap, !(1...1_000_000).contains(imagesCap) {
            return "imagesCap \(imagesCap) is not within 1…1,000,000"
        }
        return nil
    }

    func applied(to row: ModalityRow) -> ModalityRow {
        var row = row
        let others = row.components.dropFirst()
        if let seriesMean {
            let rest = others.reduce(0) { $0 + $1.meanSeries }
            row.components[0].series = Self.series(max(1, seriesMean - rest))
        }
        if imagesMean != nil || imagesSigma != nil || imagesCap != nil {
            let rest = others.reduce(0) { $0 + $1.meanInstances }
            row.components[0].images = .perStudy(images(of: row.components[0], beside: rest))
        }
        if let bytesPerInstance { resize(&row, to: bytesPerInstance) }
        return row
    }

    /// Most bytes of one frame: PixelData's length has 32 bits, and a matrix is rounded.
    private static let mostFrameBytes = 4e9

    /// The counts stay, so the pixels of a mean study must come to what is left by the headers.
    private func resize(_ row: inout ModalityRow, to bytesPerInstance: Double) {
        let pixels = row.components.reduce(0) { $0 + $1.meanFrames * $1.meanFrameBytes }
        guard pixels > 0 else { return }
        let headers = row.meanBytes - pixels
        let factor = max(bytesPerInstance * row.meanInstances - headers, pixels / 1e6) / pixels
        for place in row.components.indices {
            row.components[place].formats = row.components[place].formats.map {
                $0.sized(frameBytes: min(Self.mostFrameBytes, Double($0.frameBytes) * factor))
            }
        }
    }

    /// - Parameter rest: Instances of the study's other components.
    private func images(
        of component: SeriesComponent,
        beside rest: Double
    ) -> CountDistribution {
        var (mean, sigma, cap) = (component.series.mean, 0.5, 10_000)
        switch component.images {
        case .perStudy(.lognormal(let itsMean, let itsSigma, let itsCap)):
            (mean, sigma, cap) = (itsMean, itsSigma, itsCap)
        case .perStudy(let count): mean = count.mean
        case .perSeries(let count): mean *= count.mean
        }
        return .lognormal(
            mean: imagesMean.map { max(1, $0 - rest) } ?? mean,
            sigma: imagesSigma ?? sigma,
            cap: imagesCap ?? cap
        )
    }

    private static func series(_ mean: Double) -> CountDistribution {
        mean < 2
            ? .geometric(mean: mean, cap: 20) : .lognormal(mean: mean, sigma: 0.5, cap: 100)
    }
}
