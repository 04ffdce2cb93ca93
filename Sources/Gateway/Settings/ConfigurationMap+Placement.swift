import DICOM
import OrthancModel
import Placement

extension ConfigurationMap {
    /// Most copies of an instance.
    private static let mostCopies = 8

    /// `placement:` of the configuration file.
    ///
    /// Rules may name stores that aren't in the file: the API may add them.
    func placement() throws(ConfigurationError) -> PlacementRules {
        var map = self
        let copies = try map.integer("copies", in: 1...Self.mostCopies) ?? 1
        var rules: [PlacementRule] = []
        for var inner in try map.maps("rules") { rules.append(try Self.rule(&inner)) }
        try map.finish()
        return PlacementRules(rules: rules, copies: copies)
    }

    private static func rule(
        _ map: inout ConfigurationMap
    ) throws(ConfigurationError) -> PlacementRule {
        var conditions: [PlacementRule.Condition] = []
        if var when = try map.map("when") { conditions = try self.conditions(&when) }
        guard var shares = try map.map("stores") else { throw map.missing("stores") }
        var weights: [StoreName: Int] = [:]
        for key in shares.rest {
            guard let name = StoreName(key) else {
                throw shares.fault(key, "no name of a store: 1 to 40 of a-z, 0-9 and -")
            }
            weights[name] = try shares.integer(key, in: 0...1000)
        }
        guard weights.values.contains(where: { $0 > 0 }) else {
            throw map.fault("stores", "must name one store at least, with its share (name: 1)")
        }
        let isStrict = try map.flag("strict") ?? false
        try map.finish()
        return PlacementRule(conditions: conditions, weights: weights, isStrict: isStrict)
    }

    private static func conditions(
        _ map: inout ConfigurationMap
    ) throws(ConfigurationError) -> [PlacementRule.Condition] {
        var conditions: [PlacementRule.Condition] = []
        func add(
            _ subject: PlacementRule.Subject,
            _ map: inout ConfigurationMap,
            _ key: String
        ) throws(ConfigurationError) {
            guard let patterns = try map.patterns(key) else { return }
            guard !patterns.isEmpty else { throw map.fault(key, "must name one value at least") }
            conditions.append(PlacementRule.Condition(subject, patterns))
        }
        try add(.callingAET, &map, "calling-aet")
        try add(.user, &map, "user")
        try add(.tag(Tag(0x0008_0060)), &map, "modality")
        try add(.tag(Tag(0x0008_0080)), &map, "institution")
        if var tags = try map.map("tags") {
            for key in tags.rest { try add(.tag(try tag(key, tags)), &tags, key) }
        }
        try map.finish()
        return conditions
    }

    private static func tag(
        _ key: String,
        _ map: ConfigurationMap
    ) throws(ConfigurationError) -> Tag {
        guard let tag = Tag(parsing: key) else {
            throw map.fault(key, "no DICOM tag: use a keyword, or gggg,eeee in quotes")
        }
        guard tag.group >= 8, tag <= Tag(0x0020_000E) else {
            throw map.fault(
                key,
                "comes after SeriesInstanceUID (0020,000e): a file is placed before it is read "
                    + "that far"
            )
        }
        return tag
    }
}
