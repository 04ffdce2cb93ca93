package import JSONText

/// One row of a `/changes` log.
package struct Change: Hashable, Sendable {
    /// Ascending within one log; holes are normal.
    package let sequence: Int64
    package let type: ChangeType
    package let level: Level
    package let id: OrthancID
    /// `YYYYMMDDTHHMMSS` by the clock of whoever wrote the log.
    package let date: String

    package init(sequence: Int64, type: ChangeType, level: Level, id: OrthancID, date: String) {
        self.sequence = sequence
        self.type = type
        self.level = level
        self.id = id
        self.date = date
    }

    /// As Orthanc answers it.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("ChangeType", type.rawValue)
            writer.member("Date", date)
            writer.member("ID", id.description)
            writer.member("Path", "/\(level.pathName)/\(id)")
            writer.member("ResourceType", level.typeName)
            writer.member("Seq", sequence)
        }
    }
}

/// What Orthanc logs. Deletions are never in a log.
///
/// Source: rest-semantics section 3.5.
package enum ChangeType: String, Hashable, Sendable, CaseIterable {
    case anonymizedPatient = "AnonymizedPatient"
    case anonymizedSeries = "AnonymizedSeries"
    case anonymizedStudy = "AnonymizedStudy"
    case completedSeries = "CompletedSeries"
    case modifiedPatient = "ModifiedPatient"
    case modifiedSeries = "ModifiedSeries"
    case modifiedStudy = "ModifiedStudy"
    case newInstance = "NewInstance"
    case newPatient = "NewPatient"
    case newSeries = "NewSeries"
    case newStudy = "NewStudy"
    case stablePatient = "StablePatient"
    case stableSeries = "StableSeries"
    case stableStudy = "StableStudy"
    case updatedAttachment = "UpdatedAttachment"
    case updatedMetadata = "UpdatedMetadata"
}
