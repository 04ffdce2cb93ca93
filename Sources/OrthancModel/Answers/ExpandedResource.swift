package import JSONText

/// One resource as a store answers it expanded, checked: 1.10.1, 1.12 and 1.13 alike.
///
/// The store may lie: whatever is missing or of the wrong kind makes the whole answer malformed,
/// but for fields that only newer stores have.
package struct ExpandedResource: Hashable, Sendable {
    package let level: Level
    package let id: OrthancID
    /// The resource above; nil for a patient only.
    package let parent: OrthancID?
    /// In the order of the answer, which is insertion order on 1.10.1; none for an instance.
    package let children: [OrthancID]
    package let tags: TagList
    /// A study's; nil at other levels.
    package let patientTags: TagList?
    /// `YYYYMMDDTHHMMSS`; nil for an instance.
    package let lastUpdate: String?
    /// Nil for an instance.
    package let isStable: Bool?
    /// A series'; nil when nothing says it.
    package let expectedInstances: Int?
    /// A series'.
    package let status: SeriesStatus?
    /// An instance's; nil when the file has none.
    package let indexInSeries: Int?
    /// An instance's, in bytes.
    package let fileSize: Int64?
    package let fileUuid: String?
    /// Empty on stores before 1.12.0.
    package let labels: [String]

    /// - Returns: Nil when the answer is malformed.
    package init?(_ element: JSONElement) {
        guard let level = element["Type"]?.string.flatMap({ Level(typeName: $0) }),
            let id = element["ID"]?.string.flatMap({ OrthancID($0) }),
            let tags = element["MainDicomTags"].flatMap({ TagList($0) }),
            let children = Self.children(element, level),
            let labels = Self.strings(element["Labels"])
        else { return nil }
        self.level = level
        self.id = id
        self.tags = tags
        self.children = children
        self.labels = labels
        parent = level.parent.flatMap { above in
            element["Parent\(above.typeName)"]?.string.flatMap { OrthancID($0) }
        }
        patientTags = level == .study ? element["PatientMainDicomTags"].flatMap(TagList.init) : nil
        lastUpdate = element["LastUpdate"]?.string.flatMap { Self.isTime($0) ? $0 : nil }
        isStable = element["IsStable"]?.boolean
        expectedInstances = element["ExpectedNumberOfInstances"]?.integer.map { Int($0) }
        status = element["Status"]?.string.flatMap(SeriesStatus.init(rawValue:))
        indexInSeries = element["IndexInSeries"]?.integer.map { Int($0) }
        fileSize = element["FileSize"]?.integer
        fileUuid = element["FileUuid"]?.string
        guard isWhole else { return nil }
    }

    private var isWhole: Bool {
        guard (parent == nil) == (level == .patient) else { return false }
        switch level {
        case .patient: return lastUpdate != nil && isStable != nil
        case .study: return lastUpdate != nil && isStable != nil && patientTags != nil
        case .series: return lastUpdate != nil && isStable != nil && status != nil
        case .instance: return fileSize.map { $0 >= 0 } ?? false && fileUuid != nil
        }
    }

    /// Writes it as Orthanc ≥ 1.12.5 would: children ascending, labels always there.
    package func write(to writer: inout JSONWriter, as format: TagFormat) {
        writer.beginObject()
        if level == .series { Self.write("ExpectedNumberOfInstances", expectedInstances, &writer) }
        if level == .instance {
            writer.member("FileSize", fileSize ?? 0)
            writer.member("FileUuid", fileUuid ?? "")
        }
        writer.member("ID", id.description)
        if level == .instance { Self.write("IndexInSeries", indexInSeries, &writer) }
        if level == .series { writeChildren(&writer) }
        if let isStable { writer.member("IsStable", isStable) }
        writer.member("Labels", labels.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        if let lastUpdate { writer.member("LastUpdate", lastUpdate) }
        writer.key("MainDicomTags")
        tags.write(to: &writer, as: format)
        if let above = level.parent, let parent {
            writer.member("Parent\(above.typeName)", parent.description)
        }
        if let patientTags {
            writer.key("PatientMainDicomTags")
            patientTags.write(to: &writer, as: format)
        }
        if level == .study { writeChildren(&writer) }
        if let status { writer.member("Status", status.rawValue) }
        if level == .patient { writeChildren(&writer) }
        writer.member("Type", level.typeName)
        writer.endObject()
    }

    private func writeChildren(_ writer: inout JSONWriter) {
        writer.member(Self.childrenName(level) ?? "", children.sorted().map(\.description))
    }

    private static func write(_ name: String, _ value: Int?, _ writer: inout JSONWriter) {
        if let value {
            writer.member(name, value)
        } else {
            writer.member(name, json: .null)
        }
    }

    /// `Studies`, `Series`, `Instances`.
    private static func childrenName(_ level: Level) -> String? {
        switch level {
        case .patient: "Studies"
        case .study: "Series"
        case .series: "Instances"
        case .instance: nil
        }
    }

    private static func children(_ element: JSONElement, _ level: Level) -> [OrthancID]? {
        guard let name = childrenName(level) else { return [] }
        guard let list = element[name], list.kind == .array else { return nil }
        var children: [OrthancID] = []
        for child in list.elements {
            guard let id = child.string.flatMap({ OrthancID($0) }) else { return nil }
            children.append(id)
        }
        return children
    }

    private static func strings(_ element: JSONElement?) -> [String]? {
        guard let element else { return [] }
        guard element.kind == .array else { return nil }
        var strings: [String] = []
        for item in element.elements {
            guard let string = item.string else { return nil }
            strings.append(string)
        }
        return strings
    }

    private static func isTime(_ text: String) -> Bool {
        text.utf8.count == 15
            && text.utf8.enumerated().allSatisfy { index, byte in
                index == 8 ? byte == UInt8(ascii: "T") : (0x30...0x39).contains(byte)
            }
    }
}
