import Basics
import DICOM
import GlobalIndex
import OrthancModel
import Packing

/// Writes an archive into a channel: folders or a medium's images, and a medium's directory.
///
/// `@unchecked Sendable`: confined to one loop's thread.
final class ArchiveStream: @unchecked Sendable {
    private let federation: Federation
    private let list: ArchiveList
    private let kind: ArchiveQuestion.Kind
    private let window: FetchWindow
    private let zip: ZipWriter
    private var layout: ArchiveLayout
    private var names: [String] = []
    private var first: HeldFile?

    init(
        _ federation: Federation,
        _ list: ArchiveList,
        _ kind: ArchiveQuestion.Kind,
        _ window: FetchWindow,
        _ zip: ZipWriter
    ) {
        self.federation = federation
        self.list = list
        self.kind = kind
        self.window = window
        self.zip = zip
        layout = ArchiveLayout(kind)
    }

    /// Gets the first file, so that a failure can still be told.
    func begin() async throws(FederationError) { first = try await window.take() }

    /// Writes all of it.
    ///
    /// - Throws: When it could not be made whole; then it must not look as if it were.
    func run() async throws {
        for series in list.series {
            try await open(series)
            for position in series.range {
                let file = try await nextFile()
                try await write(file, list.entries[position], position - series.range.lowerBound)
            }
        }
        if let directory = layout.directory {
            try await zip.add("DICOMDIR", directory.file(uid: Self.newUID()))
        }
        let wanted = list.entries.count + (layout.directory == nil ? 0 : 1)
        guard zip.entries == wanted else { throw ZipWriter.Problem.wrongSize }
        try await zip.close()
    }

    func stop() {
        first?.body.abandon()
        window.close()
    }

    // MARK: Pieces

    private func open(_ series: ArchiveList.Series) async throws(FederationError) {
        let place = series.place
        var tags: [Level: MainTags] = [:]
        for (level, id) in [
            (Level.patient, place.patient), (.study, place.study), (.series, place.series),
        ] where layout.needs(level, id) {
            tags[level] = try await self.tags(level, id, place)
        }
        layout.open(place, tags)
        names =
            kind == .archive ? list.fileNames(of: series, modality: layout.modality) : []
    }

    /// A patient is who the study says, for other holders may mean somebody else.
    private func tags(
        _ level: Level,
        _ id: OrthancID,
        _ place: SeriesPlace
    ) async throws(FederationError) -> MainTags {
        try await federation.indexed("read tags") { index in
            guard level == .patient else {
                return MainTags(try await index.ownTags(level, [id])[id])
            }
            return MainTags(try await index.patientTags(ofStudy: place.study))
        }
    }

    private func nextFile() async throws -> HeldFile {
        if let file = first {
            first = nil
            return file
        }
        guard let file = try await window.take() else { throw ZipWriter.Problem.wrongSize }
        return file
    }

    private func write(_ file: HeldFile, _ entry: ArchiveList.Entry, _ number: Int) async throws {
        defer { file.body.abandon() }
        let name = layout.path(kind == .archive ? names[number] : nil)
        try await zip.begin(name, size: file.length)
        var moved: Int64 = 0
        while !file.body.isExhausted {
            await file.body.untilReadable()
            file.note()
            if file.body.count > 0 { try await zip.untilRoom() }
            let amount = try zip.move(from: file.body)
            file.moved(amount)
            moved += Int64(amount)
        }
        guard file.isWhole || file.isGenuine(moved: moved) else {
            federation.poke(file.store, [entry.id])
            throw FederationError(.unavailable([file.store]), doing: "send file")
        }
        try await zip.end()
        try layout.add(file.header, entry, name)
    }

    /// A UID without a registered root. Source: PS3.5 annex B.2.
    private static func newUID() -> String {
        let high = UInt64.random(in: .min ... .max)
        return "2.25.\(UInt64.random(in: 1 ... .max))\(high)"
    }
}
