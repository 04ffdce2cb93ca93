import JSONText
import OrthancModel
import Testing

@testable import Federation

@Suite struct ModifyRehearsalTests {
    private static let id = OrthancID(hashing: [[1]])
    private static let part = OrthancID(hashing: [[2]])

    private func body(
        _ operation: ModifyRequest.Operation,
        _ value: JSONValue
    ) throws -> JSONValue {
        let request = try ModifyRequest(operation, .study, Self.id, value)
        let rehearsal = ModifyRehearsal(request, part: Self.part)
        #expect(rehearsal.path == request.path)
        return try JSONValue(rehearsal.body)
    }

    @Test("no rehearsal can be carried out: how to run it can't be read")
    func powerless() throws {
        for (operation, value) in [
            (ModifyRequest.Operation.modify, JSONValue.object(JSONObject())),
            (.anonymize, ["Keep": ["StudyDate"]]),
            (.split, ["Series": ["x"], "KeepSource": false]),
            (.bulkModify, ["Resources": ["x"], "Asynchronous": true, "Priority": 3]),
            (.bulkAnonymize, ["Priority": 3]),
        ] {
            let body = try body(operation, value)
            #expect(body["Synchronous"]?.string != nil && body["Priority"]?.string != nil)
            #expect(body["KeepSource"]?.boolean == true)
        }
    }

    @Test("it is about as little as can be, and changes what the client wants changed")
    func small() throws {
        let split = try body(.split, ["Series": ["x"], "Replace": ["PatientID": "y"]])
        #expect(split["Series"] == nil)
        #expect(split["Instances"]?.strings == [Self.part.description])
        #expect(split["Replace"]?["PatientID"]?.string == "y")
        #expect(try body(.bulkModify, ["Resources": ["x"]])["Resources"]?.strings == [])
        #expect(try body(.bulkModify, ["Keep": ["x"]])["Resources"] == nil)
    }

    private func fault(_ status: Int, _ code: Int, _ details: String? = nil) -> OrthancFault? {
        var root: JSONObject = JSONObject([("OrthancStatus", .integer(Int64(code)))])
        if let details { root["Details"] = .string(details) }
        return ModifyRehearsal.fault(
            status: status,
            body: JSONValue.object(root).text(.compact)
        )
    }

    @Test("a body is good when nothing but the order to run it is wrong, or the store can't say")
    func good() {
        #expect(fault(400, 15, "Boolean value expected in field: Synchronous") == nil)
        #expect(fault(404, 17) == nil && fault(503, 36) == nil && fault(500, 11) == nil)
        #expect(ModifyRehearsal.fault(status: 400, body: []) == nil)
    }

    @Test("what else is wrong is the caller's, in the store's words")
    func bad() {
        #expect(fault(400, 8, "so") == OrthancFault(.badRequest, details: "so"))
        #expect(fault(400, 15)?.status == .badFileFormat)
        #expect(fault(500, 27, "x")?.httpStatus == 400)
        #expect(fault(500, -1) == .mistyped)
        #expect(ModifyRehearsal.fault(status: 200, body: [])?.httpStatus == 500)
    }
}
