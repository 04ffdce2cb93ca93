import DICOM
package import JSONText
package import OrthancModel

/// A request that makes new instances of old ones: modify, anonymize, merge, split.
///
/// What is asked twice gives two different answers (random UIDs), so it is executed exactly once.
package struct ModifyRequest: Sendable, Equatable {
    package enum Operation: String, Sendable, CaseIterable {
        case modify, anonymize, merge, split
        case bulkModify = "bulk-modify"
        case bulkAnonymize = "bulk-anonymize"

        package var isBulk: Bool { self == .bulkModify || self == .bulkAnonymize }

        /// The path's study is looked for before it matters what the body asks for.
        var findsStudyFirst: Bool { self == .merge || self == .split }

        /// As Orthanc answers to a path that names nothing.
        func unknown(_ name: String) -> OrthancFault {
            switch self {
            case .merge:
                OrthancFault(
                    .unknownResource,
                    details: "Cannot merge into an unknown study: \(name)"
                )
            case .split:
                OrthancFault(.unknownResource, details: "Cannot split unknown study \(name)")
            default: OrthancFault(.unknownResource)
            }
        }

        /// Orthanc's word for the job.
        package var jobType: String {
            switch self {
            case .merge: "MergeStudy"
            case .split: "SplitStudy"
            default: "ResourceModification"
            }
        }
    }

    package let operation: Operation
    /// Of the path; of a bulk operation: meaningless.
    package let level: Level
    package let id: OrthancID?
    /// The client's own members but those that say how to run the job.
    package let body: JSONObject
    package let keepsSource: Bool
    package let isSynchronous: Bool
    package let priority: Int
    package let userData: JSONValue?

    /// Reads a client's request.
    ///
    /// - Throws: What ``ModifyBody`` finds wrong with the body.
    package init(
        _ operation: Operation,
        _ level: Level,
        _ id: OrthancID?,
        _ value: JSONValue
    ) throws(OrthancFault) {
        let judged = try ModifyBody(operation, value)
        self.operation = operation
        self.level = level
        self.id = id
        isSynchronous = judged.isSynchronous
        priority = judged.priority
        keepsSource = judged.keepsSource
        userData = judged.members["UserData"]
        let own = ["Asynchronous", "KeepSource", "Priority", "Synchronous"]
        body = JSONObject(judged.members.filter { !own.contains($0.key) })
        guard keepsSource || !keepsAllUIDs else {
            throw OrthancFault(
                .badRequest,
                details: "When keeping StudyInstanceUID, SeriesInstanceUID and SOPInstanceUID tag, "
                    + "you must set KeepSource to true to avoid deleting the modified files at the "
                    + "end of the process"
            )
        }
    }

    // MARK: What it says

    /// Identifiers in `Resources`; nil when there is no list of texts.
    package var resources: [String]? { strings("Resources") }

    func strings(_ name: String) -> [String]? { body[name]?.strings }

    /// As Orthanc answers when what the path names is unknown.
    var unknown: OrthancFault { operation.unknown(id?.description ?? "") }

    /// It is about nothing, which Orthanc minds after it has looked at all else.
    var lacksResources: Bool { operation.isBulk && resources == nil }

    /// Whether it changes a patient that stays the same patient.
    var keepsPatientID: Bool {
        operation == .modify && level == .patient
            && body["Replace"]?.object?.contains { Tag(parsing: $0.key) == .patientID } != true
    }

    /// Some instances that it can't process may be left out.
    var isPermissive: Bool { body["Permissive"]?.boolean ?? false }

    /// Its results have identifiers that are known beforehand: they may have been there already,
    /// or be the sources themselves, and must never be taken for something to be removed.
    var isFixed: Bool {
        guard operation != .merge, operation != .split else { return false }
        guard fixes("SOPInstanceUID", 0x0008_0018), fixes("SeriesInstanceUID", 0x0020_000E) else {
            return false
        }
        let keepsStudy = !isAnonymization && !operation.isBulk && level >= .series
        return keepsStudy || fixes("StudyInstanceUID", 0x0020_000D)
    }

    /// Series may become others than they were because it says so.
    var fixesSeries: Bool { fixes("SeriesInstanceUID", 0x0020_000E) }

    /// As Orthanc tells that the sources themselves are changed.
    private var keepsAllUIDs: Bool {
        guard isFixed else { return false }
        let kept = Set(strings("Keep") ?? [])
        return kept.isSuperset(of: ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"])
    }

    /// The sources themselves may be changed: results bear their identifiers.
    var isInPlace: Bool {
        let losesPatient = isAnonymization && !fixes("PatientID", 0x0010_0020)
        let identifying: Set<Tag> = [
            .patientID, .studyInstanceUID, .seriesInstanceUID, .sopInstanceUID,
        ]
        let replaced = (body["Replace"]?.object?.map(\.key) ?? []).compactMap { Tag(parsing: $0) }
        return isFixed && !losesPatient && identifying.isDisjoint(with: replaced)
    }

    private func fixes(_ name: String, _ tag: UInt32) -> Bool {
        let digits = String(tag, radix: 16)
        let number = String(repeating: "0", count: 8 - digits.count) + digits
        let split = number.prefix(4) + "," + number.suffix(4)
        let dashed = number.prefix(4) + "-" + number.suffix(4)
        let names: Set<String> = [name, number, String(split), String(dashed)]
        let replaced = body["Replace"]?.object?.map(\.key) ?? []
        return (strings("Keep") ?? []).contains { names.contains($0.lowercasedTag) }
            || replaced.contains { names.contains($0.lowercasedTag) }
    }

    var isAnonymization: Bool { operation == .anonymize || operation == .bulkAnonymize }
}

extension String {
    /// A tag in hexadecimal in lower case; a keyword as it is.
    fileprivate var lowercasedTag: String {
        utf8.first.map { (48...57).contains($0) } == true ? lowercased() : self
    }
}

// MARK: In the index

extension ModifyRequest {
    package var json: [UInt8] {
        var writer = JSONWriter(.compact)
        writer.object { writer in
            writer.member("Operation", operation.rawValue)
            writer.member("Level", level.typeName)
            if let id { writer.member("ID", id.description) }
            writer.member("Body", json: .object(body))
            writer.member("KeepSource", keepsSource)
            writer.member("Priority", priority)
        }
        return writer.bytes
    }

    /// Reads what ``json`` wrote.
    init?(stored text: [UInt8]) {
        guard let root = try? JSONValue(text, limits: .answer),
            let operation = root["Operation"]?.string.flatMap({ Operation(rawValue: $0) }),
            let level = root["Level"]?.string.flatMap({ Level(typeName: $0) }),
            let body = root["Body"]?.object, let keepsSource = root["KeepSource"]?.boolean
        else { return nil }
        self.operation = operation
        self.level = level
        id = root["ID"]?.string.flatMap { OrthancID($0) }
        self.body = body
        self.keepsSource = keepsSource
        isSynchronous = true
        priority = Int(root["Priority"]?.integer ?? 0)
        userData = nil
    }

    /// Where a store is asked.
    var path: [String] {
        if operation.isBulk { return ["tools", operation.rawValue] }
        return [level.pathName, id?.description ?? "", operation.rawValue]
    }

    /// What a store is asked: never to remove sources, which is the journal's work.
    ///
    /// - Parameters:
    ///   - resources: For a bulk operation: those of its resources that this store does.
    ///   - priority: Under which the store's job runs.
    func body(for resources: [OrthancID]?, priority: Int) -> [UInt8] {
        var members: [JSONObject.Member] = body.map { $0 }
        if let resources {
            members.removeAll { $0.key == "Resources" }
            members.append(("Resources", .array(resources.map { .string($0.description) })))
        }
        members += [
            ("Asynchronous", true), ("KeepSource", true), ("Priority", .integer(Int64(priority))),
        ]
        return JSONValue.object(JSONObject(members)).text(.compact)
    }
}
