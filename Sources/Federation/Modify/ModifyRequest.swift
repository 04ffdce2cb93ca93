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
    /// - Throws: What Orthanc answers to a body of the wrong shape.
    ///   Source: live Orthancs 1.10.1, 1.12.7 and 1.13.0.
    package init(
        _ operation: Operation,
        _ level: Level,
        _ id: OrthancID?,
        body text: [UInt8]
    ) throws(OrthancFault) {
        let value: JSONValue
        do { value = try JSONValue(text) } catch { throw OrthancFault(.badFileFormat) }
        guard let members = value.object else { throw OrthancFault(.badFileFormat) }
        self.operation = operation
        self.level = level
        self.id = id
        isSynchronous = try Self.isSynchronous(members)
        priority = try Self.priority(members)
        let removesByDefault = operation == .merge || operation == .split
        keepsSource = try Self.flag("KeepSource", members) ?? !removesByDefault
        userData = members["UserData"]
        let own = ["Asynchronous", "KeepSource", "Priority", "Synchronous"]
        body = JSONObject(members.filter { !own.contains($0.key) })
        try checkLists()
        guard keepsSource || !isInPlace else {
            throw OrthancFault(
                .badRequest,
                details: "When keeping StudyInstanceUID, SeriesInstanceUID and SOPInstanceUID tag, "
                    + "you must set KeepSource to true to avoid deleting the modified files at the "
                    + "end of the process"
            )
        }
    }

    /// `Synchronous` wins over `Asynchronous`.
    private static func isSynchronous(_ members: JSONObject) throws(OrthancFault) -> Bool {
        if let flag = try flag("Synchronous", members) { return flag }
        return try !(flag("Asynchronous", members) ?? false)
    }

    private static func priority(_ members: JSONObject) throws(OrthancFault) -> Int {
        guard let value = members["Priority"] else { return 0 }
        guard let number = value.integer else {
            throw OrthancFault(
                .badFileFormat,
                details: "Integer value expected in field: Priority"
            )
        }
        guard let priority = Int32(exactly: number) else { throw OrthancFault.unhandled }
        return Int(priority)
    }

    private static func flag(
        _ name: String,
        _ members: JSONObject
    ) throws(OrthancFault) -> Bool? {
        guard let value = members[name] else { return nil }
        guard let flag = value.boolean else {
            throw OrthancFault(
                .badFileFormat,
                details: "Boolean value expected in field: \(name)"
            )
        }
        return flag
    }

    private func checkLists() throws(OrthancFault) {
        if operation.isBulk || operation == .merge, resources == nil {
            throw OrthancFault(
                .badFileFormat,
                details: "List of strings expected in field: Resources"
            )
        }
        guard operation == .split else { return }
        for name in ["Series", "Instances"] where body[name] != nil && strings(name) == nil {
            throw OrthancFault(
                .badFileFormat,
                details: "List of strings expected in field: \(name)"
            )
        }
        guard body["Series"] != nil || body["Instances"] != nil else {
            throw OrthancFault(
                .badRequest,
                details: "Both the \"Series\" and the \"Instances\" fields are missing"
            )
        }
    }

    // MARK: What it says

    /// Identifiers in `Resources`; nil when there is no list of texts.
    package var resources: [String]? { strings("Resources") }

    func strings(_ name: String) -> [String]? {
        guard let list = body[name]?.array else { return nil }
        let texts = list.compactMap(\.string)
        return texts.count == list.count ? texts : nil
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

    /// The sources themselves are changed.
    private var isInPlace: Bool {
        guard isFixed else { return false }
        let kept = Set(strings("Keep") ?? [])
        return kept.isSuperset(of: ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"])
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
