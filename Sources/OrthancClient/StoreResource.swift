internal import JSONText
package import OrthancModel

/// One resource in a store's own words, checked.
package struct StoreResource: Sendable {
    package let level: Level
    package let id: OrthancID
    /// The resource above; nil for a patient only.
    package let parent: OrthancID?
    /// JSON object text of MainDicomTags, without white space: the same whether the resource came
    /// alone or deep in a list.
    package let tags: [UInt8]
    /// JSON object text of PatientMainDicomTags; studies only.
    package let patientTags: [UInt8]?
    /// `YYYYMMDDTHHMMSS`; empty for instances.
    package let lastUpdate: String
    package let isStable: Bool
    package let expectedInstances: Int?
    package let indexInSeries: Int?
    package let fileSize: Int64
    package let fileUuid: String?
    package let derivation: Derivation?

    /// Reads one expanded resource.
    ///
    /// - Returns: nil when a member is missing or of the wrong kind.
    init?(_ element: JSONElement, _ level: Level) {
        guard element.kind == .object, element["Type"]?.isString(level.typeName) == true,
            let id = element["ID"]?.string.flatMap({ OrthancID($0) }),
            let tags = element["MainDicomTags"], tags.kind == .object
        else { return nil }
        self.level = level
        self.id = id
        self.tags = Self.compact(tags.text)
        if let above = level.parent {
            guard let parent = element["Parent\(above.typeName)"]?.string.flatMap({ OrthancID($0) })
            else { return nil }
            self.parent = parent
        } else {
            parent = nil
        }
        patientTags =
            level == .study
            ? element["PatientMainDicomTags"].map { Self.compact($0.text) } ?? Array("{}".utf8)
            : nil
        let update = element["LastUpdate"]?.string ?? ""
        lastUpdate = Self.isTime(update) ? update : ""
        isStable = element["IsStable"]?.boolean ?? false
        expectedInstances = element["ExpectedNumberOfInstances"]?.integer.map { Int(clamping: $0) }
        indexInSeries = element["IndexInSeries"]?.integer.map { Int(clamping: $0) }
        fileSize = max(0, element["FileSize"]?.integer ?? 0)
        fileUuid = element["FileUuid"]?.string
        derivation = Derivation(
            anonymizedFrom: element["AnonymizedFrom"]?.string,
            modifiedFrom: element["ModifiedFrom"]?.string
        )
    }

    /// Reads an array of expanded resources.
    package static func list(_ text: [UInt8], _ level: Level) throws(StoreError) -> [StoreResource]
    {
        let root = try Self.root(text)
        guard root.kind == .array else { throw Self.malformed(level) }
        var result: [StoreResource] = []
        for element in root.elements {
            guard let resource = StoreResource(element, level) else { throw Self.malformed(level) }
            result.append(resource)
        }
        return result
    }

    static func root(_ text: [UInt8]) throws(StoreError) -> JSONElement {
        do {
            return try JSONDocument(text).root
        } catch {
            throw StoreError(
                .malformed,
                doing: "read JSON",
                cause: "\(error.kind) at byte \(error.offset)",
                bytesSent: true
            )
        }
    }

    static func malformed(_ level: Level) -> StoreError {
        StoreError(
            .malformed,
            doing: "read \(level.pathName)",
            cause: "not what Orthanc answers",
            bytesSent: true
        )
    }

    /// A checked JSON text without the white space between its tokens.
    static func compact(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var isInString = false
        var isEscaped = false
        for byte in text {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
                continue
            }
            result.append(byte)
        }
        return result
    }

    private static func isTime(_ text: String) -> Bool {
        text.utf8.count == 15 && text.utf8.allSatisfy { (48...57).contains($0) || $0 == 0x54 }
    }
}
