import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel

/// One resource as a store describes it, ready for the index.
struct FoundResource: Sendable {
    let record: ResourceRecord
    let isStable: Bool

    init(_ resource: StoreResource) throws(StoreError) {
        isStable = resource.isStable
        do {
            record = try ResourceRecord(
                level: resource.level,
                id: resource.id,
                parent: resource.parent,
                tags: resource.tags,
                patientTags: resource.patientTags,
                lastUpdate: resource.lastUpdate,
                isStable: resource.isStable,
                expectedInstances: resource.expectedInstances,
                indexInSeries: resource.indexInSeries,
                fileSize: resource.fileSize,
                fileUuid: resource.fileUuid
            )
        } catch {
            throw Self.malformed
        }
    }

    /// Reads an answer of `/tools/bulk-content`.
    static func list(_ text: [UInt8], _ level: Level) throws(StoreError) -> [FoundResource] {
        var found: [FoundResource] = []
        do {
            for element in try JSONDocument(text).root.elements {
                found.append(try FoundResource(element, level))
            }
        } catch {
            throw malformed
        }
        return found
    }

    private init(_ element: JSONElement, _ level: Level) throws {
        guard element["Type"]?.isString(level.typeName) == true,
            let id = element["ID"]?.string.flatMap({ OrthancID($0) }),
            let tags = element["MainDicomTags"]
        else { throw Self.malformed }
        var parent: OrthancID?
        if let above = level.parent {
            parent = element["Parent\(above.typeName)"]?.string.flatMap { OrthancID($0) }
            guard parent != nil else { throw Self.malformed }
        }
        let patientTags = element["PatientMainDicomTags"].map { Array($0.text) }
        isStable = element["IsStable"]?.boolean ?? false
        record = try ResourceRecord(
            level: level,
            id: id,
            parent: parent,
            tags: Array(tags.text),
            patientTags: level == .study ? patientTags ?? Array("{}".utf8) : nil,
            lastUpdate: element["LastUpdate"]?.string ?? "",
            isStable: isStable,
            expectedInstances: element["ExpectedNumberOfInstances"]?.integer
                .map { Int(clamping: $0) },
            indexInSeries: element["IndexInSeries"]?.integer.map { Int(clamping: $0) },
            fileSize: max(0, element["FileSize"]?.integer ?? 0),
            fileUuid: element["FileUuid"]?.string
        )
    }

    private static let malformed = StoreError(
        .malformed,
        doing: "read resources",
        cause: "not what Orthanc answers",
        bytesSent: true
    )
}
