/// What the head of a file says of its instance, as far as placing it needs.
///
/// Identifiers are normalised as Orthanc does before it hashes them, and are a hint all the same:
/// a store with another DefaultEncoding may hash differently, and its answer is the truth.
package struct InstanceHeader: Hashable, Sendable {
    /// UTF-8; leading blanks and controls count. Empty when absent.
    package let patientID: [UInt8]
    package let studyInstanceUID: [UInt8]
    package let seriesInstanceUID: [UInt8]
    package let sopInstanceUID: [UInt8]
    package let sopClassUID: String?
    /// Nil when the file has no meta header.
    package let transferSyntaxUID: String?
    package let modality: String?
    package let institutionName: String?
    package let specificCharacterSet: String?
    /// Values that were asked for, without blanks at the ends.
    package let texts: [Tag: String]

    /// PatientID and the three UIDs, patient first: what Orthanc's IDs are hashes of.
    package var identifiers: [[UInt8]] {
        [patientID, studyInstanceUID, seriesInstanceUID, sopInstanceUID]
    }

    /// Settles the raw values of a file.
    init(_ values: RawValues, _ wanted: Set<Tag> = []) throws(HeaderRefusal) {
        let charset = CharacterSet(values[.specificCharacterSet])
        patientID = RawText.text(values[.patientID] ?? [], charset)
        studyInstanceUID = try Self.uid(.studyInstanceUID, values, charset)
        seriesInstanceUID = try Self.uid(.seriesInstanceUID, values, charset)
        sopInstanceUID = try Self.uid(.sopInstanceUID, values, charset)
        sopClassUID = Self.code(values[.sopClassUID])
        transferSyntaxUID = Self.code(values[.transferSyntaxUID])
        modality = Self.code(values[.modality])
        specificCharacterSet = Self.code(values[.specificCharacterSet])
        institutionName = values[.institutionName].map { name in
            String(decoding: RawText.stripped(RawText.text(name, charset)), as: UTF8.self)
        }
        var texts: [Tag: String] = [:]
        for tag in wanted {
            guard let value = values[tag] else { continue }
            let text = RawText.stripped(RawText.text(value, charset))
            texts[tag] = String(decoding: text, as: UTF8.self)
        }
        self.texts = texts
    }

    private static func uid(
        _ tag: Tag,
        _ values: RawValues,
        _ charset: CharacterSet
    ) throws(HeaderRefusal) -> [UInt8] {
        guard let value = values[tag] else { throw .missingIdentifier(tag) }
        let uid = RawText.uid(value, charset)
        guard !uid.isEmpty else { throw .emptyIdentifier(tag) }
        return uid
    }

    private static func code(_ value: [UInt8]?) -> String? {
        value.map { String(decoding: RawText.stripped($0), as: UTF8.self) }
    }
}

/// The first value of each wanted attribute at the top of a file, as written.
struct RawValues: Sendable {
    private var values: [(tag: Tag, bytes: [UInt8])] = []

    subscript(tag: Tag) -> [UInt8]? { values.first { $0.tag == tag }?.bytes }

    /// Keeps the first value of a tag, as Orthanc does.
    mutating func add(_ tag: Tag, _ bytes: [UInt8]) {
        if self[tag] == nil { values.append((tag, bytes)) }
    }

    var hasIdentifiers: Bool {
        self[.studyInstanceUID] != nil && self[.seriesInstanceUID] != nil
            && self[.sopInstanceUID] != nil
    }
}

extension Tag {
    static let mediaStorageSOPClassUID = Tag(0x0002_0002)
    static let transferSyntaxUID = Tag(0x0002_0010)
    static let item = Tag(0xFFFE_E000)
    static let itemDelimitation = Tag(0xFFFE_E00D)
    static let sequenceDelimitation = Tag(0xFFFE_E0DD)

    /// What becomes of the value at the top of a file.
    var headerRole: HeaderRole {
        switch self {
        case .mediaStorageSOPClassUID, .transferSyntaxUID, .specificCharacterSet, .sopInstanceUID,
            .patientID, .studyInstanceUID, .seriesInstanceUID:
            .needed
        case .sopClassUID, .modality, .institutionName: .useful
        default: .skipped
        }
    }
}

/// Whether a value is kept.
enum HeaderRole {
    /// Too long a value refuses the file.
    case needed
    /// Too long a value is left out.
    case useful
    case skipped
}
