import OrthancClient
import OrthancModel
import Testing

@testable import Federation

@Suite struct RemoteQuestionTests {
    private static func mistake(_ body: String, _ code: Int, _ status: Int = 500) -> String? {
        let answer = StoreAnswer(
            status: status,
            headers: [],
            body: Array(#"{"OrthancStatus":\#(code)}"#.utf8)
        )
        return RemoteQuestion.mistake(Array(body.utf8), answer).map {
            "\($0.httpStatus) \($0.status.rawValue)"
        }
    }

    @Test("an unknown tag and JSON of the wrong type are the caller's; other failures are not")
    func blame() {
        #expect(Self.mistake(#"{"NoSuchTag":""}"#, 27) == "400 27")
        #expect(Self.mistake(#"{"PatientID":{}}"#, -1) == "400 -1")
        #expect(Self.mistake("[]", -1) == "400 -1")
        #expect(Self.mistake(#"{"PatientID":"1"}"#, -1) == nil)
        #expect(Self.mistake(#"{"Level":"Study","Query":{}}"#, -1) == nil)
        #expect(Self.mistake(#"{"NoSuchTag":""}"#, 9) == nil)
        #expect(Self.mistake(#"{"NoSuchTag":""}"#, 27, 404) == nil)
    }
}
