import JSONText
import OrthancModel
import Testing

@testable import Federation

@Suite struct ModifyRequestTests {
    private static let id = OrthancID(hashing: [[1]])

    private func read(
        _ text: String,
        _ operation: ModifyRequest.Operation = .modify,
        _ level: Level = .study
    ) throws -> ModifyRequest {
        try ModifyRequest(operation, level, Self.id, try JSONValue(Array(text.utf8)))
    }

    @Test("sources stay unless asked otherwise, but for merge and split, as in Orthanc")
    func keepsSource() throws {
        #expect(try read("{}").keepsSource)
        #expect(try !read(#"{"KeepSource":false}"#).keepsSource)
        #expect(try !read(#"{"Resources":[]}"#, .merge).keepsSource)
        #expect(try read(#"{"Series":["x"],"KeepSource":true}"#, .split).keepsSource)
    }

    @Test("Synchronous wins over Asynchronous, and synchronous is usual")
    func synchronous() throws {
        #expect(try read("{}").isSynchronous)
        #expect(try !read(#"{"Asynchronous":true}"#).isSynchronous)
        #expect(try read(#"{"Asynchronous":true,"Synchronous":true}"#).isSynchronous)
    }

    @Test("a change in place whose sources are to go is refused: nothing would be left")
    func inPlace() throws {
        let keep = #""Keep":["StudyInstanceUID","SeriesInstanceUID","SOPInstanceUID"],"Force":true"#
        #expect(try read("{\(keep)}").isFixed)
        let fault = #expect(throws: OrthancFault.self) {
            try read("{\(keep),\"KeepSource\":false}")
        }
        #expect(fault?.status == .badRequest)
    }

    @Test("results with new identifiers are told from those whose identifiers are given")
    func fixed() throws {
        #expect(try !read(#"{"Keep":["SOPInstanceUID"]}"#).isFixed)
        let both = #"{"Keep":["SOPInstanceUID","0020-000e"]}"#
        #expect(try !read(both).isFixed)
        #expect(try read(both, .modify, .series).isFixed)
        let all = #"{"Keep":["0008,0018","0020000E"],"Replace":{"StudyInstanceUID":"1.2"}}"#
        #expect(try read(all).isFixed)
        #expect(try !read(both, .anonymize, .series).isFixed)
    }

    @Test("a change in place is told from one that gives any of the four identifiers anew")
    func sameIdentifiers() throws {
        let kept = #""SeriesInstanceUID","0008-0018""#
        let study = #"{"Keep":["StudyInstanceUID",\#(kept)],"Replace":{"PatientName":"x"}}"#
        #expect(try read(study).isInPlace)
        #expect(try read(#"{"Keep":[\#(kept)]}"#, .modify, .series).isInPlace)
        #expect(try !read(#"{"Keep":[\#(kept)]}"#).isInPlace)
        for tag in ["PatientID", "0020,000d", "SeriesInstanceUID", "00080018"] {
            let other = #"{"Keep":["StudyInstanceUID",\#(kept)],"Replace":{"\#(tag)":"1.2"}}"#
            #expect(try !read(other).isInPlace, "\(tag)")
        }
        #expect(try !read(study, .anonymize).isInPlace)
        let everything = #"{"Keep":["PatientID","StudyInstanceUID",\#(kept)]}"#
        #expect(try read(everything, .anonymize).isInPlace)
    }

    @Test("a store is asked to keep the sources, whatever the client wants, and under our mark")
    func forwarded() throws {
        let text = #"{"Replace":{"PatientID":"x"},"KeepSource":false,"Priority":7,"Force":true}"#
        let request = try read(text)
        let body = try JSONValue(request.body(for: nil, priority: 99))
        #expect(body["KeepSource"] == .boolean(true))
        #expect(body["Asynchronous"] == .boolean(true))
        #expect(body["Priority"] == .integer(99))
        #expect(body["Replace"]?["PatientID"] == .string("x"))
        let stored = try #require(ModifyRequest(stored: request.json))
        #expect(!stored.keepsSource && stored.priority == 7 && stored.body == request.body)
        #expect(stored.path == ["studies", Self.id.description, "modify"])
    }

    @Test("priorities keep their order under the mark, and fit 32 bits")
    func nonces() {
        let marks = [-9999, -5, 0, 7, 9999].map { JobNonce.priority($0, nonce: 12_345) }
        #expect(marks == marks.sorted())
        #expect(marks.allSatisfy { Int32(exactly: $0) != nil })
        #expect(Set(marks).count == 5)
    }
}
