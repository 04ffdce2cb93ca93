import DICOM
import OrthancModel
import Testing

@Suite struct FindQueryTests {
    private func query(_ text: String) throws(OrthancFault) -> FindQuery {
        try FindQuery(body: Array(text.utf8))
    }

    @Test("a body with every field is read")
    func readsAll() throws {
        let text = """
            {"Level":"Study","Query":{"PatientName":"M*","0008,0020":"2020-","0008-0050":""},
             "CaseSensitive":true,"Limit":5,"Since":7,"Expand":true,"Short":true,
             "RequestedTags":["ModalitiesInStudy","0010,0010","ModalitiesInStudy"],
             "Labels":["a","b"],"LabelsConstraint":"Any","MetadataQuery":{"RemoteAET":"X*"},
             "OrderBy":[{"Type":"DicomTagAsInt","Key":"StudyDate","Direction":"DESC"},
                        {"Type":"Metadata","Key":"LastUpdate","Direction":"ASC"}],
             "ParentPatient":"da39a3ee-5e6b4b0d-3255bfef-95601890-afd80709",
             "ResponseContent":["Children","Labels"]}
            """
        let query = try query(text)
        #expect(query.level == .study)
        #expect(query.constraints.map(\.tag) == [.studyDate, .patientName])
        #expect(query.constraints[0].rule == .range(lower: "2020", upper: nil))
        #expect(query.constraints[1].rule == .wildcard("M*"))
        #expect(query.constraints.map(\.isCaseSensitive) == [true, true])
        #expect(query.limit == 5 && query.since == 7 && query.expand && query.format == .short)
        #expect(query.requestedTags == [.modalitiesInStudy, .patientName])
        #expect(query.labels == ["a", "b"] && query.labelsConstraint == .any)
        #expect(query.metadata.map(\.rule) == [.wildcard("X*")])
        #expect(
            query.order == [
                OrderKey(subject: .tag(.studyDate), comparison: .integer, isAscending: false),
                OrderKey(subject: .metadata("LastUpdate")),
            ]
        )
        #expect(query.ancestor == .init(level: .patient, id: .emptyPatient))
        #expect(query.responseContent == [.children, .labels])
    }

    @Test("a short body has Orthanc's defaults")
    func hasDefaults() throws {
        let query = try query(#"{"Level":"Study","Query":{}}"#)
        #expect(query == FindQuery(level: .study))
        #expect(query.limit == nil && !query.expand && query.format == .simplify)
    }

    @Test(
        "levels are read singular, plural and as images, whatever the case",
        arguments: [
            ("Patient", Level.patient), ("PATIENTS", .patient), ("study", .study),
            ("Studies", .study), ("series", .series), ("Instances", .instance),
            ("IMAGES", .instance), ("Image", .instance),
        ]
    )
    func readsLevels(name: String, level: Level) throws {
        #expect(try query(#"{"Level":"\#(name)","Query":{}}"#).level == level)
    }

    @Test("formats yield to each other: simplify, then short, then full")
    func ranksFormats() throws {
        let all = #""Simplify":true,"Short":true,"Full":true"#
        #expect(try query(#"{"Level":"study","Query":{},\#(all)}"#).format == .simplify)
        let two = #""Short":true,"Full":true"#
        #expect(try query(#"{"Level":"study","Query":{},\#(two)}"#).format == .short)
        #expect(try query(#"{"Level":"study","Query":{},"Full":true}"#).format == .full)
        #expect(try query(#"{"Level":"study","Query":{},"Full":false}"#).format == .simplify)
    }

    @Test(
        "what a live Orthanc takes is taken",
        arguments: [
            #"{"Level":"study","Query":null}"#,
            #"{"Level":"study","Query":{"Foo":""}}"#,
            #"{"Level":"study","Query":{},"Limit":0}"#,
            #"{"Level":"study","Query":{},"Limit":-0}"#,
            #"{"Level":"study","Query":{},"Expand":1}"#,
            #"{"Level":"study","Query":{},"Expand":2.5}"#,
            #"{"Level":"study","Query":{},"Expand":null}"#,
            #"{"Level":"study","Query":{"RequestAttributesSequence":"x"}}"#,
            #"{"Level":"study","Query":{"StudyDate":"2008*\\2009"}}"#,
            #"{"Level":"study","Query":{},"Unknown":[]}"#,
        ]
    )
    func takes(text: String) throws {
        _ = try query(text)
    }

    /// Status, code and details of a live Orthanc 1.10.1.
    static let refusals: [(String, Int, Int, String?)] = [
        ("", 400, 8, "The body must contain a JSON object"),
        ("x", 400, 8, "The body must contain a JSON object"),
        ("[]", 400, 8, "The body must contain a JSON object"),
        ("{}", 400, 8, #"Field "Level" is missing, or should be a string"#),
        (#"{"Level":1}"#, 400, 8, #"Field "Level" is missing, or should be a string"#),
        (#"{"Level":"Foo"}"#, 400, 8, #"Field "Query" is missing, or should be a JSON object"#),
        (#"{"Level":"Foo","Query":{}}"#, 400, 3, nil),
        (#"{"Level":"stüdy","Query":{}}"#, 400, 3, nil),
        (#"{"Level":" study","Query":{}}"#, 400, 3, nil),
        (#"{"Level":"Foo","Query":{"Foo":"x"}}"#, 400, 3, nil),
        (#"{"Level":"Foo","Query":[]}"#, 400, 3, nil),
        (
            #"{"Level":"Foo","Query":{},"Limit":-1}"#, 400, 3,
            #"Field "Limit" should be a positive integer"#
        ),
        (#"{"Level":"study","Query":[]}"#, 500, -1, OrthancFault.unhandled.details),
        (#"{"Level":"study","Query":"x"}"#, 500, -1, OrthancFault.unhandled.details),
        (
            #"{"Level":"study","Query":{"PatientID":1}}"#, 400, 8,
            #"Tag "PatientID" should be associated with a string"#
        ),
        (
            #"{"Level":"study","Query":{"PatientID":null}}"#, 400, 8,
            #"Tag "PatientID" should be associated with a string"#
        ),
        (#"{"Level":"study","Query":{"Foo":"x"}}"#, 500, 27, nil),
        (#"{"Level":"study","Query":{"Foo":"x","PatientID":1}}"#, 500, 27, nil),
        (#"{"Level":"study","Query":{"Foo":"x"},"Short":1}"#, 500, 27, nil),
        (
            #"{"Level":"study","Query":{"StudyDate":"2008*"}}"#, 400, 3,
            "Wildcards are not allowed on tag 0008,0020"
        ),
        (
            #"{"Level":"study","Query":{},"Limit":"1"}"#, 400, 8,
            #"Field "Limit" should be an integer"#
        ),
        (
            #"{"Level":"study","Query":{},"Limit":2.0}"#, 400, 8,
            #"Field "Limit" should be an integer"#
        ),
        (
            #"{"Level":"study","Query":{},"Limit":1e0}"#, 400, 8,
            #"Field "Limit" should be an integer"#
        ),
        (
            #"{"Level":"study","Query":{},"Limit":null}"#, 400, 8,
            #"Field "Limit" should be an integer"#
        ),
        (
            #"{"Level":"study","Query":{},"Limit":99999999999999999999}"#, 400, 8,
            #"Field "Limit" should be an integer"#
        ),
        (
            #"{"Level":"study","Query":{},"Limit":-1,"Since":-1}"#, 400, 3,
            #"Field "Limit" should be a positive integer"#
        ),
        (
            #"{"Level":"study","Query":{},"Since":-1}"#, 400, 3,
            #"Field "Since" should be a positive integer"#
        ),
        (
            #"{"Level":"study","Query":{},"Since":"x","Limit":"x"}"#, 400, 8,
            #"Field "Limit" should be an integer"#
        ),
        (
            #"{"Level":"study","Query":{},"CaseSensitive":null}"#, 400, 8,
            #"Field "CaseSensitive" should be a Boolean"#
        ),
        (#"{"Level":"study","Query":{},"Expand":"true"}"#, 500, -1, OrthancFault.unhandled.details),
        (#"{"Level":"study","Query":{},"Expand":[]}"#, 500, -1, OrthancFault.unhandled.details),
        (
            #"{"Level":"study","Query":{},"Limit":-1,"Expand":"x"}"#, 500, -1,
            OrthancFault.unhandled.details
        ),
        (
            #"{"Level":"study","Query":{},"Short":1}"#, 400, 15,
            "Boolean value expected in field: Short"
        ),
        (
            #"{"Level":"study","Query":{},"Simplify":null}"#, 400, 15,
            "Boolean value expected in field: Simplify"
        ),
    ]

    @Test("what a live Orthanc refuses is refused with its answer", arguments: refusals.indices)
    func refuses(index: Int) {
        let (text, httpStatus, code, details) = Self.refusals[index]
        let fault = #expect(throws: OrthancFault.self) { try query(text) }
        #expect(fault?.httpStatus == httpStatus)
        #expect(fault?.status.rawValue == code)
        #expect(fault?.details == details)
    }

    /// Fields since 1.11; codes by rest-semantics section 3.2.
    static let newerRefusals: [(String, Int, Int)] = [
        (#""Labels":"x""#, 400, 8), (#""Labels":[1]"#, 400, 8),
        (#""LabelsConstraint":1"#, 400, 8), (#""LabelsConstraint":"all""#, 400, 8),
        (#""RequestedTags":"x""#, 400, 8), (#""MetadataQuery":[]"#, 400, 8),
        (#""MetadataQuery":{"Foo":"x"}"#, 404, 7), (#""OrderBy":{}"#, 400, 8),
        (#""OrderBy":[{"Type":"X","Key":"StudyDate","Direction":"ASC"}]"#, 400, 8),
        (#""OrderBy":[{"Type":"DicomTag","Key":"StudyDate","Direction":"asc"}]"#, 400, 8),
        (#""OrderBy":[{"Type":"DicomTag","Direction":"ASC"}]"#, 400, 8),
        (#""OrderBy":[1]"#, 400, 8),
        (#""ParentSeries":"x""#, 500, 6), (#""ParentPatient":1"#, 400, 8),
        (#""ResponseContent":["X"]"#, 400, 3), (#""ResponseContent":1"#, 400, 8),
    ]

    @Test("newer fields are refused by their own codes", arguments: newerRefusals.indices)
    func refusesNewer(index: Int) {
        let (field, httpStatus, code) = Self.newerRefusals[index]
        let fault = #expect(throws: OrthancFault.self) {
            try query(#"{"Level":"Study","Query":{},\#(field)}"#)
        }
        #expect(fault?.httpStatus == httpStatus)
        #expect(fault?.status.rawValue == code)
    }

    @Test("the first of several parents counts, and text that is no id finds nothing")
    func readsParents() throws {
        let first = try query(
            #"{"Level":"Instance","Query":{},"ParentSeries":"x","ParentStudy":"y"}"#
        )
        #expect(first.ancestor == .init(level: .study, id: nil))
    }

    @Test("labels are judged by all, any and none of the asked ones")
    func judgesLabels() {
        let own: Set = ["a", "b"]
        #expect(LabelsConstraint.all.matches(own, asked: ["a", "b"]))
        #expect(!LabelsConstraint.all.matches(own, asked: ["a", "c"]))
        #expect(LabelsConstraint.any.matches(own, asked: ["a", "c"]))
        #expect(!LabelsConstraint.any.matches(own, asked: ["c"]))
        #expect(LabelsConstraint.none.matches(own, asked: ["c"]))
        #expect(!LabelsConstraint.none.matches(own, asked: ["a", "c"]))
        #expect(LabelsConstraint.all.matches(own, asked: []))
        #expect(LabelsConstraint.any.matches(own, asked: []))
        #expect(!LabelsConstraint.none.matches(own, asked: []))
        #expect(LabelsConstraint.none.matches([], asked: []))
    }
}
