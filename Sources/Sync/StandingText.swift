import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel

/// A standing as the columns of a store's row: phase, fingerprint and recent rows as text.
///
/// Phases: `new`, `importing`, `importing <level> <offset>` (a list that may go on there),
/// `following`, `quarantined <kind>`.
enum StandingText {
    static func standing(_ row: StoreRow) -> Standing {
        Standing(
            phase: phase(row.phase),
            cursor: row.cursor,
            recent: recent(row.recent),
            epoch: row.epoch,
            identifier: row.fingerprint.flatMap(identifier),
            isImported: row.importedAt != nil
        )
    }

    // MARK: Phase

    static func text(_ phase: Standing.Phase) -> String {
        switch phase {
        case .new: "new"
        case .importing: "importing"
        case .following: "following"
        case .quarantined(let kind): "quarantined \(kind.rawValue)"
        }
    }

    static func text(_ position: ImportMachine.Position) -> String {
        "importing \(position.level.pathName) \(position.offset)"
    }

    private static func phase(_ text: String) -> Standing.Phase {
        let words = text.split(separator: " ")
        switch words.first {
        case "importing": return .importing
        case "following": return .following
        case "quarantined":
            return .quarantined(
                words.last.flatMap { EpochBreak(rawValue: String($0)) } ?? .replaced
            )
        default: return .new
        }
    }

    static func position(_ text: String) -> ImportMachine.Position {
        let words = text.split(separator: " ")
        guard words.count == 3, let level = Level(pathName: words[1]), let offset = Int(words[2])
        else { return ImportMachine.Position() }
        return ImportMachine.Position(level: level, offset: offset)
    }

    // MARK: Fingerprint

    static func fingerprint(_ system: SystemInformation?, identifier: String?) -> [UInt8] {
        var writer = JSONWriter(.compact)
        writer.object { writer in
            if let identifier { writer.member("DatabaseServerIdentifier", identifier) }
            if let system {
                writer.member("DicomAet", system.dicomAet)
                writer.member("Version", system.version.description)
            }
        }
        return writer.bytes
    }

    private static func identifier(_ fingerprint: [UInt8]) -> String? {
        (try? JSONDocument(fingerprint))?.root["DatabaseServerIdentifier"]?.string
    }

    // MARK: Recent rows

    /// `[[12,"NewInstance","0ef5…"],…]`, ascending.
    static func text(_ recent: RecentRows) -> [UInt8] {
        var writer = JSONWriter(.compact)
        writer.array { writer in
            for mark in recent.marks {
                writer.array { writer in
                    writer.integer(mark.sequence)
                    writer.string(mark.type.rawValue)
                    writer.string(mark.resource.description)
                }
            }
        }
        return writer.bytes
    }

    private static func recent(_ text: [UInt8]) -> RecentRows {
        guard let root = (try? JSONDocument(text))?.root, root.kind == .array else {
            return RecentRows()
        }
        return RecentRows(
            root.elements.compactMap { element in
                let parts = Array(element.elements)
                guard parts.count == 3, let sequence = parts[0].integer,
                    let type = parts[1].string.flatMap({ ChangeType(rawValue: $0) }),
                    let id = parts[2].string.flatMap({ OrthancID($0) })
                else { return nil }
                return FeedMark(sequence: sequence, type: type, resource: id)
            }
        )
    }

    // MARK: Counts

    /// As `/statistics` names them.
    static func text(_ counts: LevelCounts) -> [UInt8] {
        var writer = JSONWriter(.compact)
        writer.object { writer in
            writer.member("CountPatients", counts.patients)
            writer.member("CountStudies", counts.studies)
            writer.member("CountSeries", counts.series)
            writer.member("CountInstances", counts.instances)
        }
        return writer.bytes
    }
}
