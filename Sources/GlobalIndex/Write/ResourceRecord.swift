package import JSONText
package import OrthancModel

/// What one store says about one resource that it holds.
package struct ResourceRecord: Sendable {
    /// What a store says beyond that is not believed: sums of it must not overflow.
    package static let mostFileBytes: Int64 = 1 << 40

    package let level: Level
    package let id: OrthancID
    /// The resource above; nil for a patient only.
    package let parent: OrthancID?
    /// JSON object: MainDicomTags.
    let tags: String
    /// JSON object: PatientMainDicomTags; studies only.
    let patientTags: String?
    /// `YYYYMMDDTHHMMSS`.
    let lastUpdate: String
    let isStable: Bool
    let expectedInstances: Int?
    let indexInSeries: Int?
    /// 0…``mostFileBytes``.
    let fileSize: Int64
    let fileUuid: String?
    let derivation: Derivation?
    /// Column → folded value, as JSON.
    let folded: String
    let identity: Int64
    /// SOP Instance UID, folded; instances only.
    let uid: String?

    /// - Parameters:
    ///   - tags: JSON object text of MainDicomTags. Values that are not strings are kept in the
    ///     text and not searched.
    ///   - patientTags: JSON object text of PatientMainDicomTags, for studies.
    ///   - lastUpdate: `YYYYMMDDTHHMMSS`; not used for instances.
    /// - Throws: ``JSONError`` when a text is no JSON object.
    package init(
        level: Level,
        id: OrthancID,
        parent: OrthancID?,
        tags: [UInt8],
        patientTags: [UInt8]? = nil,
        lastUpdate: String = "",
        isStable: Bool = false,
        expectedInstances: Int? = nil,
        indexInSeries: Int? = nil,
        fileSize: Int64 = 0,
        fileUuid: String? = nil,
        derivation: Derivation? = nil
    ) throws(JSONError) {
        precondition((parent == nil) == (level == .patient), "only a patient has no parent")
        self.level = level
        self.id = id
        self.parent = parent
        self.tags = String(decoding: tags, as: UTF8.self)
        self.patientTags = patientTags.map { String(decoding: $0, as: UTF8.self) }
        self.lastUpdate = lastUpdate
        self.isStable = isStable
        // What the columns can't keep is no number of images.
        self.expectedInstances = expectedInstances.flatMap { Int32(exactly: $0) }.map(Int.init)
        self.indexInSeries = indexInSeries.flatMap { Int32(exactly: $0) }.map(Int.init)
        self.fileSize = min(max(0, fileSize), Self.mostFileBytes)
        self.fileUuid = fileUuid.flatMap { Self.isUuid($0) ? $0 : nil }
        self.derivation = derivation
        var values = try Self.foldedValues(tags)
        if let patientTags {
            values.merge(try Self.foldedValues(patientTags)) { own, _ in own }
        }
        folded = SearchColumns.text(
            values,
            level == .study ? [.study, .patient] : [level],
            derivation
        )
        identity = Identity.digest(values, level)
        uid =
            level == .instance
            ? SearchColumns.column(values["SOPInstanceUID"] ?? "") : nil
    }

    /// What a store answered about a resource.
    ///
    /// - Throws: ``JSONError`` never happens for what the checked answer holds, but for its depth.
    package init(_ resource: ExpandedResource) throws(JSONError) {
        try self.init(
            level: resource.level,
            id: resource.id,
            parent: resource.parent,
            tags: Self.text(resource.tags),
            patientTags: resource.patientTags.map(Self.text),
            lastUpdate: resource.lastUpdate ?? "",
            isStable: resource.isStable ?? false,
            expectedInstances: resource.expectedInstances,
            indexInSeries: resource.indexInSeries,
            fileSize: resource.fileSize ?? 0,
            fileUuid: resource.fileUuid
        )
    }

    private static func text(_ tags: TagList) -> [UInt8] {
        var writer = JSONWriter(.compact)
        tags.write(to: &writer, as: .simplify)
        return writer.bytes
    }

    private static func foldedValues(_ text: [UInt8]) throws(JSONError) -> [String: String] {
        let document = try JSONDocument(text)
        guard document.root.kind == .object else {
            throw JSONError(.syntax, at: 0)
        }
        var values: [String: String] = [:]
        for (key, value) in document.root.members {
            guard let keyword = key.string, let value = value.string else { continue }
            // PostgreSQL's text has no U+0000.
            let isClean = !value.utf8.contains(0)
            values[keyword] = CaseFold.fold(isClean ? value : value.filter { $0 != "\0" })
        }
        return values
    }

    /// 8-4-4-4-12 hex digits, which is what PostgreSQL's uuid takes.
    private static func isUuid(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
    }
}
