import Foundation
import LocalServers
import TestKit
import Testing

/// Asks the simulator and a real Orthanc the same, in the same order, and wants the same answers.
@Suite("Store contract")
struct ContractTests {
    @Test("the simulator answers as Orthanc does", arguments: OrthancVariant.all)
    func contract(variant: OrthancVariant) throws {
        let fleet = try Fleet(stores: 1, variants: [variant], hasCluster: false) { _, settings in
            settings.stableAgeSeconds = 3600
        }
        let isOld = fleet.stores[0].version.hasPrefix("1.10.")
        let simulator = try StoreSimulator(isOld ? .v1_10_1 : .v1_12_11)
        let pair = Pair(
            simulated: TestClient(port: simulator.port),
            real: fleet.client(of: 0)
        )
        try pair.compareBasics()
        let corpus = SyntheticCorpus(patients: 7)
        try pair.compareUploads(corpus)
        try pair.compareReading(corpus)
        try pair.compareChanges()
        try pair.compareRefusals()
        try pair.compareDeletions()
    }

    @Test("resources become stable in the same order", arguments: OrthancVariant.all)
    func stability(variant: OrthancVariant) throws {
        let fleet = try Fleet(stores: 1, variants: [variant], hasCluster: false) { _, settings in
            settings.stableAgeSeconds = 1
        }
        let isOld = fleet.stores[0].version.hasPrefix("1.10.")
        let simulator = try StoreSimulator(isOld ? .v1_10_1 : .v1_12_11)
        let pair = Pair(
            simulated: TestClient(port: simulator.port),
            real: fleet.client(of: 0)
        )
        let corpus = SyntheticCorpus(patients: 2)
        for instance in corpus.instances { _ = try pair.send("POST", "/instances", instance.bytes) }
        let patients = Set(corpus.instances.map(\.patientID)).count
        try waitFor("stable patients") {
            let text = (try? pair.real.get("/changes?limit=1000").text) ?? ""
            return text.components(separatedBy: "StablePatient").count == patients + 1
        }
        simulator.settle()
        try pair.compare("/changes?limit=1000")
        try pair.compare("/studies?expand&since=0&limit=100")
    }
}

/// One question, two answers.
private struct Pair {
    let simulated: TestClient
    let real: TestClient

    /// Values that may differ between any two servers.
    private static let masked: Set<String> = [
        "Date", "LastUpdate", "ReceptionDate", "FileUuid", "HttpPort", "Name", "ApiVersion",
        "Version", "IsProtected",
    ]

    /// Records a difference of status, content type or body; returns the real answer.
    @discardableResult
    func send(
        _ method: String,
        _ path: String,
        _ body: [UInt8]? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        let ours = try simulated.send(method, path, body: body)
        let theirs = try real.send(method, path, body: body)
        let question = Comment("\(method) \(path)")
        #expect(ours.status == theirs.status, question, sourceLocation: sourceLocation)
        #expect(
            ours.header("Content-Type") == theirs.header("Content-Type"),
            question,
            sourceLocation: sourceLocation
        )
        if let mine = try? ours.json(), let truth = try? theirs.json() {
            let (left, right) = (Self.normalised(mine), Self.normalised(truth))
            if left != right {
                Issue.record(
                    "\(method) \(path): \(Self.difference(left, right))",
                    sourceLocation: sourceLocation
                )
            }
        } else {
            #expect(ours.body == theirs.body, question, sourceLocation: sourceLocation)
        }
        return theirs
    }

    @discardableResult
    func compare(
        _ path: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        try send("GET", path, sourceLocation: sourceLocation)
    }

    func compareBasics() throws {
        let keys = try Set(simulated.get("/system").object().keys)
        let truth = try real.get("/system").object()
        #expect(keys.isSubset(of: Set(truth.keys)))
        for path in ["/statistics", "/changes", "/changes?last", "/patients", "/instances?expand"] {
            try compare(path)
        }
    }

    func compareUploads(_ corpus: SyntheticCorpus) throws {
        for instance in corpus.instances { try send("POST", "/instances", instance.bytes) }
        for instance in corpus.instances.prefix(2) {
            try send("POST", "/instances", instance.bytes)
        }
    }

    func compareReading(_ corpus: SyntheticCorpus) throws {
        for level in ["patients", "studies", "series", "instances"] {
            let ids = try compare("/\(level)").strings()
            for query in [
                "expand", "since=0&limit=3", "since=2&limit=2&expand", "since=0&limit=0",
                "since=9999&limit=5", "expand=false", "expand=true&since=1&limit=1",
            ] {
                try compare("/\(level)?\(query)")
            }
            for id in ids.prefix(60) {
                try compare("/\(level)/\(id)")
                try compare("/\(level)/\(id)/statistics")
                try compare("/\(level)/\(id)/metadata")
                try compare("/\(level)/\(id)/metadata?expand")
                for part in ["patient", "study", "studies", "series", "instances"] {
                    try compare("/\(level)/\(id)/\(part)")
                    try compare("/\(level)/\(id)/\(part)?expand=false")
                }
            }
        }
        for id in try real.get("/instances").strings().prefix(60) {
            for part in ["file", "tags", "simplified-tags"] {
                try compare("/instances/\(id)/\(part)")
            }
            let path = "/instances/\(id)/attachments/dicom/data"
            let checksum = try compare(path).header("ETag")
            #expect(try simulated.get(path).header("ETag") == checksum)
        }
        for instance in corpus.instances.prefix(20) {
            for text in [instance.patientID, instance.studyUID, instance.sopUID, "nobody"] {
                try send("POST", "/tools/lookup", Array(text.utf8))
            }
        }
        let ids = try real.get("/studies").strings() + real.get("/series").strings() + ["unknown"]
        let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
        try send("POST", "/tools/bulk-content", Array(#"{"Resources":[\#(list)]}"#.utf8))
        try send(
            "POST",
            "/tools/bulk-content",
            Array(#"{"Resources":[\#(list)],"Metadata":false}"#.utf8)
        )
    }

    func compareChanges() throws {
        for query in [
            "", "?since=3&limit=2", "?since=0&limit=1000", "?limit=5", "?since=7", "?last",
            "?limit=0", "?since=99999", "?since=x&limit=1", "?limit=x", "?to=9&limit=3",
            "?type=NewPatient", "?type=NewPatient;NewStudy&since=5&limit=2",
            "?since=1&to=4&limit=100",
        ] {
            try compare("/changes" + query)
        }
    }

    func compareRefusals() throws {
        for path in [
            "/patients?since=0", "/patients?limit=1", "/patients?since=a&limit=1",
            "/patients/unknown", "/patients/unknown/studies", "/instances/unknown/file", "/nothing",
            "/series/unknown/metadata",
        ] {
            try compare(path)
        }
        try send("POST", "/instances", Array("no dicom".utf8))
        try send("POST", "/instances", [])
        try send("POST", "/patients", [])
        try send("DELETE", "/patients")
        try send("DELETE", "/patients/unknown")
        try send("PUT", "/system", [])
    }

    func compareDeletions() throws {
        let series = try real.get("/series").strings()
        let instances = try real.get("/series/\(series[0])").object()["Instances"] as? [String]
        for id in try #require(instances) {
            try send("DELETE", "/instances/\(id)")
            try send("DELETE", "/instances/\(id)")
        }
        try compare("/series/\(series[0])")
        try send("DELETE", "/series/\(series[1])")
        try send("DELETE", "/studies/\(real.get("/studies").strings()[1])")
        try compareChanges()
        try compare("/statistics")
        for level in ["patients", "studies", "series", "instances"] {
            try compare("/\(level)?expand")
        }
        try send("DELETE", "/patients/\(real.get("/patients").strings()[0])")
        try send("DELETE", "/changes")
        try compareChanges()
    }

    // MARK: Comparing

    private static func normalised(_ value: Any) -> NSObject {
        switch value {
        case let object as [String: Any]:
            let kept = object.filter { $0.key != "IsProtected" }
            return kept.reduce(into: NSMutableDictionary()) { result, member in
                let isMasked = masked.contains(member.key) && !(member.value is [String: Any])
                result[member.key] = isMasked ? "-" : normalised(member.value)
            }
        case let list as [Any]: return NSArray(array: list.map(normalised))
        default: return value as? NSObject ?? NSNull()
        }
    }

    /// The first place where two values differ.
    private static func difference(
        _ left: NSObject,
        _ right: NSObject,
        _ path: String = ""
    ) -> String {
        if let left = left as? [String: NSObject], let right = right as? [String: NSObject] {
            for key in Set(left.keys).union(right.keys).sorted() where left[key] != right[key] {
                return difference(
                    left[key] ?? "absent" as NSString,
                    right[key] ?? "absent" as NSString,
                    "\(path)/\(key)"
                )
            }
        }
        if let left = left as? [NSObject], let right = right as? [NSObject],
            left.count == right.count
        {
            for (index, pair) in zip(left, right).enumerated() where pair.0 != pair.1 {
                return difference(pair.0, pair.1, "\(path)/\(index)")
            }
        }
        return "\(path): simulated \("\(left)".prefix(200)), real \("\(right)".prefix(200))"
    }
}
