@testable import DICOM
import Testing

@Suite struct TagTests {
    @Test(
        "a tag is read from its keyword and from three hexadecimal forms",
        arguments: ["PatientID", "0010,0020", "0010-0020", "00100020"]
    )
    func parses(text: String) {
        #expect(Tag(parsing: text) == .patientID)
    }

    @Test("hexadecimal digits are read in either case and written in lower case")
    func writes() {
        #expect(Tag(parsing: "0020,000D") == .studyInstanceUID)
        #expect(Tag(parsing: "0020,000d")?.description == "0020,000d")
        #expect(Tag(0x7FE0_0010).description == "7fe0,0010")
        #expect(Tag(0).description == "0000,0000")
    }

    @Test(
        "whatever else is no tag",
        arguments: [
            "", "patientid", "PatientId", "Patient ID", "0010:0020", "0010,002", "0010,00200",
            "00l0,0020", "001000020", "1000020", " 0010,0020", "+010,0020", "0010,0020 ",
            "PatientID\0", "RETIRED", "Foo", "００10,0020",
        ]
    )
    func refuses(text: String) {
        #expect(Tag(parsing: text) == nil)
    }

    @Test("every keyword names its own tag, and no two tags share one")
    func roundTrips() {
        let entries = TagDictionary.standard.entries
        #expect(entries.count == 4_991)
        #expect(Set(entries.map(\.keyword)).count == entries.count)
        for entry in entries {
            #expect(Tag(parsing: entry.keyword) == entry.tag)
            #expect(entry.tag.keyword == entry.keyword)
        }
    }

    @Test("groups that repeat share their names, private groups have none")
    func knowsRepeatingGroups() {
        #expect(Tag(0x6002_3000).keyword == "OverlayData")
        #expect(Tag(parsing: "OverlayData") == Tag(0x6000_3000))
        #expect(Tag(0x6001_3000).keyword == nil)
        #expect(Tag(0x6100_3000).keyword == nil)
        #expect(Tag(0x0009_0010).keyword == nil)
        #expect(Tag(0x0009_0010).vr == .UN)
    }

    @Test("names and representations are those of DCMTK")
    func speaksDCMTK() {
        #expect(Tag(0x0008_0001).keyword == "RETIRED_LengthToEnd")
        #expect(Tag.patientName.keyword == "PatientName" && Tag.patientName.vr == .PN)
        #expect(Tag.studyDate.vr == .DA)
        #expect(Tag.studyInstanceUID.vr == .UI)
        #expect(Tag(parsing: "RequestAttributesSequence")?.vr == .SQ)
        #expect(Tag.pixelData.vr == .OW)
    }

    @Test("answers have Orthanc's own name for one retired attribute, searches DCMTK's as well")
    func namesOtherPatientIDs() {
        #expect(Tag.otherPatientIDs.name == "OtherPatientIDs")
        #expect(Tag(parsing: "OtherPatientIDs") == .otherPatientIDs)
        #expect(Tag(parsing: "RETIRED_OtherPatientIDs") == .otherPatientIDs)
        #expect(Tag(0x0009_1001).name == "Unknown Tag & Data")
    }
}
