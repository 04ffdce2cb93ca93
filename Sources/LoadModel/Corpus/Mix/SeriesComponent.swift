/// One kind of series in a modality's studies: how often it is there, how much of it.
package struct SeriesComponent: Hashable, Sendable {
    /// How images are counted.
    package enum Images: Hashable, Sendable {
        /// Drawn for each series.
        case perSeries(CountDistribution)
        /// Drawn for the study and dealt out to its series, at least one each.
        case perStudy(CountDistribution)
    }

    /// What a series of it is called, e.g. "axial".
    package let label: String
    /// The share of the row's studies that have it.
    package var presence: Double
    package var series: CountDistribution
    package var images: Images
    /// Frames of one multi-frame instance; 1 otherwise.
    package var frames: CountDistribution
    /// One of these, alike, for all series of the kind in a study.
    package var formats: [ImageFormat]
    /// A share of the series that are packed: all images as the frames of one instance.
    package var packed: Packing?

    package struct Packing: Hashable, Sendable {
        package let share: Double
        package let sopClass: SOPClass
    }

    package init(
        _ label: String,
        presence: Double = 1,
        series: CountDistribution = .constant(1),
        images: Images = .perSeries(.constant(1)),
        frames: CountDistribution = .constant(1),
        formats: [ImageFormat],
        packed: Packing? = nil
    ) {
        self.label = label
        self.presence = presence
        self.series = series
        self.images = images
        self.frames = frames
        self.formats = formats
        self.packed = packed
    }

    // MARK: Means over the row's studies, those without it included

    package var meanSeries: Double { presence * series.mean }

    /// Before packing.
    private var meanObjects: Double {
        switch images {
        case .perSeries(let count): meanSeries * count.mean
        case .perStudy(let count): presence * count.mean
        }
    }

    /// Files.
    package var meanInstances: Double {
        let share = packed?.share ?? 0
        return meanObjects * (1 - share) + meanSeries * share
    }

    /// Images in the sense of one picture: every frame counts. Documents are none.
    package var meanFrames: Double {
        formats[0].sopClass.isImage ? meanObjects * frames.mean : 0
    }

    package var meanFrameBytes: Double {
        formats.reduce(0) { $0 + Double($1.frameBytes) } / Double(formats.count)
    }

    /// Pixels and headers.
    package var meanBytes: Double {
        meanFrames * meanFrameBytes + meanInstances * Double(formats[0].sopClass.headerBytes)
    }

    /// The same in another size.
    package func scaled(by scale: PixelScale) -> SeriesComponent {
        var scaled = self
        scaled.formats = formats.map(scale.applied(to:))
        scaled.frames = scale.applied(toFrames: frames)
        return scaled
    }
}
