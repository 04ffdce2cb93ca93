import JSONText
import OrthancModel
import Testing

@testable import Federation

@Suite struct ModifyBodyTests {
    private func fault(
        _ text: String,
        _ operation: ModifyRequest.Operation
    ) throws -> OrthancFault? {
        let value = try JSONValue(Array(text.utf8))
        do {
            _ = try ModifyBody(operation, value)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "what is to be changed must be an object or lists of texts, before anything else counts",
        arguments: [
            #"{"Replace":"x"}"#, #"{"Replace":null,"Priority":"x"}"#, #"{"Remove":{}}"#,
            #"{"Remove":[3]}"#, #"{"Keep":3}"#, #"{"Keep":null,"KeepSource":"x"}"#,
        ]
    )
    func changes(text: String) throws {
        for operation in ModifyRequest.Operation.allCases
        where operation != .merge && operation != .split {
            #expect(try fault(text, operation) == OrthancFault(.badRequest))
        }
        #expect(try fault(text, .split)?.status == .badRequest)
        #expect(try fault(text, .merge)?.status == .badFileFormat)
    }

    @Test(
        "how to run it must be told in flags and a number of 32 bits",
        arguments: [
            ("KeepSource", #""x""#), ("Asynchronous", "1"), ("Synchronous", "null"),
            ("Permissive", #""x""#), ("Priority", #""x""#), ("Priority", "2.5"),
        ]
    )
    func running(name: String, value: String) throws {
        for (operation, about) in [
            (ModifyRequest.Operation.modify, ""), (.bulkAnonymize, #""Resources":[],"#),
            (.merge, #""Resources":["x"],"#), (.split, #""Series":["x"],"#),
        ] {
            let found = try fault("{\(about)\"\(name)\":\(value)}", operation)
            #expect(found?.status == .badFileFormat)
            #expect(found?.details?.hasSuffix("expected in field: \(name)") == true)
        }
        #expect(try fault(#"{"Priority":99999999999}"#, .modify)?.status == .badParameterType)
    }

    @Test("what it is about comes before how to run it; of a bulk operation a store judges it")
    func about() throws {
        #expect(try fault(#"{"KeepSource":"x"}"#, .split)?.status == .badRequest)
        #expect(try fault(#"{"Series":[],"Instances":[]}"#, .split)?.status == .badRequest)
        #expect(try fault(#"{"Series":["x"],"Instances":3}"#, .split)?.status == .badFileFormat)
        #expect(try fault(#"{"Resources":[3]}"#, .merge)?.status == .badFileFormat)
        #expect(try fault(#"{"Resources":[3]}"#, .bulkModify) == nil)
        let bare = try ModifyRequest(.bulkModify, .instance, nil, ["Priority": "x"])
        #expect(bare.lacksResources)
    }

    @Test("a split gives tags texts, in lists and an object")
    func parts() throws {
        for wrong in [
            #""Remove":"x""#, #""Remove":[3]"#, #""Replace":null"#, #""Replace":{"PatientID":3}"#,
        ] {
            let found = try fault("{\"Series\":[\"x\"],\(wrong)}", .split)
            #expect(found == OrthancFault(.badFileFormat))
        }
    }

    @Test(
        "what is no object: a split takes null for an empty one, and stumbles over the rest",
        arguments: ["3", #""x""#, "true", "[]"]
    )
    func noObject(text: String) throws {
        #expect(try fault(text, .split) == .mistyped)
        for operation in ModifyRequest.Operation.allCases where operation != .split {
            #expect(try fault(text, operation)?.status == .badFileFormat)
        }
        #expect(try fault("null", .split)?.status == .badRequest)
        #expect(try fault(#"{"Level":3}"#, .bulkModify) == .mistyped)
        #expect(try fault(#"{"Level":3}"#, .bulkAnonymize) == nil)
    }
}
