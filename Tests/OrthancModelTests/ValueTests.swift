import DICOM
import JSONText
import OrthancModel
import Testing

@Suite struct StoreNameTests {
    @Test("a store's name is 1 to 40 of lower case, digits and hyphens")
    func checks() {
        for text in ["a", "store-b", "0", "-", String(repeating: "x", count: 40)] {
            #expect(StoreName(text)?.description == text)
        }
        for text in ["", "A", "a b", "a_b", "é", "a/b", "a.", String(repeating: "x", count: 41)] {
            #expect(StoreName(text) == nil)
        }
    }

    @Test("names order by bytes")
    func orders() throws {
        let names = try ["b", "a-", "a", "a0"].map { try #require(StoreName($0)) }
        #expect(names.sorted().map(\.description) == ["a", "a-", "a0", "b"])
    }
}

@Suite struct LevelTests {
    @Test("names of types and paths are read back", arguments: Level.allCases)
    func roundTrips(level: Level) {
        #expect(Level(typeName: level.typeName) == level)
        #expect(Level(pathName: level.pathName) == level)
        #expect(Level(pathName: level.typeName) == nil)
    }

    @Test("levels have parents and children, and order from the top")
    func relates() {
        #expect(Level.patient.parent == nil && Level.instance.child == nil)
        #expect(Level.study.parent == .patient && Level.study.child == .series)
        #expect(Level.allCases.sorted() == [.patient, .study, .series, .instance])
    }
}

@Suite struct OrthancIDTests {
    private let text = "7ec54ea4-03b563b4-f9817b30-214c8311-b67e0f83"

    @Test("an identifier is read from its text and its bytes")
    func roundTrips() throws {
        let id = try #require(OrthancID(text))
        #expect(id.description == text)
        #expect(id.bytes.count == 20 && id.bytes.first == 0x7E && id.bytes.last == 0x83)
        #expect(OrthancID(bytes: id.bytes) == id)
    }

    @Test(
        "any other text is refused",
        arguments: [
            "", "7EC54ea4-03b563b4-f9817b30-214c8311-b67e0f83",
            "7ec54ea4-03b563b4-f9817b30-214c8311-b67e0f8",
            "7ec54ea4-03b563b4-f9817b30-214c8311-b67e0f833",
            "7ec54ea403b563b4-f9817b30-214c8311-b67e0f83a",
            "7ec54ea4_03b563b4-f9817b30-214c8311-b67e0f83",
            "7ec54eg4-03b563b4-f9817b30-214c8311-b67e0f83",
            "7ec54ea4-03b563b4-f9817b30-214c8311-b67e0f8é",
        ]
    )
    func refuses(text: String) {
        #expect(OrthancID(text) == nil)
    }

    @Test("other than twenty bytes are refused")
    func refusesBytes() {
        #expect(OrthancID(bytes: [UInt8](repeating: 0, count: 19)) == nil)
        #expect(OrthancID(bytes: [UInt8](repeating: 0, count: 21)) == nil)
    }

    @Test("identifiers order as their texts do")
    func orders() throws {
        let texts = [
            "00000000-00000000-00000000-00000000-00000001",
            "00000000-00000000-00000000-00000001-00000000",
            "00000000-00000001-00000000-00000000-00000000",
            "7fffffff-ffffffff-ffffffff-ffffffff-ffffffff",
            "80000000-00000000-00000000-00000000-00000000",
        ]
        let ids = try texts.reversed().map { try #require(OrthancID($0)) }
        #expect(ids.sorted().map(\.description) == texts)
    }

    @Test("identifiers are hashed as a live Orthanc does")
    func hashes() {
        let parts = ["P1", "1.2.3", "1.2.3.4", "1.2.3.4.5"].map { Array($0.utf8) }
        let texts = (1...4).map { OrthancID(hashing: Array(parts.prefix($0))).description }
        #expect(
            texts == [
                "bdaf1eca-33d4619e-80e8ca68-9a1b74a4-febbbb29",
                "ce42f924-f6020bea-aa810144-6941b6f0-88331094",
                "626a5deb-273fd2f8-0801eb57-046b8592-d6992882",
                "7ec54ea4-03b563b4-f9817b30-214c8311-b67e0f83",
            ]
        )
        #expect(
            OrthancID.emptyPatient.description == "da39a3ee-5e6b4b0d-3255bfef-95601890-afd80709"
        )
    }
}

@Suite struct OrthancFaultTests {
    @Test("the body is that of a live Orthanc, byte for byte")
    func writesBody() {
        let unknown = """
            {
            \t"HttpError" : "Not Found",
            \t"HttpStatus" : 404,
            \t"Message" : "Unknown resource",
            \t"Method" : "GET",
            \t"OrthancError" : "Unknown resource",
            \t"OrthancStatus" : 17,
            \t"Uri" : "/foo"
            }

            """
        let body = OrthancFault(.unknownResource).body(method: "GET", uri: "/foo")
        #expect(String(decoding: body, as: UTF8.self) == unknown)
        #expect(body.count == 182)
    }

    @Test("details come first, and quotes in them are escaped")
    func writesDetails() {
        let fault = OrthancFault(.badRequest, details: #"Field "Query" is missing"#)
        let body = String(decoding: fault.body(method: "POST", uri: "/tools/find"), as: UTF8.self)
        #expect(body.hasPrefix("{\n\t\"Details\" : \"Field \\\"Query\\\" is missing\",\n\t\"HttpE"))
    }

    @Test("codes have Orthanc's messages and HTTP statuses")
    func hasTable() {
        #expect(OrthancStatus.internalError.message == "Internal error")
        #expect(OrthancStatus.parameterOutOfRange.message == "Parameter out of range")
        #expect(OrthancStatus.unknownDicomTag.message == "Unknown DICOM tag")
        #expect(OrthancStatus.unknownDicomTag.httpStatus == 500)
        #expect(OrthancStatus.databaseUnavailable.httpStatus == 503)
        #expect(
            OrthancStatus.revision.message
                == "A bad revision number was provided, which might indicate conflict between"
                + " multiple writers"
        )
        #expect(OrthancStatus.incompatibleConfigurations.message.hasPrefix("Your configuration"))
        #expect(OrthancStatus.allCases.map(\.rawValue) == Array(-1...47) + [2018, 2040])
        #expect(OrthancFault(.notImplemented, httpStatus: 501).httpStatus == 501)
    }
}

@Suite struct MainDicomTagsTests {
    @Test("each level has the attributes of Orthanc 1.10.1 and those since 1.12.5")
    func listsTags() {
        #expect(
            MainDicomTags.names(of: .patient) == [
                "PatientName", "PatientID", "PatientBirthDate", "PatientSex", "OtherPatientIDs",
            ]
        )
        #expect(
            MainDicomTags.names(of: .study) == [
                "StudyDate", "StudyTime", "AccessionNumber", "InstitutionName",
                "ReferringPhysicianName", "TimezoneOffsetFromUTC", "StudyDescription",
                "StudyInstanceUID", "StudyID", "RequestingPhysician",
                "RequestedProcedureDescription",
            ]
        )
        #expect(MainDicomTags.tags(of: .series).count == 22 + 4)
        #expect(MainDicomTags.names(of: .series).count == 22 + 4)
        #expect(MainDicomTags.names(of: .instance).count == 11 + 1)
        #expect(
            MainDicomTags.signature(of: .patient)
                == "0010,0010;0010,0020;0010,0030;0010,0040;0010,1000"
        )
    }

    @Test("a tag is answered by the level itself or one above it, never by one below")
    func findsLevel() {
        #expect(MainDicomTags.level(of: .patientID, seenFrom: .series) == .patient)
        #expect(MainDicomTags.level(of: .modality, seenFrom: .instance) == .series)
        #expect(MainDicomTags.level(of: .modality, seenFrom: .study) == nil)
        #expect(MainDicomTags.isBelow(.modality, .study))
        #expect(!MainDicomTags.isBelow(.modality, .series))
        #expect(!MainDicomTags.isBelow(.pixelData, .study))
    }

    @Test("computed attributes know their level", arguments: ComputedTag.allCases)
    func knowsComputed(computed: ComputedTag) throws {
        #expect(ComputedTag(computed.tag) == computed)
        let keyword = try #require(computed.tag.keyword)
        if let name = Level.allCases.first(where: { keyword.contains("Of\($0.typeName)") }) {
            #expect(computed.level == name)
        }
    }
}

@Suite struct SeriesStatusTests {
    @Test("a series is complete when each expected index is there once")
    func judges() {
        #expect(SeriesStatus(expected: nil, indexes: [1]) == .unknown)
        #expect(SeriesStatus(expected: 2, indexes: [2, 1]) == .complete)
        #expect(SeriesStatus(expected: 2, indexes: [2]) == .missing)
        #expect(SeriesStatus(expected: 2, indexes: [2, 2]) == .inconsistent)
        #expect(SeriesStatus(expected: 2, indexes: [3]) == .inconsistent)
        #expect(SeriesStatus(expected: 2, indexes: [0, 1]) == .inconsistent)
        #expect(SeriesStatus(expected: 2, indexes: [1, nil]) == .unknown)
    }
}

@Suite struct ChangeTests {
    @Test("a change is written as Orthanc writes it")
    func writes() throws {
        let id = try #require(OrthancID("7ec54ea4-03b563b4-f9817b30-214c8311-b67e0f83"))
        let change = Change(
            sequence: 1,
            type: .newInstance,
            level: .instance,
            id: id,
            date: "20261121T072631"
        )
        var writer = JSONWriter(.compact)
        change.write(to: &writer)
        #expect(
            String(decoding: writer.bytes, as: UTF8.self) == """
                {"ChangeType":"NewInstance","Date":"20261121T072631",\
                "ID":"7ec54ea4-03b563b4-f9817b30-214c8311-b67e0f83",\
                "Path":"/instances/7ec54ea4-03b563b4-f9817b30-214c8311-b67e0f83",\
                "ResourceType":"Instance","Seq":1}
                """
        )
    }
}

@Suite struct PartialTests {
    @Test("a partial answer keeps its gaps around another result")
    func maps() throws {
        let store = try #require(StoreName("a"))
        let partial = Partial([1, 2], missing: [store: .timeout], stale: [store: 9])
        #expect(partial.map(\.count) == Partial(2, missing: [store: .timeout], stale: [store: 9]))
        #expect(!partial.isComplete && Partial(1).isComplete)
    }
}

@Suite struct ScopeTests {
    @Test("a scope of stores includes those and no other")
    func includes() throws {
        let (a, b) = (try #require(StoreName("a")), try #require(StoreName("b")))
        #expect(Scope.everything.includes(a))
        #expect(Scope.stores([a]).includes(a) && !Scope.stores([a]).includes(b))
    }
}

@Suite struct LookupTextTests {
    /// Pairs of stored PatientID and body, and whether a live Orthanc 1.10.1 found one by the
    /// other.
    @Test(
        "up to 1.12.10 a lookup collapses as a live Orthanc does",
        arguments: [
            ("Zé1", "Zé1", true), ("Zé1", "ZE1", false), ("Zé1", "Z1", true), ("Zé1", "ZÉ1", true),
            ("Z%2", "Z 2", true), ("Z%2", "Z%2", true), ("Z%2", "Z_2", true),
            ("Z%2", "Z  2", false),
            ("Z_3", "Z_3", true), ("Z_3", "Z%3", true), ("z 4", "Z 4", true), ("z 4", "z_4", true),
            (" Z5", "Z5", true), (" Z5", " Z5", true), ("Z\t6", "Z6", true), ("Z\t6", "Z 6", false),
            ("Zß7", "Z7", true), ("Zß7", "ZSS7", false), ("", "", true), ("", "  ", true),
            ("", "%", true), ("", "é", true), ("", "\t", true), ("Z  8", "Z 8", false),
            ("Z  8", "Z__8", true), ("Zµ9", "Z9", true), ("Zµ9", "Zμ9", true),
            ("Z\u{A0}10", "Z\u{1}10", true), ("M1", "M1\n", true), ("M1", "M 1", false),
        ]
    )
    func collapses(stored: String, body: String, isFound: Bool) {
        #expect((LookupText.collapsed(stored) == LookupText.collapsed(body)) == isFound)
    }

    @Test("since 1.12.11 only the case is of no account")
    func isStrict() {
        #expect(LookupText.strict("zé1") == LookupText.strict("ZÉ1"))
        #expect(LookupText.strict("Z%2") != LookupText.strict("Z 2"))
        #expect(LookupText.strict(" Z5") != LookupText.strict("Z5"))
    }

    @Test("a wildcard is refused", arguments: ["*", "M?1"])
    func refusesWildcards(body: String) {
        let fault = #expect(throws: OrthancFault.self) { try LookupText.check(body) }
        #expect(fault?.httpStatus == 400 && fault?.status == .parameterOutOfRange)
    }
}
