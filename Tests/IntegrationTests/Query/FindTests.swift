import Foundation
import LocalServers
import TestKit
import Testing

extension WholeGateway.QueryTests {
    /// A question and the patients of the corpus that it must find.
    struct Question: Sendable, CustomTestStringConvertible {
        let query: String
        let patients: Set<Int>

        init(_ query: String, _ patients: Set<Int>) {
            self.query = query
            self.patients = patients
        }

        var testDescription: String { query }
    }

    /// Names and ids as the corpus gives them, ten persons in turn.
    static let questions = [
        Question(#"{}"#, Set(0..<12)),
        Question(#"{"PatientID":"ISG-1000"}"#, [0]),
        Question(#"{"PatientID":"isg-1000"}"#, [0]),
        Question(#"{"PatientName":"BAGGINS*"}"#, [0, 8, 9, 10]),
        Question(#"{"PatientName":"*frodo*"}"#, [0, 10]),
        Question(#"{"PatientName":"müller^éowyn"}"#, [1, 11]),
        Question(#"{"PatientName":"MULLER*"}"#, []),
        // Orthanc's `?` stands for no letter beyond ASCII.
        Question(#"{"PatientName":"?RSTED*"}"#, []),
        Question(#"{"PatientName":"*RSTED*"}"#, [3]),
        Question(#"{"PatientName":"?AGGINS^FRODO"}"#, [0, 10]),
        Question(#"{"PatientSex":"O"}"#, [4]),
        Question(#"{"PatientBirthDate":"19400101-19460101"}"#, [7, 8]),
        // An empty date comes before all others.
        Question(#"{"PatientBirthDate":"-19100101"}"#, [5, 9]),
        Question(#"{"PatientID":"ISG-1000\\isg-1001"}"#, [0, 1]),
        Question(#"{"PatientID":"nobody"}"#, []),
    ]

    @Test("a find over all stores finds what it must", arguments: questions)
    func find(question: Question) throws {
        let text = #"{"Level":"Patient","Query":\#(question.query)}"#
        let reply = try client.post("/tools/find", text)
        #expect(reply.status == 200)
        let wanted = try question.patients.map { try world.id(of: patientID($0)) }
        #expect(try reply.strings() == wanted.sorted())
        let union = try world.fleet.stores.indices.reduce(into: Set<String>()) { union, store in
            union.formUnion(
                try world.fleet.client(of: store).post("/tools/find", text).strings()
            )
        }
        #expect(Set(wanted) == union, "the stores themselves disagree with this test")
    }

    @Test("a count is the length of the find")
    func count() throws {
        let question = #"{"Level":"Series","Query":{"Modality":"CT\\MR"}}"#
        let found = try client.post("/tools/find", question).strings()
        let count = try client.post("/tools/count-resources", question).object()
        #expect(count["Count"] as? Int == found.count)
        #expect(!found.isEmpty)
    }

    @Test("an expanded find gives the resource as its own route does")
    func expanded() throws {
        let question = #"{"Level":"Study","Query":{"PatientID":"ISG-1000"},"Expand":true}"#
        var found: [NSDictionary] = []
        // Studies become stable by themselves, which must not fall between two questions.
        let stable = try secondsUntil(within: .seconds(10)) {
            found = try client.post("/tools/find", question).json() as? [NSDictionary] ?? []
            return found.allSatisfy { $0["IsStable"] as? Bool == true }
        }
        try #require(stable != nil && found.count == 3)
        for study in found {
            let id = try #require(study["ID"] as? String)
            #expect(study == (try client.get("/studies/\(id)").object() as NSDictionary))
        }
    }

    @Test("lookup tells the level of each identifier, each resource once")
    func lookup() throws {
        let instance = try world.instance(patient: 3)
        for (text, type) in [
            (instance.patientID, "Patient"), (instance.studyUID, "Study"),
            (instance.seriesUID, "Series"), (instance.sopUID, "Instance"),
        ] {
            let found = try client.post("/tools/lookup", text).json() as? [[String: String]]
            let id = try world.id(of: text)
            let path = "/\(type == "Study" ? "studie" : type.lowercased())s/\(id)"
                .replacing("seriess", with: "series")
            #expect(found == [["ID": id, "Path": path, "Type": type]])
        }
        #expect(try client.post("/tools/lookup", "no such thing").strings() == [])
    }

    @Test(
        "a broken question is refused with Orthanc's code",
        arguments: [
            ("{", 400, 8), (#"{"Query":{}}"#, 400, 8), (#"{"Level":"Nothing","Query":{}}"#, 400, 3),
            (#"{"Level":"Study","Query":{"NoSuchTag":"x"}}"#, 500, 27),
            (#"{"Level":"Study","Query":{"StudyInstanceUID":"*"}}"#, 400, 3),
            (#"{"Level":"Study","Query":{},"Limit":-1}"#, 400, 3),
        ]
    )
    func broken(question: String, status: Int, code: Int) throws {
        let reply = try client.post("/tools/find", question)
        #expect(reply.status == status)
        #expect(try reply.object()["OrthancStatus"] as? Int == code)
    }

    private func patientID(_ patient: Int) throws -> String {
        try #require(world.corpus.instances.first { $0.place.patient == patient }).patientID
    }
}
