@testable import LoadModel
import Testing

/// PixelData's length has 32 bits.
@Suite struct PixelLengthTests {
    private static let most = 0xFFFF_FFFE

    /// Studies of one modality alone, in full size.
    private static func studies(
        _ count: Int,
        of modality: String,
        _ change: MixOverride
    ) throws -> [StudyPlan] {
        var change = change
        change.share = 1
        let mix = try ModalityMix.hospitalGeneral.overriding([modality: change])
        let recipe = try CorpusRecipe(seed: 7, mix: mix, resendShare: 0)
        return (0..<count).map(recipe.study)
    }

    @Test("images are packed into one object only while its length can be told")
    func packs() throws {
        var change = MixOverride()
        change.seriesMean = 1
        change.imagesMean = 10_000
        let studies = try Self.studies(400, of: "MR", change)
        var packed = 0
        for study in studies {
            for (place, series) in study.series.enumerated()
            where series.format.sopClass == .enhancedMR {
                let frames = study.frames(series: place, instance: 0)
                #expect(frames * series.format.frameBytes < Self.most)
                packed += 1
            }
        }
        #expect(packed > 5)
        let long = studies.flatMap(\.series).filter {
            $0.instanceCount * $0.format.frameBytes >= Self.most
        }
        #expect(long.count > 50 && long.allSatisfy { $0.format.sopClass == .mr })
    }

    @Test("an object has no more frames than its length can tell")
    func frames() throws {
        var change = MixOverride()
        change.bytesPerInstance = 1e9
        var longest = 0
        for study in try Self.studies(200, of: "MG", change) {
            for (place, series) in study.series.enumerated() {
                let frames = study.frames(series: place, instance: 0)
                longest = max(longest, frames * series.format.frameBytes)
            }
        }
        #expect((Self.most / 2..<Self.most).contains(longest))
    }

    @Test("no frame is larger than its length can tell")
    func frame() throws {
        var change = MixOverride()
        change.bytesPerInstance = 1e10
        let mix = try ModalityMix.hospitalGeneral.overriding(["DX": change, "US": change])
        for name in ["DX", "US"] {
            let formats = try #require(mix.row(of: name)).components.flatMap(\.formats)
            #expect(formats.allSatisfy { $0.frameBytes < Self.most })
            #expect(formats.contains { $0.frameBytes > 1 << 30 })
        }
    }
}
