import Basics
import DICOM
@testable import LoadModel
import Testing

@Suite struct InstanceTests {
    /// A series of each SOP class and of each edge case.
    private static let samples: [(study: StudyPlan, series: Int)] = {
        guard let recipe else { return [] }
        var seen: Set<String> = []
        var samples: [(StudyPlan, Int)] = []
        for index in 3000..<6000 {
            let study = recipe.study(index)
            for (place, series) in study.series.enumerated() {
                let edges = [study.edge, study.patient.edge].map { "\($0 as EdgeCase?)" }
                let keys = ["\(series.format.sopClass)"] + edges
                guard keys.contains(where: { seen.insert($0).inserted }) else { continue }
                samples.append((study, place))
            }
        }
        return samples
    }()

    private static let recipe = try? CorpusRecipe(
        seed: 42,
        mix: .hospitalGeneral.limited(toImagesPerSeries: 3),
        scale: .small,
        edgeShare: 0.2
    )
    private static let library = recipe.map { TemplateLibrary($0) }

    private static func body(_ sample: Int, _ instance: Int = 0) throws -> InstanceBody {
        let library = try #require(library)
        let (study, series) = samples[sample]
        var body = InstanceBody()
        library.encoder(study, series: series).encode(instance, into: &body)
        return body
    }

    @Test("all SOP classes and edge cases are among the samples")
    func hasAll() {
        let classes = Set(Self.samples.map { $0.study.series[$0.series].format.sopClass })
        #expect(classes == Set(SOPClass.allCases))
        let edges = Set(Self.samples.flatMap { [$0.study.edge, $0.study.patient.edge] })
        #expect(edges.count == EdgeCase.allCases.count + 1)
    }

    @Test("elements ascend, lengths are even, and PixelData has the bytes that its shape asks for")
    func isWellFormed() throws {
        for number in Self.samples.indices {
            let (study, series) = Self.samples[number]
            let body = try Self.body(number)
            let file = try ElementReader(file: body.bytes)
            let format = study.series[series].format
            #expect(file.text(0x0008_0016) == format.sopClass.uid)
            #expect(file.text(0x0008_0060) == format.sopClass.modality)
            guard format.sopClass.isImage else {
                #expect(file[0x7FE0_0010] == nil)
                continue
            }
            let shape = [0x0028_0010, 0x0028_0011, 0x0028_0002].compactMap { file.number($0) }
            let frames = Int(file.text(0x0028_0008) ?? "1") ?? 0
            let bits = try #require(file.number(0x0028_0100))
            let pixels = try #require(file[0x7FE0_0010])
            #expect(pixels.value.count == shape.reduce(bits / 8 * frames, *))
            #expect(frames == study.frames(series: series, instance: 0))
            #expect(body.pixelStart == body.count - pixels.value.count)
            #expect(max(shape[0], shape[1]) <= 64)
        }
    }

    @Test("the last of more than 255 instances says its place", arguments: [SOPClass.ct, .pet])
    func isLong(sopClass: SOPClass) throws {
        let recipe = try CorpusRecipe(seed: 3, mix: .hospitalGeneral, scale: .small)
        let library = TemplateLibrary(recipe)
        let found = (0..<20_000).lazy.map(recipe.study).compactMap { study in
            study.series.firstIndex { $0.format.sopClass == sopClass && $0.instanceCount > 255 }
                .map { (study, $0) }
        }.first
        let (study, series) = try #require(found)
        let encoder = library.encoder(study, series: series)
        var body = InstanceBody()
        for instance in [254, 255, encoder.count - 1] {
            encoder.encode(instance, into: &body)
            let file = try ElementReader(file: body.bytes)
            #expect(file.text(0x0020_0013) == "\(instance + 1)")
            guard sopClass == .pet else { continue }
            #expect(file.number(0x0054_1330) == instance + 1)
        }
    }

    @Test("the meta header is as long as it says and names the instance")
    func hasMeta() throws {
        for number in Self.samples.indices {
            let (study, series) = Self.samples[number]
            let file = try ElementReader(file: Self.body(number).bytes)
            let meta = file.elements.filter { $0.tag >> 16 == 2 }
            let first = try #require(meta.first?.value.endIndex)
            let last = try #require(meta.last?.value.endIndex)
            #expect(file.number(0x0002_0000) == last - first)
            #expect(file.text(0x0002_0003) == study.uid(series: series, instance: 0).description)
            #expect(file.text(0x0002_0002) == file.text(0x0008_0016))
            #expect(file.text(0x0002_0010) == "1.2.840.10008.1.2.1")
        }
    }

    @Test("the gateway's own reader finds the identifiers that the plan announces")
    func agreesWithReader() throws {
        for number in Self.samples.indices {
            let (study, series) = Self.samples[number]
            var reader = HeaderReader(guardsStructure: true, wanted: [.patientName])
            reader.feed(try Self.body(number).bytes)
            #expect(reader.finish() == .done)
            let header = try #require(reader.header)
            let joined = Array(header.identifiers.joined(separator: [UInt8(ascii: "|")]))
            let identifier = OrthancHash.identifier(joined)
            #expect(identifier == study.instanceIdentifier(series: series, instance: 0))
            #expect(header.texts[.patientName] == study.patient.name.text)
        }
    }

    @Test("the same recipe gives the same bytes, on any machine and in any build")
    func isGolden() throws {
        let recipe = try #require(Self.recipe)
        let library = try #require(Self.library)
        var all: [UInt8] = []
        for index in 3000..<3040 {
            let study = recipe.study(index)
            for series in study.series.indices {
                var body = InstanceBody()
                library.encoder(study, series: series).encode(0, into: &body)
                all += Digest.sha256(body.bytes)
            }
        }
        #expect(
            Digest.sha256(all).hexadecimal
                == "2d64a862c2ddced9885a62d338e7da087c0252c748afd1982058411194497d63"
        )
    }

    @Test("no two instances have equal pixels, and a body can be used again")
    func differs() throws {
        let library = try #require(Self.library)
        let sample = try #require(
            Self.samples.first { $0.study.series[$0.series].instanceCount > 2 }
        )
        let encoder = library.encoder(sample.study, series: sample.series)
        var body = InstanceBody()
        var pixels: Set<[UInt8]> = []
        for instance in 0..<encoder.count {
            encoder.encode(instance, into: &body)
            var fresh = InstanceBody()
            encoder.encode(instance, into: &fresh)
            #expect(fresh.bytes == body.bytes)
            pixels.insert(Array(body.bytes[body.pixelStart...]))
        }
        #expect(pixels.count == encoder.count)
    }

    @Test(
        "a download is compared byte by byte, whatever pieces it comes in",
        arguments: [1, 7, 4096, 1 << 20]
    )
    func comparesPieces(size: Int) throws {
        let number = try #require(
            Self.samples.firstIndex { $0.study.series[$0.series].format.sopClass == .angiography }
        )
        let body = try Self.body(number)
        let bytes = body.bytes
        #expect(bytes.count == body.count)
        var wrong = bytes
        let place = bytes.count - 3
        wrong[place] ^= 1
        var found: [Int] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            let end = min(bytes.count, start + size)
            let right = bytes.span.extracting(start..<end)
            #expect(body.firstDifference(from: right, at: start) == nil)
            let part = wrong.span.extracting(start..<end)
            if let difference = body.firstDifference(from: part, at: start) {
                found.append(difference)
            }
        }
        #expect(found == [place])
    }

    @Test("what comes behind the end of a file is a difference")
    func noticesMore() throws {
        let body = try Self.body(0)
        let longer = body.bytes + [0]
        #expect(body.firstDifference(from: longer.span, at: 0) == body.count)
        #expect(body.piece(at: body.count) == nil)
    }

    @Test("pixels are neither a flat colour nor pure noise")
    func looksLikeImage() throws {
        for number in Self.samples.indices {
            let format = Self.samples[number].study.series[Self.samples[number].series].format
            guard format.sopClass.isImage else { continue }
            let tile = PixelTile(format).bytes
            var counts = [Double](repeating: 0, count: 256)
            for byte in tile { counts[Int(byte)] += 1 }
            let total = Double(tile.count)
            let squares = counts.reduce(0) { $0 + ($1 / total) * ($1 / total) }
            // 1 / squares is how many values seem to be in use: 2 for a mask, 256 for noise.
            #expect((2...100).contains(1 / squares), "\(format)")
        }
    }
}
