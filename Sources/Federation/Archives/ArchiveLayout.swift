import Basics
import DICOM
import GlobalIndex
import OrthancModel

/// Where the entries of an archive stand, and what the directory of a medium says of them.
struct ArchiveLayout {
    private let kind: ArchiveQuestion.Kind
    /// What is open at each level.
    private var open: [Level: OrthancID] = [:]
    private var folders: [String] = []
    private var taken = [UniqueNames](repeating: UniqueNames(), count: 4)
    private(set) var modality = ""
    private var images = 0
    /// Records that wait for their first instance, whose character set they bear.
    private var waiting: [DirectoryRecordSource] = []
    private(set) var directory: MediaDirectory?

    init(_ kind: ArchiveQuestion.Kind) {
        self.kind = kind
        if kind != .archive { directory = MediaDirectory() }
    }

    /// Whether a resource is not the one that is open at its level.
    func needs(_ level: Level, _ id: OrthancID) -> Bool { open[level] != id }

    /// Goes to a series. `tags` has those of every level that ``needs(_:_:)`` asked for.
    mutating func open(_ place: SeriesPlace, _ tags: [Level: MainTags]) {
        for (level, id) in [
            (Level.patient, place.patient), (.study, place.study), (.series, place.series),
        ] {
            guard let tags = tags[level] else { continue }
            open[level] = id
            enter(level, tags)
            waiting.append(DirectoryRecordSource(level: level, tags: tags))
        }
    }

    private mutating func enter(_ level: Level, _ tags: MainTags) {
        let depth = level.rawValue
        let keys: [String] =
            switch level {
            case .patient: ["PatientID", "PatientName"]
            case .study: ["AccessionNumber", "StudyDescription"]
            default: ["Modality", "SeriesDescription"]
            }
        if level == .series { modality = tags["Modality"] ?? "" }
        let name = ArchiveNames.folder(keys.map { tags[$0] ?? "" }, level)
        folders = folders.prefix(depth) + [taken[depth].take(name)]
        taken[depth + 1] = UniqueNames()
    }

    /// The path of the next entry.
    ///
    /// - Parameter name: Its file name; nil on a medium, where it is a number.
    mutating func path(_ name: String?) -> String {
        guard let name else {
            images += 1
            return "IMAGES/IM\(images - 1)"
        }
        return (folders + [taken[Level.instance.rawValue].take(name)]).joined(separator: "/")
    }

    /// Takes an instance into the directory, if there is one.
    ///
    /// - Throws: `.unavailable` when its header can't be read.
    mutating func add(
        _ header: InstanceHeader?,
        _ entry: ArchiveList.Entry,
        _ path: String
    ) throws(FederationError) {
        guard directory != nil else { return }
        guard let header else {
            throw FederationError(.unavailable([]), doing: "read header for DICOMDIR")
        }
        let records = waiting.map { record($0, header) } + [image(header, entry, path)]
        waiting = []
        for record in records { directory?.add(record) }
    }

    private func record(
        _ source: DirectoryRecordSource,
        _ header: InstanceHeader
    ) -> DirectoryRecord {
        switch source.level {
        case .patient: source.patient(header)
        case .study: source.study(header, seriesOf: waiting.last?.tags)
        default: source.series(header, isExtended: kind == .media(isExtended: true))
        }
    }

    /// Source: the attributes that Orthanc 1.12.7 writes.
    private func image(
        _ header: InstanceHeader,
        _ entry: ArchiveList.Entry,
        _ path: String
    ) -> DirectoryRecord {
        var record = DirectoryRecord(.image)
        record.add(.referencedFileID, String(path.map { $0 == "/" ? "\\" : $0 }))
        record.add(.referencedSOPClassUIDInFile, header.sopClassUID ?? "")
        record.add(
            .referencedSOPInstanceUIDInFile,
            String(decoding: header.sopInstanceUID, as: UTF8.self)
        )
        record.add(
            .referencedTransferSyntaxUIDInFile,
            header.transferSyntaxUID ?? "1.2.840.10008.1.2"
        )
        record.add(.specificCharacterSet, header.specificCharacterSet)
        record.add(.instanceNumber, entry.number)
        return record
    }
}
