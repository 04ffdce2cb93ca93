import Basics
import DICOM
import EventLoop
import GlobalIndex
import OrthancClient
import OrthancModel

/// Gets files from any holder that has them, each one checked as far as it can be before anybody
/// sees a byte of it.
///
/// A file of up to ``wholeBytes`` is taken whole first, so that one that is cut, has the wrong
/// size, is another instance's or does not have the checksum of what its store once took in is
/// asked of the next holder. Of a longer one the head is checked before and the rest while it
/// passes.
///
/// `@unchecked Sendable`: confined to its loop's thread.
final class FileFetch: @unchecked Sendable {
    let federation: Federation
    let list: ArchiveList
    let transcoding: Transcoding?
    let wholeBytes: Int
    private var load: [StoreKey: Int] = [:]
    /// Some store has said that it can't give it in the syntax that is wanted.
    private var untranscoded: Set<OrthancID> = []

    /// Questions of one archive to one store at a time: others want its connections too.
    static let window = 3

    init(_ federation: Federation, _ list: ArchiveList, _ transcoding: Transcoding?, whole: Int) {
        self.federation = federation
        self.list = list
        self.transcoding = transcoding
        wholeBytes = whole
    }

    /// Whether some holder of the file could begin now.
    func hasRoom(for entry: ArchiveList.Entry) -> Bool {
        list.holders(of: entry).contains { load[$0, default: 0] < Self.window }
    }

    /// - Parameter arrived: Called when a holder has no more to send; the file is looked at then.
    /// - Throws: `.unavailable` when no holder can be reached or gives the right file.
    func fetch(
        _ entry: ArchiveList.Entry,
        arrived: () -> Void = {}
    ) async throws(FederationError) -> HeldFile {
        var failed: [StoreName] = []
        for view in holders(of: entry) {
            guard federation.isReachable(view), let store = federation.store(view.name) else {
                failed.append(view.name)
                continue
            }
            load[view.key, default: 0] += 1
            let answer = await ask(store, view, entry)
            load[view.key, default: 1] -= 1
            arrived()
            if let file = await judged(answer, entry) { return file }
            guard !Task.isCancelled else {
                throw FederationError(.cancelled, doing: "fetch file")
            }
            if transcoding == nil { federation.poke(view.name, [entry.id]) }
            failed.append(view.name)
        }
        if let transcoding, untranscoded.contains(entry.id) {
            let details = "An instance can't be transcoded to \(transcoding.syntax)"
            throw FederationError(
                .fault(OrthancFault(.notImplemented, details: details)),
                doing: "fetch file"
            )
        }
        throw FederationError(.unavailable(failed.sorted()), doing: "fetch file")
    }

    /// As everybody's holders are ordered, and of equals the one with the least to do.
    private func holders(of entry: ArchiveList.Entry) -> [StoreView] {
        let ordered = federation.ordered(list.holders(of: entry))
        return ordered.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if a.health.isSuspect != b.health.isSuspect { return b.health.isSuspect }
            if a.configuration.priority != b.configuration.priority {
                return a.configuration.priority < b.configuration.priority
            }
            let (busy, other) = (load[a.key, default: 0], load[b.key, default: 0])
            return busy == other ? left.offset < right.offset : busy < other
        }.map(\.element)
    }

    private func ask(
        _ store: Store,
        _ view: StoreView,
        _ entry: ArchiveList.Entry
    ) async -> HeldFile? {
        guard let stream = try? await store.open(request(entry, of: view)) else { return nil }
        guard stream.status == 200,
            let length = stream.length ?? (transcoding == nil ? entry.bytes : nil)
        else {
            if transcoding != nil { untranscoded.insert(entry.id) }
            stream.body.abandon()
            return nil
        }
        // No more is taken than was counted on.
        guard transcoding != nil || entry.bytes ?? length == length else {
            stream.body.abandon()
            return nil
        }
        let file = HeldFile(stream, length: length, from: store.name)
        await take(file)
        return file
    }

    /// The attachment comes with its checksum, which the route `file` does not give.
    private func request(_ entry: ArchiveList.Entry, of view: StoreView) -> StoreRequest {
        if let transcoding {
            return transcoding.request(
                entry.id,
                of: view.version.map { Capabilities(version: $0) }
            )
        }
        let id = entry.id.description
        return StoreRequest(.get, ["instances", id, "attachments", "dicom", "data"])
    }

    /// A file of up to ``wholeBytes`` is here then, and of a longer one its head.
    private func take(_ file: HeldFile) async {
        if file.length > wholeBytes { await file.begin() } else { await file.collect() }
    }

    /// The file if it is right, as far as that can be said now.
    private func judged(_ file: HeldFile?, _ entry: ArchiveList.Entry) async -> HeldFile? {
        guard let file else { return nil }
        guard await isRight(file, entry) else {
            file.body.abandon()
            return nil
        }
        return file
    }

    private func isRight(_ file: HeldFile, _ entry: ArchiveList.Entry) async -> Bool {
        if file.length > wholeBytes {
            guard file.body.end != .failed else { return false }
        } else {
            guard await file.judge() else { return false }
        }
        if let transcoding {
            if file.header?.transferSyntaxUID == transcoding.syntax { return true }
            untranscoded.insert(entry.id)
            return false
        }
        guard let header = file.header else { return true }
        return await isInstance(entry.id, header)
    }

    /// Identifiers are hashed as Orthanc does, but for a few PatientIDs that only the store itself
    /// reads as it does; then the instance's own UID must do.
    private func isInstance(_ id: OrthancID, _ header: InstanceHeader) async -> Bool {
        if InstanceIdentity(header).instance == id { return true }
        let tags = try? await federation.indexed("read tags") {
            try await $0.ownTags(.instance, [id])
        }
        guard let text = tags?[id] else { return false }
        return MainTags(text)["SOPInstanceUID"].map { Array($0.utf8) } == header.sopInstanceUID
    }
}
