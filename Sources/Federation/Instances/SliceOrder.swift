import GlobalIndex
import JSONText
import OrthancModel

/// The slices of a series in space, or else in the order of their numbers.
///
/// Source: what live Orthancs 1.10.1, 1.12.7 and 1.13.0 answer; with the single precision they
/// compute in.
struct SliceOrder {
    struct Slice {
        let id: OrthancID
        let frames: Int
        fileprivate let position: SIMD3<Float>?
        fileprivate let normal: SIMD3<Float>?
        fileprivate let number: Int?
    }

    /// The slices stand apart from each other along the normal of the series.
    private(set) var isVolume = false
    private(set) var slices: [Slice]

    var frames: Int { slices.reduce(0) { $0 + $1.frames } }

    /// Most frames in all; their list is made in memory.
    private static let mostFrames = 500_000

    /// - Parameter tags: The series' own.
    /// - Throws: Orthanc's refusal of a series without an order; one with too many frames.
    init(_ series: OrthancID, _ tags: MainTags, _ instances: [InstanceCopies]) throws(OrthancFault)
    {
        slices = instances.map(Slice.init)
        guard frames <= Self.mostFrames else {
            throw OrthancFault(
                .parameterOutOfRange,
                details: "The series has more than \(Self.mostFrames) frames"
            )
        }
        guard slices.count > 1 else { return }
        if let normal = Self.normal(tags["ImageOrientationPatient"]), sort(along: normal) {
            isVolume = true
            return
        }
        guard slices.allSatisfy({ $0.number != nil }) else {
            throw OrthancFault(
                .cannotOrderSlices,
                details: "Unable to order the slices of series \(series)"
            )
        }
        sort { ($0.number ?? 0) < ($1.number ?? 0) }
    }

    func text() -> [UInt8] {
        var writer = JSONWriter(.orthanc, capacity: slices.count * 300 + 100)
        writer.object { writer in
            writer.member("Dicom", slices.map { "/instances/\($0.id)/file" })
            writer.key("Slices")
            writer.array { writer in
                for slice in slices {
                    for frame in 0..<slice.frames {
                        writer.string("/instances/\(slice.id)/frames/\(frame)")
                    }
                }
            }
            writer.key("SlicesShort")
            writer.array { writer in
                for slice in slices {
                    writer.array { writer in
                        writer.string(slice.id.description)
                        writer.integer(0)
                        writer.integer(slice.frames)
                    }
                }
            }
            writer.member("Type", isVolume ? "Volume" : "Sequence")
        }
        return writer.bytes
    }

    // MARK: Space

    private mutating func sort(along normal: SIMD3<Float>) -> Bool {
        for slice in slices {
            guard slice.position != nil else { return false }
            if let own = slice.normal, !Self.areParallel(own, normal) { return false }
        }
        func place(_ slice: Slice) -> Float {
            let position = slice.position ?? .zero
            return normal.x * position.x + normal.y * position.y + normal.z * position.z
        }
        sort { place($0) < place($1) }
        return zip(slices, slices.dropFirst()).allSatisfy { lower, upper in
            abs(place(upper) - place(lower)) > 10 * Float.ulpOfOne
        }
    }

    /// Equals keep their places.
    private mutating func sort(_ isLess: (Slice, Slice) -> Bool) {
        slices = slices.enumerated().sorted { left, right in
            if isLess(left.element, right.element) { return true }
            return !isLess(right.element, left.element) && left.offset < right.offset
        }.map(\.element)
    }

    private static func areParallel(_ u: SIMD3<Float>, _ v: SIMD3<Float>) -> Bool {
        let (a, b) = (SIMD3<Double>(u), SIMD3<Double>(v))
        let norms = (a * a).sum().squareRoot() * (b * b).sum().squareRoot()
        guard !isNearZero(norms) else { return false }
        let cosine = (a * b).sum() / norms
        return isNearZero(cosine - 1) || isNearZero(abs(cosine) - 1)
    }

    private static func isNearZero(_ value: Double) -> Bool {
        abs(value) < 10 * Double(Float.ulpOfOne)
    }

    fileprivate static func normal(_ orientation: String?) -> SIMD3<Float>? {
        guard let c = vector(orientation, count: 6) else { return nil }
        return SIMD3(
            c[1] * c[5] - c[2] * c[4],
            c[2] * c[3] - c[0] * c[5],
            c[0] * c[4] - c[1] * c[3]
        )
    }

    fileprivate static func vector(_ text: String?, count: Int) -> [Float]? {
        guard let parts = text?.split(separator: "\\", omittingEmptySubsequences: false),
            parts.count == count
        else { return nil }
        let numbers = parts.compactMap { Float($0.drop { $0 == " " }.prefix { $0 != " " }) }
        return numbers.count == count ? numbers : nil
    }
}

extension SliceOrder.Slice {
    /// More frames than this in one instance are not believed.
    private static let mostFrames = 1_000_000

    fileprivate init(_ instance: InstanceCopies) {
        let tags = MainTags(instance.tags)
        id = instance.id
        let count = tags["NumberOfFrames"].flatMap {
            Int($0.drop { $0 == " " }.prefix { $0 != " " })
        }
        frames = count.map { min(max(0, $0), Self.mostFrames) } ?? 1
        position = SliceOrder.vector(tags["ImagePositionPatient"], count: 3).map {
            SIMD3($0[0], $0[1], $0[2])
        }
        normal = SliceOrder.normal(tags["ImageOrientationPatient"])
        number = instance.indexInSeries
    }
}
