/// The shapes of /openapi.json, as JSON Schema.
extension RouteContract.Shape {
    var schema: String {
        switch self {
        case .anything: "{}"
        case .object: #"{"type":"object"}"#
        case .names: #"{"type":"array","items":{"type":"string"}}"#
        case .resource: Self.object(Self.resourceMembers, required: ["ID", "Type"])
        case .resources:
            ##"{"type":"array","items":{"anyOf":["##
                + ##"{"$ref":"#/components/schemas/Identifier"},"##
                + ##"{"$ref":"#/components/schemas/Resource"}]}}"##
        case .find: Self.object(Self.findMembers, required: ["Level", "Query"])
        case .count: Self.object([("Count", Self.counter)], required: ["Count"])
        case .statistics: Self.object(Self.statisticsMembers, required: [])
        case .changes:
            Self.object(
                [
                    ("Changes", #"{"type":"array","items":{"type":"object"}}"#),
                    ("Done", Self.boolean), ("Last", Self.counter), ("First", Self.counter),
                ],
                required: ["Changes", "Done", "Last"]
            )
        case .system:
            Self.object(
                [("ApiVersion", Self.counter), ("Version", Self.text), ("Name", Self.text)],
                required: ["ApiVersion", "Version", "Name"]
            )
        case .stored:
            #"{"anyOf":[{"type":"array","items":{"type":"object"}},{"type":"object","#
                + #""required":["ID","Path","Status"]}]}"#
        case .deleted:
            Self.object(
                [("RemainingAncestor", #"{"type":["object","null"]}"#)],
                required: ["RemainingAncestor"]
            )
        case .created:
            Self.object([("ID", Self.text), ("Path", Self.text)], required: ["ID", "Path"])
        }
    }

    /// Five groups of eight hexadecimal digits.
    static let identifier = #"{"type":"string","pattern":"^([0-9a-f]{8}-){4}[0-9a-f]{8}$"}"#

    /// The body of a refusal.
    static let fault = object(
        [
            ("HttpStatus", counter), ("HttpError", text), ("OrthancStatus", number),
            ("OrthancError", text), ("Message", text), ("Method", text), ("Uri", text),
            ("Details", text),
        ],
        required: ["HttpStatus", "OrthancStatus", "Message", "Method", "Uri"]
    )

    // MARK: Members

    private static let text = #"{"type":"string"}"#
    private static let number = #"{"type":"integer"}"#
    private static let counter = #"{"type":"integer","minimum":0}"#
    private static let boolean = #"{"type":"boolean"}"#
    private static let texts = #"{"type":"array","items":{"type":"string"}}"#
    private static let byteCount = #"{"type":"string","pattern":"^[0-9]+$"}"#
    private static let level =
        #"{"type":"string","enum":["Patient","Study","Series","Instance"]}"#
    private static let tags = #"{"type":"object"}"#

    private static let resourceMembers = [
        ("ID", identifier), ("Type", level), ("MainDicomTags", tags),
        ("PatientMainDicomTags", tags), ("RequestedTags", tags), ("Labels", texts),
        ("IsStable", boolean), ("LastUpdate", text),
        ("ParentPatient", identifier), ("ParentStudy", identifier), ("ParentSeries", identifier),
    ]

    private static let statisticsMembers =
        ["CountPatients", "CountStudies", "CountSeries", "CountInstances"].map { ($0, counter) }
        + ["DiskSize", "UncompressedSize", "TotalDiskSize", "TotalUncompressedSize"]
        .map { ($0, byteCount) }

    private static let findMembers = [
        ("Level", level),
        ("Query", #"{"type":"object","additionalProperties":{"type":"string"}}"#),
        ("Expand", boolean), ("Short", boolean), ("Full", boolean), ("CaseSensitive", boolean),
        ("Limit", counter), ("Since", counter), ("RequestedTags", texts), ("Labels", texts),
        ("LabelsConstraint", #"{"type":"string","enum":["All","Any","None"]}"#),
        ("ResponseContent", texts), ("OrderBy", #"{"type":"array","items":{"type":"object"}}"#),
        ("MetadataQuery", #"{"type":"object","additionalProperties":{"type":"string"}}"#),
        ("ParentPatient", text), ("ParentStudy", text), ("ParentSeries", text),
    ]

    private static func object(
        _ members: [(name: String, schema: String)],
        required: [String]
    ) -> String {
        let properties = members.map { "\"\($0.name)\":\($0.schema)" }.joined(separator: ",")
        let names = required.map { "\"\($0)\"" }.joined(separator: ",")
        return "{\"type\":\"object\",\"properties\":{\(properties)},\"required\":[\(names)]}"
    }
}
