import DICOM
import JSONText

extension FindQuery {
    /// Reads the body of `POST /tools/find`, or of `/tools/count-resources`, which has the same.
    ///
    /// Checks in Orthanc's order and refuses in its words. Differences, on purpose: the JSON is
    /// read strictly (jsoncpp allows comments and what follows the object), and a Limit beyond 32
    /// bits is taken as ≥ 1.12.5 does, where 1.10.1 answers 500.
    /// Source: a live Orthanc 1.10.1; fields that it ignores, by rest-semantics section 3.2.
    package init(body: [UInt8]) throws(OrthancFault) {
        guard let request = Self.object(in: body) else {
            throw OrthancFault(.badRequest, details: "The body must contain a JSON object")
        }
        try FindBody.check(request)
        self = try FindBody.read(request)
    }

    private static func object(in body: [UInt8]) -> JSONObject? {
        guard let value = try? JSONValue(body) else { return nil }
        return value.object
    }
}

/// The fields of a search's body.
private enum FindBody {
    // MARK: Types of the fields, before any value is looked at

    static func check(_ request: JSONObject) throws(OrthancFault) {
        guard request["Level"]?.string != nil else {
            throw bad("Field \"Level\" is missing, or should be a string")
        }
        guard request["Query"] != nil else {
            throw bad("Field \"Query\" is missing, or should be a JSON object")
        }
        try check(request, "CaseSensitive", "should be a Boolean") { $0.boolean != nil }
        try check(request, "Limit", "should be an integer") { $0.integer != nil }
        try check(request, "Since", "should be an integer") { $0.integer != nil }
        for name in ["RequestedTags", "ResponseContent", "OrderBy"] {
            try check(request, name, "should be an array") { $0.array != nil }
        }
        try check(request, "Labels", "should be an array of strings") { $0.array != nil }
        try check(request, "LabelsConstraint", "should be a string") { $0.string != nil }
        try check(request, "MetadataQuery", "should be a JSON object") { $0.object != nil }
        for name in ["ParentPatient", "ParentStudy", "ParentSeries"] {
            try check(request, name, "should be a string") { $0.string != nil }
        }
    }

    private static func check(
        _ request: JSONObject,
        _ name: String,
        _ demand: String,
        _ isFine: (JSONValue) -> Bool
    ) throws(OrthancFault) {
        guard let value = request[name], !isFine(value) else { return }
        throw bad("Field \"\(name)\" \(demand)")
    }

    // MARK: Values, in the order in which Orthanc comes to them

    static func read(_ request: JSONObject) throws(OrthancFault) -> FindQuery {
        let expand = try loose(request["Expand"])
        let limit = try count(request, "Limit")
        let since = try count(request, "Since")
        guard let level = Level(requested: request["Level"]?.string ?? "") else {
            throw OrthancFault(.parameterOutOfRange)
        }
        var query = FindQuery(level: level)
        query.expand = expand
        query.limit = limit == 0 ? nil : limit
        query.since = since
        query.isCaseSensitive = request["CaseSensitive"]?.boolean ?? false
        query.constraints = try constraints(request["Query"], query.isCaseSensitive)
        query.format = try format(request)
        query.responseContent = try content(request["ResponseContent"])
        query.requestedTags = try tags(request["RequestedTags"])
        query.metadata = try metadata(request["MetadataQuery"], query.isCaseSensitive)
        query.ancestor = try ancestor(request, of: level)
        query.labels = try labels(request["Labels"])
        query.labelsConstraint = try labelsConstraint(request["LabelsConstraint"])
        query.order = try order(request["OrderBy"])
        return query
    }

    /// jsoncpp's `asBool`: null is false, numbers count, anything else is an exception.
    private static func loose(_ value: JSONValue?) throws(OrthancFault) -> Bool {
        switch value {
        case nil, .null: false
        case .boolean(let value): value
        case .integer(let value): value != 0
        case .real(let value): value != 0
        default: throw .unhandled
        }
    }

    private static func count(
        _ request: JSONObject,
        _ name: String
    ) throws(OrthancFault) -> Int {
        let value = request[name]?.integer ?? 0
        guard value >= 0 else {
            throw OrthancFault(
                .parameterOutOfRange,
                details: "Field \"\(name)\" should be a positive integer"
            )
        }
        return min(Int(value), PageLimits.mostPosition)
    }

    private static func constraints(
        _ query: JSONValue?,
        _ isCaseSensitive: Bool
    ) throws(OrthancFault) -> [Constraint] {
        guard let query, !query.isNull else { return [] }
        guard let members = query.object else { throw .unhandled }
        var constraints: [Constraint] = []
        for (name, value) in members {
            guard let text = value.string else {
                throw bad("Tag \"\(name)\" should be associated with a string")
            }
            guard !text.isEmpty else { continue }
            guard let tag = Tag(parsing: name) else { throw OrthancFault(.unknownDicomTag) }
            let constraint = try Constraint(
                tag: tag,
                value: text,
                isCaseSensitive: isCaseSensitive
            )
            if let constraint { constraints.append(constraint) }
        }
        return constraints
    }

    private static func format(_ request: JSONObject) throws(OrthancFault) -> TagFormat {
        TagFormat(
            simplify: try flag(request, "Simplify"),
            short: try flag(request, "Short"),
            full: try flag(request, "Full")
        )
    }

    private static func flag(_ request: JSONObject, _ name: String) throws(OrthancFault) -> Bool {
        guard let value = request[name] else { return false }
        guard let flag = value.boolean else {
            throw OrthancFault(
                .badFileFormat,
                details: "Boolean value expected in field: \(name)"
            )
        }
        return flag
    }

    private static func content(
        _ value: JSONValue?
    ) throws(OrthancFault) -> Set<ResponseContent>? {
        guard let list = value?.array else { return nil }
        var content: Set<ResponseContent> = []
        for name in list {
            guard let name = name.string else {
                throw bad("Field \"ResponseContent\" should be an array of strings")
            }
            content.insert(try ResponseContent(named: name))
        }
        return content
    }

    private static func tags(_ value: JSONValue?) throws(OrthancFault) -> [Tag] {
        var tags: [Tag] = []
        for name in value?.array ?? [] {
            guard let name = name.string else {
                throw bad("Field \"RequestedTags\" should be an array of strings")
            }
            guard let tag = Tag(parsing: name) else { throw OrthancFault(.unknownDicomTag) }
            if !tags.contains(tag) { tags.append(tag) }
        }
        return tags
    }

    private static func metadata(
        _ value: JSONValue?,
        _ isCaseSensitive: Bool
    ) throws(OrthancFault) -> [MetadataConstraint] {
        var constraints: [MetadataConstraint] = []
        for (name, value) in value?.object ?? JSONObject() {
            guard let text = value.string else {
                throw bad("Tag \"\(name)\" should be associated with a string")
            }
            guard MetadataName.isKnown(name) else { throw OrthancFault(.inexistentItem) }
            let constraint = MetadataConstraint(
                name: name,
                value: text,
                isCaseSensitive: isCaseSensitive
            )
            if let constraint { constraints.append(constraint) }
        }
        return constraints
    }

    private static func ancestor(
        _ request: JSONObject,
        of level: Level
    ) throws(OrthancFault) -> FindQuery.Ancestor? {
        for parent in [Level.patient, .study, .series] {
            guard let text = request["Parent\(parent.typeName)"]?.string else { continue }
            guard parent <= level else { throw OrthancFault(.badSequenceOfCalls) }
            return FindQuery.Ancestor(level: parent, id: OrthancID(text))
        }
        return nil
    }

    private static func labels(_ value: JSONValue?) throws(OrthancFault) -> Set<String> {
        var labels: Set<String> = []
        for label in value?.array ?? [] {
            guard let label = label.string else {
                throw bad("Field \"Labels\" should be an array of strings")
            }
            labels.insert(label)
        }
        return labels
    }

    private static func labelsConstraint(
        _ value: JSONValue?
    ) throws(OrthancFault) -> LabelsConstraint {
        guard let name = value?.string else { return .all }
        guard let constraint = LabelsConstraint(rawValue: name) else {
            throw bad("Field \"LabelsConstraint\" must be \"All\", \"Any\", or \"None\"")
        }
        return constraint
    }

    private static func order(_ value: JSONValue?) throws(OrthancFault) -> [OrderKey] {
        var keys: [OrderKey] = []
        for entry in value?.array ?? [] { keys.append(try orderKey(entry)) }
        return keys
    }

    private static func orderKey(_ entry: JSONValue) throws(OrthancFault) -> OrderKey {
        guard let type = entry["Type"]?.string, let key = entry["Key"]?.string,
            let direction = entry["Direction"]?.string
        else {
            throw bad("Field \"OrderBy\" should be an array of {Type, Key, Direction}")
        }
        guard let ascending = ["ASC": true, "DESC": false][direction] else {
            throw bad("Field \"Direction\" must be \"ASC\" or \"DESC\"")
        }
        let comparison: OrderKey.Comparison =
            type.hasSuffix("AsInt") ? .integer : type.hasSuffix("AsFloat") ? .real : .text
        switch type {
        case "DicomTag", "DicomTagAsInt", "DicomTagAsFloat":
            guard let tag = Tag(parsing: key) else { throw OrthancFault(.unknownDicomTag) }
            return OrderKey(subject: .tag(tag), comparison: comparison, isAscending: ascending)
        case "Metadata", "MetadataAsInt", "MetadataAsFloat":
            guard MetadataName.isKnown(key) else { throw OrthancFault(.inexistentItem) }
            return OrderKey(
                subject: .metadata(key),
                comparison: comparison,
                isAscending: ascending
            )
        default:
            throw bad("Field \"Type\" of \"OrderBy\" is unknown")
        }
    }

    private static func bad(_ details: String) -> OrthancFault {
        OrthancFault(.badRequest, details: details)
    }
}
