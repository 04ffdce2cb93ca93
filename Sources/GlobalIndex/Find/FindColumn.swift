internal import DICOM
internal import OrthancModel

/// Where a search at some level finds the value of a tag.
///
/// Aliases: `r` is what is searched, `s` its study and `e` its series when those are other tables.
struct FindColumn: Hashable {
    /// `r`, `s` or `e`.
    let alias: String
    /// Folded column; nil when only the answer text holds the value.
    let column: String?
    /// Column of the answer text that holds the raw value under ``name``.
    let text: String
    let name: String

    /// Nil for a tag that is no main tag of the level or of one above it.
    init?(_ tag: Tag, searching level: Level) {
        guard let owner = MainDicomTags.level(of: tag, seenFrom: level) else { return nil }
        name = tag.name
        column = SearchColumns.own(owner)[name]
        // The patient's tags stand in the study's row.
        alias = Self.alias(of: owner == .patient && level > .patient ? .study : owner, level)
        text = owner == .patient && level > .patient ? "patient_tags" : "tags"
    }

    /// The alias under which a level's row is joined in a search at `level`.
    static func alias(of owner: Level, _ level: Level) -> String {
        guard owner != level else { return "r" }
        return owner == .study ? "s" : "e"
    }

    var rawText: String { "\(alias).\(text)" }

    /// The raw value.
    var rawValue: String { "(\(rawText)::json ->> '\(name)')" }

    /// What to look up or to sort by.
    var value: String { column.map { "\(alias).\($0)" } ?? rawValue }

    /// Whether equality, ranges and prefixes have a B-tree.
    var hasTree: Bool {
        guard let column else { return false }
        return Self.trees.contains(column)
    }

    /// Whether its tree holds equal values in the order of identifiers.
    var isTreeOrdered: Bool {
        hasTree && column != "modality" && column != "sop_instance_uid"
    }

    /// Whether patterns have trigrams.
    func hasTrigrams(_ level: Level) -> Bool {
        guard let column else { return false }
        return level == .patient
            ? ["patient_name", "patient_id"].contains(column) : Self.trigrams.contains(column)
    }

    private static let trees: Set<String> = [
        "patient_id", "patient_name", "patient_birth_date", "study_instance_uid",
        "accession_number", "study_date", "series_instance_uid", "modality", "series_date",
        "sop_instance_uid",
    ]

    private static let trigrams: Set<String> = [
        "patient_name", "patient_id", "accession_number", "study_description",
        "referring_physician", "series_description",
    ]
}
