import DICOM
import Testing

@Suite struct HeaderReaderTests {
    private func header(_ file: [UInt8]) throws -> InstanceHeader {
        let reader = read(file)
        #expect(reader.state == .done)
        return try #require(reader.header)
    }

    @Test("the head of a file tells what placing it needs")
    func readsHeader() throws {
        let header = try header(FileBuilder.file())
        #expect(
            header.identifiers == ["P1", "1.2.3", "1.2.3.4", "1.2.3.4.5"].map { Array($0.utf8) }
        )
        #expect(header.modality == "CT")
        #expect(header.institutionName == "General")
        #expect(header.sopClassUID == "1.2.840.10008.5.1.4.1.1.2")
        #expect(header.transferSyntaxUID == FileBuilder.explicitLittle)
    }

    @Test("values that rules ask for are kept, others aren't")
    func wantedTexts() throws {
        let patient = Tag(0x0010_0020)
        var reader = HeaderReader(wanted: [patient, Tag(0x0008_0060), Tag(0x0018_0015)])
        reader.feed(FileBuilder.file())
        let header = try #require(reader.header)
        #expect(header.texts == [patient: "P1", Tag(0x0008_0060): "CT"])
    }

    @Test("reading stops behind the series, before the pixels arrive")
    func stopsEarly() {
        var reader = HeaderReader()
        let state = reader.feed(FileBuilder.file())
        #expect(state == .done)
        #expect(reader.feed([1, 2, 3]) == .done)
    }

    /// Files that a live Orthanc 1.10.1 took, with the identifiers of ``readsHeader()``.
    static let accepted: [(String, [UInt8])] = {
        var files: [(String, [UInt8])] = [
            ("implicit", FileBuilder.file(syntax: "1.2.840.10008.1.2")),
            ("big endian", FileBuilder.file(syntax: "1.2.840.10008.1.2.2")),
        ]
        for (name, withMeta, isImplicit, isBigEndian) in [
            ("no preamble", true, false, false), ("no meta header", false, false, false),
            ("no meta header, implicit", false, true, false),
            ("no meta header, big endian", false, false, true),
        ] {
            var builder = FileBuilder()
            if withMeta { builder.meta(syntax: FileBuilder.explicitLittle, mediaClass: "1.2") }
            builder.isImplicit = isImplicit
            builder.isBigEndian = isBigEndian
            builder.dataSet()
            files.append((name, builder.bytes))
        }
        for hasLengths in [false, true] {
            for vr in ["SQ", "UN"] {
                let file = FileBuilder.file { tag, builder in
                    guard tag == 0x0010_0020 else { return }
                    let number: UInt32 = vr == "SQ" ? 0x0008_1140 : 0x0009_1001
                    builder.sequence(number, vr, hasLengths: hasLengths) { inner in
                        inner.element(0x0010_0020, "LO", "INNER")
                        inner.element(0x0020_000D, "UI", "9.9")
                    }
                }
                files.append(("\(vr), with lengths: \(hasLengths)", file))
            }
        }
        files.append(
            (
                "unknown VR and a long private value",
                FileBuilder.file { tag, builder in
                    guard tag == 0x0010_0020 else { return }
                    builder.element(0x0009_0010, "LO", "CREATOR")
                    builder.element(0x0009_1001, "ZZ", "abcd")
                    builder.element(0x0009_1002, "OB", [UInt8](repeating: 7, count: 100_000))
                }
            )
        )
        files.append(
            (
                "the same tags again",
                FileBuilder.file { tag, builder in
                    guard tag == 0x0020_0013 else { return }
                    builder.element(0x0020_000E, "UI", "7.7.7")
                    builder.element(0x0020_000D, "UI", "7.7.8")
                }
            )
        )
        return files
    }()

    @Test("files that Orthanc takes are read, however they are cut", arguments: accepted.indices)
    func readsAccepted(index: Int) throws {
        let (name, file) = Self.accepted[index]
        let wanted = ["P1", "1.2.3", "1.2.3.4", "1.2.3.4.5"].map { Array($0.utf8) }
        for piece in [1, 2, 7, 131, 133, 65_536] {
            for guardsStructure in [false, true] {
                let reader = read(file, piece: piece, guardsStructure: guardsStructure)
                #expect(reader.state == .done, "\(name), \(piece)")
                #expect(reader.header?.identifiers == wanted, "\(name), \(piece)")
            }
        }
    }

    /// PatientID as written, and what a live Orthanc 1.10.1 hashed.
    static let patientIDs: [(String, String)] = [
        (" LEAD", " LEAD"), ("TRAIL   ", "TRAIL"), ("\tT\t", "\tT\t"), ("A\r\n", "A\r\n"),
        ("A\0B", "A"), ("A\0\0\0", "A"), ("A \0", "A "), ("A\0 ", "A"), ("    ", ""), ("", ""),
        ("A\\B", "A\\B"), ("A|B", "A|B"), ("\u{1}A\u{2}", "\u{1}A\u{2}"), ("\0A", ""),
        ("A\\B \\ C ", "A\\B \\ C"), ("\u{7F}A", "\u{7F}A"),
    ]

    @Test("PatientID is normalised as Orthanc does it", arguments: patientIDs.indices)
    func normalisesPatientID(index: Int) throws {
        let (raw, wanted) = Self.patientIDs[index]
        let header = try header(FileBuilder.file(changing: [0x0010_0020: Array(raw.utf8)]))
        #expect(header.patientID == Array(wanted.utf8))
    }

    @Test("an absent PatientID is an empty one")
    func readsAbsentPatientID() throws {
        #expect(
            try header(FileBuilder.file(changing: [0x0010_0020: nil as [UInt8]?])).patientID == []
        )
    }

    /// A UID as written, and what a live Orthanc 1.10.1 hashed.
    static let uids: [(String, String)] = [
        (" 1.2.3 ", "1.2.3"), ("1.2.3\0\0\0", "1.2.3"), ("1.2.abc", "1.2.abc"),
        ("\t1.2.3\t", "1.2.3"), ("1.2\0 3.m", "1.2"), ("1.2 3.ms", "1.23.ms"), ("1.2\\3", "1.2\\3"),
        ("1.2.3\r\n", "1.2.3"), ("1.2.3\0x", "1.2.3"), ("1.2.é", "1.2.Ã©"),
    ]

    @Test("UIDs are normalised as Orthanc does it", arguments: uids.indices)
    func normalisesUIDs(index: Int) throws {
        let (raw, wanted) = Self.uids[index]
        let value = Array(raw.utf8)
        let header = try header(
            FileBuilder.file(
                changing: [0x0008_0018: value, 0x0020_000D: value, 0x0020_000E: value])
        )
        let uids = [header.studyInstanceUID, header.seriesInstanceUID, header.sopInstanceUID]
        #expect(uids == [[UInt8]](repeating: Array(wanted.utf8), count: 3))
    }

    @Test("identifiers that are missing or empty refuse the file")
    func refusesMissing() {
        for number in [0x0008_0018, 0x0020_000D, 0x0020_000E] as [UInt32] {
            let tag = AttributeTag(number)
            let missing = read(FileBuilder.file(changing: [number: nil as [UInt8]?]))
            #expect(missing.state == .refused(.missingIdentifier(tag)))
            for text in ["", "  ", "\0001.2"] {
                let empty = read(FileBuilder.file(changing: [number: Array(text.utf8)]))
                #expect(empty.state == .refused(.emptyIdentifier(tag)))
            }
        }
    }

    @Test("what is no DICOM file is refused")
    func refusesOthers() {
        let others = [
            [], Array("hello world".utf8), Array(String(repeating: "hello ", count: 50).utf8),
            Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 300),
            [0xFF, 0xD8, 0xFF, 0xE0] + [UInt8](repeating: 0, count: 400),
            [UInt8](repeating: 0, count: 500),
        ]
        for bytes in others {
            #expect(read(bytes).state == .refused(.notDICOM))
        }
    }

    @Test("a DICOMDIR is refused by name")
    func refusesDirectory() {
        var builder = FileBuilder()
        builder.begin(mediaClass: "1.2.840.10008.1.3.10")
        builder.dataSet()
        #expect(read(builder.bytes).state == .refused(.mediaDirectory))
    }

    @Test("a file that ends before its identifiers is truncated, wherever it is cut")
    func refusesTruncated() throws {
        let file = FileBuilder.file()
        let end = file.count - 10
        for count in 140..<end {
            let state = read(Array(file[..<count])).state
            let isBetweenElements = state == .refused(.missingIdentifier(.studyInstanceUID))
            #expect(
                state == .refused(.truncated) || isBetweenElements || state == .done
                    || state == .refused(.missingIdentifier(.seriesInstanceUID))
                    || state == .refused(.missingIdentifier(.sopInstanceUID))
            )
            #expect(state != .done || count >= end - 2)
        }
    }

    @Test("an identifier of more than 4 KiB is refused, an institution of more is left out")
    func limitsValues() throws {
        let long = [UInt8](repeating: 0x41, count: 5_000)
        #expect(
            read(FileBuilder.file(changing: [0x0010_0020: long])).state
                == .refused(.valueTooLong(.patientID))
        )
        let header = try header(FileBuilder.file(changing: [0x0008_0080: long]))
        #expect(header.institutionName == nil)
    }

    @Test("identifiers beyond the header limit refuse the file before it is buffered")
    func limitsHeader() {
        var builder = FileBuilder()
        builder.begin()
        builder.dataSet { tag, builder in
            guard tag == 0x0010_0020 else { return }
            builder.head(0x0009_1001, "OB", 5 << 20)
        }
        var reader = HeaderReader()
        #expect(reader.feed(builder.bytes) == .refused(.headerTooLarge))
    }

    @Test("an item or a delimiter out of place is malformed, with its offset")
    func refusesStray() {
        for tag in [0xFFFE_E000, 0xFFFE_E00D, 0xFFFE_E0DD] as [UInt32] {
            let file = FileBuilder.file { next, builder in
                if next == 0x0010_0020 { builder.head(tag, "", 0) }
            }
            guard case .refused(.malformed(let offset)) = read(file).state else {
                Issue.record("taken: \(tag)")
                continue
            }
            #expect(Array(file[offset..<offset + 2]) == [0xFE, 0xFF])
        }
    }
}

@Suite struct StructureGuardTests {
    /// Sequences within each other, behind the identifiers.
    private func nested(_ depth: Int, hasLengths: Bool, tag: UInt32 = 0x0040_9096) -> [UInt8] {
        var inner = FileBuilder()
        inner.element(0x0020_4000, "LT", "x")
        for _ in 0..<depth {
            var outer = FileBuilder()
            let body = inner.bytes
            outer.sequence(tag, hasLengths: hasLengths) { $0.bytes += body }
            inner = outer
        }
        return inner.bytes
    }

    @Test(
        "nesting beyond the limit is refused, with and without lengths",
        arguments: [false, true]
    )
    func limitsDepth(hasLengths: Bool) {
        let fine = FileBuilder.file() + nested(32, hasLengths: hasLengths)
        let deep = FileBuilder.file() + nested(33, hasLengths: hasLengths)
        #expect(read(fine, guardsStructure: true).state == .done)
        #expect(read(deep, guardsStructure: true).state == .refused(.tooDeep))
        #expect(read(deep, piece: 5, guardsStructure: true).state == .refused(.tooDeep))
        #expect(read(deep).state == .done)
    }

    @Test("a file of fifty thousand sequences within each other is refused, not recursed into")
    func survivesPoison() {
        var poison = FileBuilder()
        poison.begin()
        poison.dataSet()
        for _ in 0..<50_000 {
            poison.head(0x0040_9096, "SQ", 0xFFFF_FFFF)
            poison.head(0xFFFE_E000, "", 0xFFFF_FFFF)
        }
        #expect(read(poison.bytes, guardsStructure: true).state == .refused(.tooDeep))
    }

    @Test("nesting before the identifiers is refused without the guard too")
    func limitsDepthBefore() {
        let deep = nested(33, hasLengths: false, tag: 0x0008_1140)
        let file = FileBuilder.file { tag, builder in
            if tag == 0x0010_0020 { builder.bytes += deep }
        }
        #expect(read(file).state == .refused(.tooDeep))
    }

    @Test("nesting behind the pixels, compressed or not, is refused as well")
    func guardsBehindPixels() {
        var plain = FileBuilder()
        plain.element(0x7FE0_0010, "OW", [UInt8](repeating: 0, count: 64))
        var compressed = FileBuilder()
        compressed.head(0x7FE0_0010, "OB", 0xFFFF_FFFF)
        compressed.head(0xFFFE_E000, "", 0)
        compressed.head(0xFFFE_E000, "", 10)
        compressed.bytes += [UInt8](repeating: 0xFE, count: 10)
        compressed.head(0xFFFE_E0DD, "", 0)
        for pixels in [plain.bytes, compressed.bytes] {
            let deep = nested(33, hasLengths: false, tag: 0xFFFA_FFFA)
            let file = FileBuilder.file() + pixels
            #expect(read(file, guardsStructure: true).state == .done)
            #expect(read(file + deep, guardsStructure: true).state == .refused(.tooDeep))
        }
    }

    @Test("identifiers are known while the guard still reads")
    func identifiesEarly() {
        var reader = HeaderReader(guardsStructure: true)
        #expect(reader.feed(FileBuilder.file()) == .more)
        #expect(reader.header?.patientID == Array("P1".utf8))
        #expect(reader.finish() == .done)
    }

    @Test("more elements than the limit are refused")
    func limitsElements() {
        var builder = FileBuilder()
        builder.begin()
        builder.dataSet()
        for _ in 0..<100 { builder.element(0x0028_0010, "US", [1, 0]) }
        let limits = HeaderLimits(elements: 100)
        let state = read(builder.bytes, limits: limits, guardsStructure: true).state
        #expect(state == .refused(.tooManyElements))
    }

    @Test("an element that overruns its sequence, and a file that ends within one, are refused")
    func refusesOverrun() {
        var overrun = FileBuilder()
        overrun.begin()
        overrun.dataSet()
        overrun.head(0x0040_9096, "SQ", 16)
        overrun.head(0xFFFE_E000, "", 8)
        overrun.element(0x0020_4000, "LT", "four")
        #expect(read(overrun.bytes, guardsStructure: true).state != .done)
        var open = FileBuilder()
        open.begin()
        open.dataSet()
        open.head(0x0040_9096, "SQ", 0xFFFF_FFFF)
        #expect(read(open.bytes, guardsStructure: true).state == .refused(.truncated))
    }
}
