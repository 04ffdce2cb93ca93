import LoadModel
import Testing

@Suite("Mix files") struct MixFileTests {
    private static func samples(_ counts: [String: Int]) -> [StudySample] {
        counts.sorted { $0.key < $1.key }.flatMap { modality, count in
            (0..<count).map { place in
                StudySample(
                    modality: modality,
                    series: 2,
                    instances: 20 + place % 5,
                    bytes: 4_000_000,
                    age: StudyAge(of: "20250101", today: 20_100 + 40 * (place % 2))
                )
            }
        }
    }

    private static func file(_ counts: [String: Int]) throws -> MixFile {
        let archive = ArchiveCounts(
            patients: 9,
            studies: 90,
            series: 180,
            instances: 1800,
            bytes: 5
        )
        let learned = try CorpusLearner.learn(counts: archive, samples: samples(counts))
        return try MixFile.read(text: learned.yaml, name: "mix.yaml")
    }

    @Test("what was learned is read back as a mix of the same shares and sizes")
    func back() throws {
        let file = try Self.file(["CT": 50, "MR": 30, "CR": 10, "DX": 10])
        #expect(file.archive?.instances == 1800 && file.sampled == 100 && file.otherShare == 0)
        let mix = try file.mix(named: "mix.yaml")
        #expect(mix.name == "mix.yaml")
        let shares = ["CT": 0.5, "MR": 0.3, "DX": 0.2, "US": 0]
        for (modality, share) in shares {
            let row = try #require(mix.row(of: modality))
            #expect(abs(row.share - share) < 1e-6, "\(modality)")
        }
        let ct = try #require(mix.row(of: "CT"))
        #expect(abs(ct.meanInstances / 22 - 1) < 0.1)
        #expect(file.ages[.month] == 0.5 && file.ages[.year] == 0.5)
        #expect(mix.arithmetic.contains { $0.hasPrefix("learned from 90 studies, 180 series") })
    }

    @Test("rare modalities and strange ones are folded into OTHER, and shared out")
    func other() throws {
        let file = try Self.file(["CT": 45, "MR": 45, "US": 4, "SM": 6])
        #expect(abs(file.otherShare - 0.1) < 1e-6)
        #expect(Set(file.lines.keys) == ["CT", "MR"])
        let mix = try file.mix(named: "m.yaml")
        #expect(abs((mix.row(of: "CT")?.share ?? 0) - 0.5) < 1e-6)
        #expect(mix.row(of: "US")?.share == 0)
        #expect(mix.arithmetic.contains { $0.hasPrefix("OTHER: 10.0 %") })
    }

    @Test("ages with too few studies are told as unknown")
    func ages() throws {
        #expect(StudyAge(of: "20250101", today: 20_089) == .month)
        #expect(StudyAge(of: "20200101", today: 20_089) == .fiveYears)
        #expect(StudyAge(of: "19990101", today: 20_089) == .older)
        for date in [nil, "", "2025010", "20251301", "x0250101", "20990101"] {
            #expect(StudyAge(of: date, today: 20_089) == .unknown, "\(date ?? "nil")")
        }
        let samples =
            Self.samples(["CT": 20])
            + (0..<3).map { _ in
                StudySample(modality: "CT", series: 1, instances: 1, bytes: 9, age: .older)
            }
        let learned = try CorpusLearner.learn(counts: nil, samples: samples)
        #expect(learned.ages[.older] == nil)
        #expect(abs((learned.ages[.unknown] ?? 0) - 3.0 / 23) < 1e-9)
    }

    private static let head = "version: 1\nbase: hospital-general\n"

    /// What stands in the file, `H` for its head, and a part of what is said of it.
    private static let bad: [(text: String, part: String)] = [
        ("", "is empty"), ("version: 1\nbase: x\nmodalities: {CT: {share: 100%}}", "no mix x"),
        ("H", "modalities: is missing"),
        ("Hmodalities: {CT: {share: 100%}}\nmodalitys: {}", "did you mean `modalities`?"),
        ("Hmodalities:\n  CTX: {share: 100%}", "mix.yaml:4:3: modalities"),
        ("Hmodalities:\n  CT: {share: 60%}", "shares sum up to 60%"),
        ("Hmodalities:\n  CT: {share: 1, sigma: 9}", "modalities.CT.sigma"),
        ("Hmodalities:\n  CT: {share: 1, images: -4}", "modalities.CT.images"),
        ("Hmodalities:\n  CT: {shares: 1}", "did you mean `share`?"),
        ("Hmodalities: {OTHER: {share: 100%}}", "nothing but OTHER"),
        ("Hmodalities: {CT: {share: 1}}\nages: {week: 3%}", "ages.week"),
        ("version: 2\nbase: hospital-general\nmodalities: {CT: {share: 1}}", "version"),
    ]

    @Test("a bad mix file is refused with the place of what is wrong", arguments: bad)
    func refuses(text: String, part: String) {
        let error = #expect(throws: ScenarioError.self) {
            let text = text.hasPrefix("H") ? Self.head + text.dropFirst() : text
            return try MixFile.read(text: text, name: "mix.yaml")
        }
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }

    @Test("a scenario's mix is a name, or the path of a file")
    func scenario() throws {
        func corpus(_ mix: String) throws -> Scenario.Corpus {
            try ScenarioReader.read(
                text: """
                    version: 1
                    name: m
                    corpus: {mix: \(mix)}
                    traffic: [{op: system, rate: 1/s}]
                    """,
                name: "m.yaml"
            ).corpus
        }
        #expect(try !corpus("hospital-general").namesMixFile)
        #expect(try corpus("our/mix.yaml").namesMixFile)
        #expect(throws: ScenarioError.self) { try corpus("our/mix") }
    }

    @Test("answers in another form than Orthanc's give nothing, and no path of their choice")
    func answers() {
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        for text in ["", "[]", "{}", "{\"CountStudies\": -1}", "nonsense"] {
            #expect(ArchiveAnswer.counts(bytes(text)) == nil)
        }
        for id in ["../x", "", "0-0-0-0-0", "a/b", String(repeating: "a", count: 44)] {
            #expect(ArchiveAnswer.studies(bytes("[{\"ID\": \"\(id)\"}]"), today: 0) == nil)
        }
        let id = Array(repeating: "0123abcd", count: 5).joined(separator: "-")
        let page = "[{\"ID\": \"\(id)\", \"MainDicomTags\": {\"StudyDate\": \"19700101\"}}]"
        #expect(ArchiveAnswer.studies(bytes(page), today: 3)?.first?.age == .month)
        let statistics =
            "{\"CountInstances\": 3, \"CountSeries\": 2, \"UncompressedSize\": \"900\"}"
        let series = """
            [{"MainDicomTags": {"Modality": "SR"}, "Instances": ["a"]},
             {"MainDicomTags": {"Modality": "CT"}, "Instances": ["b", "c"]}]
            """
        let sample = ArchiveAnswer.sample(
            statistics: bytes(statistics),
            series: bytes(series),
            age: .year
        )
        #expect(sample?.modality == "CT" && sample?.instances == 3 && sample?.bytes == 900)
        #expect(ArchiveAnswer.sample(statistics: [], series: [], age: .year) == nil)
    }
}
