@testable import LoadEngine
import LoadModel
import Testing

@Suite struct FreshStudiesTests {
    private func shelf(_ pixels: PixelScale) throws -> Shelf {
        Shelf(try CorpusRecipe(seed: 4, scale: pixels), studies: 10, run: 1)
    }

    @Test("uploads are as small as the scenario says", arguments: [nil, "CT", "XA"])
    func small(modality: String?) throws {
        let shelf = try shelf(.small)
        let fresh = shelf.fresh(step: 0, stream: 0, modality: modality)
        let full = try self.shelf(.full).fresh(step: 0, stream: 0, modality: modality)
        for index in 0..<UInt64(200) {
            let study = fresh.study(index)
            for series in study.series.indices {
                // 64 × 64 pixels of 16 bits, three colours at most.
                #expect(study.series[series].format.frameBytes <= 64 * 64 * 6)
            }
        }
        let bytes = (0..<UInt64(40)).map { full.study($0).approximateBytes }.max() ?? 0
        #expect(bytes > 1_000_000)
    }
}
