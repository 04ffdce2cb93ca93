/// Draws the series of one study.
enum SeriesDealer {
    /// - Parameter size: 0…1, the quantile of what the row's first component holds.
    static func series(
        of row: ModalityRow,
        size: Double,
        _ random: inout CorpusRandom
    ) -> [SeriesPlan] {
        var plans: [SeriesPlan] = []
        for (place, component) in row.components.enumerated() {
            let isThere = random.chance(component.presence)
            guard isThere || place == 0 else { continue }
            let format = component.formats[random.below(component.formats.count)]
            let share = place == 0 ? size : random.unit()
            for images in counts(component, share, &random) {
                let number = plans.count + 1
                plans.append(plan(number, component, format, images, &random))
            }
        }
        return plans
    }

    private static func plan(
        _ number: Int,
        _ component: SeriesComponent,
        _ format: ImageFormat,
        _ images: Int,
        _ random: inout CorpusRandom
    ) -> SeriesPlan {
        let packing = component.packed
        let most = mostFrames(format)
        let isPacked = random.chance(packing?.share ?? 0) && images <= most
        let packed = isPacked ? packing.map { format.packed(as: $0.sopClass) } : nil
        return SeriesPlan(
            number: number,
            format: packed ?? format,
            description: "\(component.label) \(number)",
            instanceCount: isPacked ? 1 : images,
            frames: isPacked ? .constant(images) : component.frames.limited(to: max(1, most))
        )
    }

    /// Most frames of one object: PixelData's length has 32 bits, is even, and isn't 0xFFFFFFFF.
    ///
    /// Source: DICOM PS3.5, 7.1.1.
    private static func mostFrames(_ format: ImageFormat) -> Int {
        format.frameBytes > 0 ? (0xFFFF_FFFE - 1) / format.frameBytes : .max
    }

    /// Images of each series.
    private static func counts(
        _ component: SeriesComponent,
        _ share: Double,
        _ random: inout CorpusRandom
    ) -> [Int] {
        let series = max(1, component.series.quantile(random.unit()))
        switch component.images {
        case .perSeries(let count):
            return (0..<series).map { max(1, count.quantile($0 == 0 ? share : random.unit())) }
        case .perStudy(let count):
            return deal(count.quantile(share), to: series, &random)
        }
    }

    /// Parts between a quarter and five quarters of each other, at least 1 each.
    private static func deal(
        _ total: Int,
        to series: Int,
        _ random: inout CorpusRandom
    ) -> [Int] {
        let weights = (0..<series).map { _ in 0.25 + random.unit() }
        let sum = weights.reduce(0, +)
        var left = max(0, total - series)
        let spare = Double(left)
        var counts: [Int] = []
        for weight in weights.dropLast() {
            let part = min(left, Int(spare * weight / sum))
            counts.append(1 + part)
            left -= part
        }
        return counts + [1 + left]
    }
}
