import DICOM
import JSONText
import OrthancModel
import Testing

@Suite struct ExpandedResourceTests {
    private static func json(_ text: String) throws -> JSONElement {
        try JSONDocument(Array(text.utf8)).root
    }

    /// A study of a live Orthanc 1.10.1, expanded.
    private static let study = #"""
        {"ID":"ce42f924-f6020bea-aa810144-6941b6f0-88331094","IsStable":false,
         "LastUpdate":"20261121T072631",
         "MainDicomTags":{"InstitutionName":"H\u00f6p/\"x\"\\y","StudyDate":"20200101",
          "StudyDescription":"<a>&","StudyInstanceUID":"1.2.3"},
         "ParentPatient":"bdaf1eca-33d4619e-80e8ca68-9a1b74a4-febbbb29",
         "PatientMainDicomTags":{"OtherPatientIDs":"O","PatientID":"P1"},
         "Series":["626a5deb-273fd2f8-0801eb57-046b8592-d6992882",
          "00000000-273fd2f8-0801eb57-046b8592-d6992882"],"Type":"Study"}
        """#

    private func written(_ text: String, as format: TagFormat) throws -> String {
        let resource = try #require(ExpandedResource(try Self.json(text)))
        var writer = JSONWriter(.compact)
        resource.write(to: &writer, as: format)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("a study of Orthanc 1.10.1 is read")
    func readsStudy() throws {
        let resource = try #require(ExpandedResource(try Self.json(Self.study)))
        #expect(resource.level == .study && resource.isStable == false)
        #expect(resource.parent?.description == "bdaf1eca-33d4619e-80e8ca68-9a1b74a4-febbbb29")
        #expect(resource.children.count == 2 && resource.labels.isEmpty)
        #expect(resource.tags[.institutionName] == "Höp/\"x\"\\y")
        #expect(resource.tags[.patientID] == nil)
        #expect(resource.patientTags?[.otherPatientIDs] == "O")
        #expect(resource.lastUpdate == "20261121T072631")
    }

    @Test("a study is written by names, children in order and with labels")
    func writesSimplified() throws {
        let expected = #"""
            {"ID":"ce42f924-f6020bea-aa810144-6941b6f0-88331094","IsStable":false,"Labels":[],\#
            "LastUpdate":"20261121T072631","MainDicomTags":{"InstitutionName":"Höp/\"x\"\\y",\#
            "StudyDate":"20200101","StudyDescription":"<a>&","StudyInstanceUID":"1.2.3"},\#
            "ParentPatient":"bdaf1eca-33d4619e-80e8ca68-9a1b74a4-febbbb29",\#
            "PatientMainDicomTags":{"OtherPatientIDs":"O","PatientID":"P1"},\#
            "Series":["00000000-273fd2f8-0801eb57-046b8592-d6992882",\#
            "626a5deb-273fd2f8-0801eb57-046b8592-d6992882"],"Type":"Study"}
            """#
        #expect(try written(Self.study, as: .simplify) == expected)
    }

    @Test("the short and the full format are those of a live Orthanc")
    func writesOtherFormats() throws {
        let short = try written(Self.study, as: .short)
        #expect(
            short.contains(
                #""MainDicomTags":{"0008,0020":"20200101","0008,0080":"Höp/\"x\"\\y","0008,1030""#
            )
        )
        #expect(short.contains(#""PatientMainDicomTags":{"0010,0020":"P1","0010,1000":"O"}"#))
        let full = try written(Self.study, as: .full)
        #expect(
            full.contains(
                #"{"0010,0020":{"Name":"PatientID","Type":"String","Value":"P1"},"0010,1000":"#
                    + #"{"Name":"OtherPatientIDs","Type":"String","Value":"O"}}"#
            )
        )
    }

    @Test("a series of a newer Orthanc is read, its sequence and labels too")
    func readsNewerSeries() throws {
        let text = #"""
            {"ExpectedNumberOfInstances":null,"ID":"626a5deb-273fd2f8-0801eb57-046b8592-d6992882",
             "Instances":[],"IsStable":true,"Labels":["b","a"],"LastUpdate":"20261121T072631",
             "MainDicomTags":{"Modality":"CT","RequestAttributesSequence":
              [{"ScheduledProcedureStepID":"7"}],"NoSuchName":"x"},
             "ParentStudy":"ce42f924-f6020bea-aa810144-6941b6f0-88331094","Status":"Unknown",
             "Type":"Series"}
            """#
        let full = try written(text, as: .full)
        #expect(
            full.contains(
                #""0040,0275":{"Name":"RequestAttributesSequence","Type":"Sequence","Value":"#
                    + #"[{"0040,0009":{"Name":"ScheduledProcedureStepID","Type":"String","#
                    + #""Value":"7"}}]}"#
            )
        )
        #expect(!full.contains("NoSuchName"))
        #expect(try written(text, as: .simplify).contains(#""NoSuchName":"x""#))
        #expect(full.contains(#""Labels":["a","b"]"#))
        #expect(full.hasPrefix(#"{"ExpectedNumberOfInstances":null,"#))
    }

    @Test("an instance is read and written")
    func readsInstance() throws {
        let text = """
            {"FileSize":544,"FileUuid":"2406b35c-53bb-4a28-9818-fe55604afc9b",\
            "ID":"7ec54ea4-03b563b4-f9817b30-214c8311-b67e0f83","IndexInSeries":7,"Labels":[],\
            "MainDicomTags":{"InstanceNumber":"7","SOPInstanceUID":"1.2.3.4.5"},\
            "ParentSeries":"626a5deb-273fd2f8-0801eb57-046b8592-d6992882","Type":"Instance"}
            """
        #expect(try written(text, as: .simplify) == text)
    }

    @Test(
        "an answer with a field missing or of the wrong kind is malformed",
        arguments: [
            ("\"ID\":\"ce42", "\"ID\":\"XX42"), ("\"IsStable\":false,", ""),
            ("\"Type\":\"Study\"", "\"Type\":\"Series\""), ("\"Series\":[", "\"Series\":[1,"),
            ("\"ParentPatient\":\"bd", "\"ParentPatient\":\""), ("20261121T", "20261121 "),
            ("\"PatientID\":\"P1\"", "\"PatientID\":1"), ("\"StudyDate\":\"20200101\"", "\"a\":{}"),
            ("\"IsStable\"", "\"Labels\":{},\"IsStable\""),
        ]
    )
    func refusesMalformed(part: String, other: String) throws {
        let text = Self.study.replacing(part, with: other)
        #expect(text != Self.study)
        #expect(ExpandedResource(try Self.json(text)) == nil)
    }
}
