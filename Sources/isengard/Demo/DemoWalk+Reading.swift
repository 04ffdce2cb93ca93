import Basics
import JSONText
import LocalServers

/// Steps with all stores up.
extension DemoWalk {
    func lookUp() throws -> String {
        let studies = Set(stage.holdings.deposits.filter { $0.place?.patient == 0 }.map(\.study))
        let patient = stage.holdings.deposits.first { $0.place?.patient == 0 }?.patient ?? ""
        let found = try gateway.post("/tools/lookup", "ISG-1000")
        try demand(200, found, "lookup")
        try WalkMismatch.unlessEqual(found.identifiers, [patient], "lookup")
        let question = #"{"Level":"Study","Query":{"PatientID":"ISG-1000"}}"#
        let listed = try gateway.post("/tools/find", question)
        try demand(200, listed, "find")
        try WalkMismatch.unlessEqual(listed.strings, studies, "studies")
        let counts = try stage.stores.indices.map {
            try stage.client(of: $0).post("/tools/find", question).strings.count
        }
        try WalkMismatch.unlessEqual(counts, [1, 1, 1], "studies at each store")
        return "\(studies.count) studies"
    }

    /// The first study of a patient, of which no store holds all.
    func readStudy(patient: Int) throws -> String {
        let parts = stage.holdings.deposits(patient: patient, study: 0)
        let study = parts.first?.study ?? ""
        let stores = Set(parts.map(\.store))
        try WalkMismatch.unlessEqual(stores.count, 2, "stores that hold a part")
        let answer = try gateway.get("/studies/\(study)")
        try demand(200, answer, "study")
        let series = Set((answer.json["Series"]?.array ?? []).compactMap(\.string))
        try WalkMismatch.unlessEqual(series, Set(parts.map(\.series)), "series")
        let instances = try gateway.get("/studies/\(study)/instances").identifiers
        try WalkMismatch.unlessEqual(Set(instances), Set(parts.map(\.instance)), "instances")
        try WalkMismatch.unlessEqual(instances.count, parts.count, "instances")
        return "\(series.count) series, \(instances.count) instances of \(stores.count) stores"
    }

    func readFiles() throws -> String {
        var versions: [String: [[UInt8]]] = [:]
        for deposit in stage.holdings.deposits {
            versions[deposit.instance, default: []].append(deposit.bytes)
        }
        for (instance, wanted) in versions {
            try wish.check("read files")
            let answer = try gateway.get("/instances/\(instance)/file")
            try demand(200, answer, "file of \(instance)")
            try WalkMismatch.unless(
                wanted.contains(answer.body),
                "the \(wanted[0].count) bytes uploaded of \(instance)",
                "\(answer.body.count) bytes that differ"
            )
        }
        return "\(versions.count) files"
    }

    /// The union is taken from the lists of the stores themselves.
    func countAll() throws -> String {
        let answer = try gateway.get("/statistics")
        try demand(200, answer, "statistics")
        var note: [String] = []
        for level in ["patients", "studies", "series", "instances"] {
            let union = try stage.stores.indices.reduce(into: Set<String>()) { union, store in
                union.formUnion(try stage.client(of: store).get("/\(level)").strings)
            }
            let name = "Count\(level.prefix(1).uppercased())\(level.dropFirst())"
            try WalkMismatch.unlessEqual(
                answer.json[name]?.integer ?? -1,
                Int64(union.count),
                name
            )
            note.append("\(union.count) \(level)")
        }
        return note.joined(separator: ", ")
    }

    func upload() throws -> String {
        let instance = stage.holdings.keptBack[0]
        let answer = try gateway.post("/instances", instance.bytes)
        try demand(200, answer, "upload")
        try WalkMismatch.unlessEqual(answer.json["Status"]?.string, "Success", "Status")
        let id = answer.json["ID"]?.string ?? ""
        try demand(200, try gateway.get("/instances/\(id)"), "instance")
        let file = try gateway.get("/instances/\(id)/file")
        try WalkMismatch.unless(
            file.status == 200 && file.body == instance.bytes,
            "the bytes uploaded",
            "status \(file.status), \(file.body.count) bytes"
        )
        let holders = try stage.stores.indices.filter {
            try stage.client(of: $0).get("/instances/\(id)").status == 200
        }
        let owner = stage.holdings.deposits(patient: 5, study: 0).map(\.store).first ?? -1
        try WalkMismatch.unlessEqual(holders, [owner], "stores that hold it")
        return DemoStage.names[owner]
    }

    /// Uploads to a store behind the gateway's back.
    func changeStore() throws -> String {
        let owner = stage.holdings.deposits(patient: 5, study: 0).map(\.store).first ?? 0
        let instance = stage.holdings.keptBack[1]
        let answer = try stage.client(of: owner).post("/instances", instance.bytes)
        try demand(200, answer, "upload to \(DemoStage.names[owner])")
        let question =
            #"{"Level":"Instance","Query":{"SOPInstanceUID":"\#(instance.sopUID)"}}"#
        let took = try eventually(within: .seconds(2)) {
            let found = try gateway.post("/tools/find", question).strings
            try WalkMismatch.unlessEqual(
                found,
                [answer.json["ID"]?.string ?? ""],
                "found within 2 s"
            )
        }
        return "found after \(took) ms"
    }
}
