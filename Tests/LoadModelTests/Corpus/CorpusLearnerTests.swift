import LoadModel
import Testing

@Suite struct CorpusLearnerTests {
    /// Studies as an archive would count them.
    private static func samples(_ count: Int) throws -> [StudySample] {
        let recipe = try CorpusRecipe(seed: 9, resendShare: 0)
        return (0..<count).map { index in
            let study = recipe.study(index)
            return StudySample(
                modality: study.series[0].format.sopClass.modality,
                series: study.series.count,
                instances: study.instanceCount,
                bytes: study.approximateBytes
            )
        }
    }

    @Test("a mix learned from a corpus has the corpus' means")
    func learnsBack() throws {
        let samples = try Self.samples(4096)
        let learned = try CorpusLearner.learn(counts: nil, samples: samples)
        let changes = learned.rows.map { ($0.name, $0.change) }
        let mix = try ModalityMix.hospitalGeneral.overriding(
            Dictionary(uniqueKeysWithValues: changes)
        )
        let before = ModalityMix.hospitalGeneral
        for name in ["CT", "MR", "CR/DX", "US"] {
            let (old, new) = try (#require(before.row(of: name)), #require(mix.row(of: name)))
            #expect(abs(new.share / old.share - 1) < 0.02, "\(name)")
            #expect(abs(new.meanInstances / old.meanInstances - 1) < 0.15, "\(name)")
            #expect(abs(new.meanSeries / old.meanSeries - 1) < 0.1, "\(name)")
            #expect(abs(new.meanBytes / old.meanBytes - 1) < 0.25, "\(name)")
        }
    }

    @Test("the mix file holds numbers and nothing of what the archive said")
    func writesYAML() throws {
        var samples = (0..<12).map {
            StudySample(modality: "CT", series: 3, instances: 100 + $0, bytes: 50_000_000)
        }
        samples.append(StudySample(modality: "DOE^JANE", series: 1, instances: 1, bytes: 1000))
        samples.append(StudySample(modality: "MR", series: 5, instances: 200, bytes: 9_000_000))
        let counts = ArchiveCounts(
            patients: 10,
            studies: 14,
            series: 42,
            instances: 1467,
            bytes: 612_000_000
        )
        let learned = try CorpusLearner.learn(counts: counts, samples: samples)
        let lines = learned.yaml.split(separator: "\n").map(String.init)
        #expect(lines.contains("base: hospital-general"))
        #expect(lines.contains("sample: { studies: 14, used: 14 }"))
        let ct = "share: 85.7143%, series: 3.000, images: 105.500, sigma: 0.034, most: 200"
        #expect(lines.contains("  CT: { \(ct), imageSize: 473934B }"), "\(learned.yaml)")
        // MR has one study, and DOE^JANE is no modality.
        #expect(lines.contains("  OTHER: { share: 14.2857% }"))
        #expect(!learned.yaml.contains("MR") && !learned.yaml.contains("DOE"))
        #expect(lines.last == "ages: { unknown: 100.0000% }")
    }

    @Test(
        "what a line's largest study holds is told to one digit",
        arguments: [
            (1, 1), (9, 9), (10, 10), (11, 20), (111, 200), (999, 1000), (4137, 5000),
        ]
    )
    func rounds(count: Int, told: Int) throws {
        let samples = (0..<12).map { _ in
            StudySample(modality: "CT", series: 1, instances: count, bytes: 5000)
        }
        let learned = try CorpusLearner.learn(counts: nil, samples: samples)
        #expect(learned.rows.first { $0.name == "CT" }?.change.imagesCap == told)
    }

    @Test("studies may be of any size that an archive can tell")
    func largest() throws {
        let samples = (0..<1100).map { _ in
            StudySample(modality: "CT", series: 1, instances: 1, bytes: 1 << 53 - 1)
        }
        let learned = try CorpusLearner.learn(counts: nil, samples: samples)
        let change = try #require(learned.rows.first { $0.name == "CT" }?.change)
        let bytes = try #require(change.bytesPerInstance)
        #expect(abs(bytes / 0x1p53 - 1) < 1e-9)
    }

    @Test("without a useful sample nothing is learned")
    func refusesNothing() {
        #expect(throws: CorpusError.self) {
            try CorpusLearner.learn(
                counts: nil,
                samples: [StudySample(modality: "SM", series: 1, instances: 1, bytes: 1)]
            )
        }
    }
}
