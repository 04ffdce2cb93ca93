@testable import LoadModel
import Testing

@Suite struct ModalityMixTests {
    private let mix = ModalityMix.hospitalGeneral

    private static func share(_ mix: ModalityMix, _ modality: String) -> Double {
        mix.row(of: modality)?.share ?? -1
    }

    @Test("every line of the general hospital says where its numbers come from")
    func hasBasis() {
        #expect(abs(mix.rows.reduce(0) { $0 + $1.share } - 1) < 1e-12)
        for row in mix.rows {
            let text = row.basis.joined(separator: "\n")
            #expect(text.contains("share \(PlainNumber(row.share))") || text.contains("share 0."))
            #expect(text.contains("assumption"), "\(row.name)")
        }
    }

    @Test("a share that is given stays, and the others shrink alike to make room")
    func overridesShare() throws {
        let changed = try mix.overriding(["CT": MixOverride(share: 0.12)])
        #expect(Self.share(changed, "CT") == 0.12)
        #expect(abs(Self.share(changed, "US") - 0.19 * 0.88 / 0.90) < 1e-12)
        #expect(abs(changed.rows.reduce(0) { $0 + $1.share } - 1) < 1e-12)
        #expect(changed.arithmetic.first == "given shares: CT 0.1200; together 0.1200")
        #expect(changed.arithmetic.contains("US: 0.1900 x (1 - 0.1200) / 0.9000 = 0.1858"))
    }

    @Test("shares that are all given are divided by their sum")
    func normalisesAll() throws {
        var overrides: [String: MixOverride] = [:]
        for row in mix.rows { overrides[row.name] = MixOverride(share: 0.5) }
        let changed = try mix.overriding(overrides)
        #expect(changed.rows.allSatisfy { abs($0.share - 1.0 / 9) < 1e-12 })
        #expect(changed.arithmetic.contains("CT: 0.5000 x 1 / 4.5000 = 0.1111"))
    }

    @Test("DX means the line of CR and DX")
    func knowsParts() throws {
        let changed = try mix.overriding(["DX": MixOverride(share: 0.3)])
        #expect(Self.share(changed, "CR") == 0.3)
    }

    @Test("images and series of a study become what they are said to be")
    func overridesCounts() throws {
        var change = MixOverride()
        change.imagesMean = 300
        change.imagesSigma = 0.5
        change.seriesMean = 6
        let row = try #require(try mix.overriding(["CT": change]).row(of: "CT"))
        #expect(abs(row.meanInstances - 300) < 0.5)
        #expect(abs(row.meanSeries - 6) < 0.1)
    }

    @Test("matrices grow or shrink to the bytes that are given", arguments: ["CT", "CR/DX", "US"])
    func overridesBytes(name: String) throws {
        var change = MixOverride()
        change.bytesPerInstance = 2_000_000
        let row = try #require(try mix.overriding([name: change]).row(of: name))
        #expect(abs(row.meanBytes / row.meanInstances - 2_000_000) < 20_000)
    }

    @Test("what can't be is refused")
    func refuses() {
        func kind(_ overrides: [String: MixOverride]) -> CorpusError.Kind? {
            do throws(CorpusError) {
                _ = try mix.overriding(overrides)
                return nil
            } catch {
                return error.kind
            }
        }
        var huge = MixOverride()
        huge.imagesSigma = 4
        #expect(kind(["XX": MixOverride(share: 0.1)]) == .unknownModality)
        #expect(kind(["CT": MixOverride(share: 1.2)]) == .badMix)
        #expect(kind(["CT": MixOverride(share: 0.7), "MR": MixOverride(share: 0.7)]) == .badMix)
        #expect(kind(["CR": MixOverride(share: 0.1), "DX": MixOverride(share: 0.1)]) == .badMix)
        #expect(kind(["CT": huge]) == .badMix)
        #expect(throws: CorpusError.self) { try ModalityMix.named("no-such") }
        #expect(throws: CorpusError.self) { try CorpusRecipe(seed: 1, resendShare: 0.6) }
    }
}
