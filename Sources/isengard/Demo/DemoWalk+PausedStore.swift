import Basics
import JSONText
import LocalServers

/// Steps while one store hangs: connections to it succeed, answers never come.
extension DemoWalk {
    private static let everything = #"{"Level":"Patient","Query":{}}"#

    /// Number of the store that serves a file now.
    func server(of deposit: Deposit) throws -> Int {
        let answer = try gateway.get("/instances/\(deposit.instance)/file")
        try demand(200, answer, "file")
        let name = answer["x-federation-store"] ?? "no X-Federation-Store"
        guard let number = DemoStage.names.firstIndex(of: name) else {
            throw WalkMismatch(expected: "the name of a store", came: name)
        }
        try WalkMismatch.unless(
            stage.holdings.holders(of: deposit.instance).contains(number),
            "a store that holds it",
            name
        )
        return number
    }

    /// The store that serves the first instance of a patient held twice.
    func server(ofPatient patient: Int) throws -> Int {
        guard let deposit = stage.holdings.deposits(patient: patient, study: 0).first else {
            throw WalkMismatch(expected: "a study held twice", came: "none")
        }
        return try server(of: deposit)
    }

    func searchStale(_ paused: Int) throws -> String {
        let name = DemoStage.names[paused]
        let before = try gateway.get("/patients").strings
        var stale = ""
        let took = try eventually(within: .seconds(10)) {
            let answer = try gateway.post("/tools/find", Self.everything)
            try demand(200, answer, "find")
            try WalkMismatch.unlessEqual(answer.strings, before, "all patients")
            stale = answer["x-federation-stale"] ?? "no X-Federation-Stale"
            try WalkMismatch.unless(stale.hasPrefix("\(name);age="), "\(name);age=…", stale)
        }
        return "\(stale) after \(took) ms"
    }

    func readReplica(_ paused: Int) throws -> String {
        let deposits = stage.holdings.deposits(patient: 3, study: 0)
        let instances = Dictionary(grouping: deposits, by: \.instance)
        for (instance, copies) in instances {
            let answer = try gateway.get("/instances/\(instance)/file")
            try demand(200, answer, "file")
            try WalkMismatch.unless(
                answer.body == copies[0].bytes,
                "the bytes uploaded",
                "\(answer.body.count) bytes that differ"
            )
            try WalkMismatch.unless(
                try server(of: copies[0]) != paused,
                "another store",
                answer["x-federation-store"] ?? "none"
            )
        }
        return "\(instances.count) files"
    }

    func readLost(_ paused: Int) throws -> String {
        guard let deposit = stage.holdings.instance(onlyAt: paused) else {
            throw WalkMismatch(expected: "an instance held once", came: "none")
        }
        let answer = try gateway.get("/instances/\(deposit.instance)/file")
        try demand(503, answer, "file")
        try WalkMismatch.unlessEqual(
            answer.json["OrthancStatus"]?.integer ?? -1,
            36,
            "OrthancStatus"
        )
        try demand(200, try gateway.get("/instances/\(deposit.instance)"), "its tags, of the index")
        return "the index still knows it"
    }

    func searchStrictly() throws -> String {
        let answer = try gateway.post(
            "/tools/find",
            Self.everything,
            ["X-Federation-Strict: 1"]
        )
        try demand(503, answer, "find")
        return "status 503"
    }

    func recover(_ paused: Int) throws -> String {
        guard let deposit = stage.holdings.instance(onlyAt: paused) else {
            throw WalkMismatch(expected: "an instance held once", came: "none")
        }
        let took = try eventually(within: .seconds(10)) {
            let answer = try gateway.post(
                "/tools/find",
                Self.everything,
                ["X-Federation-Strict: 1"]
            )
            try demand(200, answer, "find")
            let stale = answer["x-federation-stale"] ?? ""
            try WalkMismatch.unless(stale.isEmpty, "no X-Federation-Stale", stale)
            let file = try gateway.get("/instances/\(deposit.instance)/file")
            try WalkMismatch.unless(
                file.status == 200 && file.body == deposit.bytes,
                "the bytes uploaded",
                "status \(file.status)"
            )
        }
        return "after \(took) ms"
    }
}
