import Basics
import GlobalIndex
import Journal
import JSONText
import OrthancClient
import OrthancModel

/// Finds what a store has made for one part of a modification, whatever its job says.
///
/// Candidates are the instances that the store's feed calls new since before the job was submitted,
/// without those that another job has made. A modified or anonymized one names its source in its
/// metadata. Merged and split ones don't (1.10.1 to 1.13.0): they have what their source has, but
/// for UIDs and what describes patient and study. Others may have the same, so such a one counts
/// only where the job puts what it makes: in a series of the result study that is new, too. Merge
/// and split always make new series, and nothing outside them is ever taken for a result.
struct ResultFinder {
    private static let concurrency = 8
    /// Most series that a failure names.
    private static let mostNamed = 20

    private let job: RunningJob
    private let request: ModifyRequest
    private let part: JobPart
    private let sources: [OrthancID]
    private let splitUID: String?

    /// - Parameters:
    ///   - sources: Instances of which each is to have one result.
    ///   - splitUID: StudyInstanceUID that the store made up for this split; nil: it never said.
    init(
        _ job: RunningJob,
        _ request: ModifyRequest,
        _ part: JobPart,
        _ sources: [OrthancID],
        splitUID: String?
    ) {
        self.job = job
        self.request = request
        self.part = part
        self.sources = sources
        self.splitUID = splitUID
    }

    private var isNamed: Bool { request.operation != .merge && request.operation != .split }

    /// What is there now.
    ///
    /// - Throws: `.failed` when the store made something and nobody can say what.
    func ledger() async throws(JobStop) -> ResultLedger {
        let store = try job.need(part.store)
        let fresh = try await fresh(at: store)
        if isNamed {
            let names = sources.map { (id: $0, mark: $0.description) }
            var ledger = ResultLedger(sources: sources, marks: names)
            for (id, name) in try await named(fresh.instances, at: store) {
                ledger.add(id, of: name)
            }
            return ledger
        }
        let marks = try await marks(of: sources, at: store)
        try await refuseTraces(of: Set(marks.map(\.mark)), fresh, at: store)
        var ledger = ResultLedger(sources: sources, marks: marks)
        for (id, mark) in try await self.marks(of: placed(fresh, at: store), at: store) {
            ledger.add(id, of: mark)
        }
        return ledger
    }

    /// Results that came after everything was found right: surplus, all of them. Only what has a
    /// right result can have one too many.
    ///
    /// - Parameter accepted: Results that are right, with their sources.
    func surplus(
        beyond accepted: [(id: OrthancID, source: OrthancID)]
    ) async throws(JobStop) -> [OrthancID] {
        guard !accepted.isEmpty else { return [] }
        let store = try job.need(part.store)
        let fresh = try await fresh(at: store)
        if isNamed {
            let names = Set(accepted.map(\.source.description))
            return try await named(fresh.instances, at: store).filter { names.contains($0.name) }
                .map(\.id)
        }
        let known = Set(try await marks(of: accepted.map(\.id), at: store).map(\.mark))
        return try await marks(of: placed(fresh, at: store), at: store)
            .filter { known.contains($0.mark) }.map(\.id)
    }

    /// Whether the results lie in as many series as their sources.
    func keepsSeries(_ results: [OrthancID]) async throws(JobStop) -> Bool {
        let store = try job.need(part.store)
        let (before, after) = (
            try await seriesNames(of: sources, at: store),
            try await seriesNames(of: results, at: store)
        )
        return before.count == after.count
    }

    private func seriesNames(
        of ids: [OrthancID],
        at store: Store
    ) async throws(JobStop) -> Set<String> {
        let found = try await each(ids) { id in
            try await store.resource(.instance, id)?.parent?.description
        }
        return Set(found.map { $0.1 })
    }

    // MARK: Candidates

    /// What the store's feed calls new since before the job was submitted.
    private struct Fresh {
        var instances: [OrthancID] = []
        var series: [OrthancID] = []
        var studies: [OrthancID] = []
    }

    private func fresh(at store: Store) async throws(JobStop) -> Fresh {
        var found: [ChangeType: Set<OrthancID>] = [:]
        var cursor = part.storeLast
        while true {
            let page: StoreChanges
            do {
                page = try await store.changes(since: cursor, limit: 1000)
            } catch {
                throw .wait(.seconds(1))
            }
            for change in page.changes { found[change.type, default: []].insert(change.id) }
            guard !page.isDone, page.last > cursor else { break }
            cursor = page.last
        }
        var instances = found[.newInstance] ?? []
        // Changed in place, a source is its own result.
        if !request.isFixed { instances.subtract(sources) }
        return Fresh(
            instances: try await withoutTaken(instances.sorted()),
            series: (found[.newSeries] ?? []).sorted(),
            studies: (found[.newStudy] ?? []).sorted()
        )
    }

    private func withoutTaken(_ ids: [OrthancID]) async throws(JobStop) -> [OrthancID] {
        var taken: Set<OrthancID> = []
        guard !request.isFixed else { return ids }
        for start in stride(from: 0, to: ids.count, by: IndexReader.mostIDs) {
            let chunk = Array(ids[start..<min(start + IndexReader.mostIDs, ids.count)])
            taken.formUnion(
                try await job.read { reader throws(IndexError) in
                    try await reader.taken(chunk, at: part.store)
                }
            )
        }
        return ids.filter { !taken.contains($0) }
    }

    // MARK: Where merge and split put what they make

    /// Those new instances that lie in new series of the result study.
    private func placed(_ fresh: Fresh, at store: Store) async throws(JobStop) -> [OrthancID] {
        guard let study = try await resultStudy(fresh, at: store) else { return [] }
        let series = try await below([study], fresh.series, .series, at: store)
        return try await below(Set(series), fresh.instances, .instance, at: store)
    }

    /// - Returns: nil when there is none, or more than one that could be it.
    private func resultStudy(_ fresh: Fresh, at store: Store) async throws(JobStop) -> OrthancID? {
        guard request.operation == .split else { return request.id }
        guard let splitUID else { return nil }
        let named = try await each(fresh.studies) { id in
            guard let study = try await store.resource(.study, id) else { return nil }
            return try JSONDocument(study.tags).root["StudyInstanceUID"]?.string
        }
        .filter { $0.1 == splitUID && $0.0 != request.id }
        return named.count == 1 ? named[0].0 : nil
    }

    private func below(
        _ parents: Set<OrthancID>,
        _ ids: [OrthancID],
        _ level: Level,
        at store: Store
    ) async throws(JobStop) -> [OrthancID] {
        let names = Set(parents.map(\.description))
        return try await each(ids) { id in
            try await store.resource(level, id)?.parent?.description
        }
        .filter { names.contains($0.1) }.map(\.0)
    }

    /// A store that lost a split before it named the study may have made something all the same:
    /// others' instances can look like it, so then nothing is removed and nothing is done again.
    private func refuseTraces(
        of marks: Set<String>,
        _ fresh: Fresh,
        at store: Store
    ) async throws(JobStop) {
        guard request.operation == .split, splitUID == nil else { return }
        let alike = try await self.marks(of: fresh.instances, at: store)
            .filter { marks.contains($0.mark) }.map(\.id)
        guard !alike.isEmpty else { return }
        let series = try await self.seriesNames(of: alike, at: store).sorted()
        let named = series.prefix(Self.mostNamed).joined(separator: ", ")
        let more = series.count > Self.mostNamed ? " and \(series.count - Self.mostNamed) more" : ""
        throw .failed(
            .internalError,
            details: "The store lost the job before it named the new study; what it may have made "
                + "of it stays, \(alike.count) instances that are new in series \(named)\(more)"
        )
    }

    // MARK: What tells their source

    private func named(
        _ ids: [OrthancID],
        at store: Store
    ) async throws(JobStop) -> [(id: OrthancID, name: String)] {
        let key = request.isAnonymization ? "AnonymizedFrom" : "ModifiedFrom"
        return try await each(ids) { id in
            try await store.metadata(.instance, id)?[key]?.string
        }
        .map { (id: $0.0, name: $0.1) }
    }

    private func marks(
        of ids: [OrthancID],
        at store: Store
    ) async throws(JobStop) -> [(id: OrthancID, mark: String)] {
        try await each(ids) { id in
            try await store.shortTags(of: id).map(InstanceMark.text)
        }
        .map { (id: $0.0, mark: $0.1) }
    }

    /// What the store says of each; those of which it has nothing to say are left out.
    private func each(
        _ ids: [OrthancID],
        _ question: @escaping @Sendable (OrthancID) async throws -> String?
    ) async throws(JobStop) -> [(OrthancID, String)] {
        var all: [(OrthancID, String)] = []
        for start in stride(from: 0, to: ids.count, by: Self.concurrency) {
            let slice = ids[start..<min(start + Self.concurrency, ids.count)]
            do {
                all += try await withThrowingTaskGroup(of: (OrthancID, String?).self) { group in
                    for id in slice {
                        group.addTask(executorPreference: job.loop) {
                            let text = try await question(id)
                            return (id, text)
                        }
                    }
                    var part: [(OrthancID, String)] = []
                    for try await (id, text) in group {
                        if let text { part.append((id, text)) }
                    }
                    return part
                }
            } catch {
                throw Task.isCancelled ? .lost : .wait(.seconds(1))
            }
        }
        return all
    }

    // MARK: Content

    /// Orthanc's Content of a part that succeeded, with what older versions leave out and what this
    /// one has forgotten because it was started again.
    func content(_ said: [UInt8], _ results: [OrthancID]) async throws(JobStop) -> JSONObject {
        var more: [JSONObject.Member] = []
        let now = (try? JSONValue(said, limits: .answer).object) ?? JSONObject()
        if isNamed, let id = request.id {
            more.append(("ParentResources", .array([.string(id.description)])))
            more.append(
                (
                    "Resources",
                    .array([
                        [
                            "ID": .string(id.description), "Type": .string(request.level.typeName),
                        ]
                    ])
                )
            )
        }
        if let first = results.first, request.id != nil,
            now[isNamed ? "ID" : "TargetStudy"] == nil
        {
            more += try await target(of: first)
        }
        return now.adding(JSONObject(more))
    }

    private func target(of result: OrthancID) async throws(JobStop) -> [JSONObject.Member] {
        let store = try job.need(part.store)
        var members: [JSONObject.Member] = []
        do {
            guard let instance = try await store.resource(.instance, result),
                let series = instance.parent,
                let study = try await store.resource(.series, series)?.parent,
                let patient = try await store.resource(.study, study)?.parent
            else { return [] }
            guard isNamed else { return [("TargetStudy", .string(study.description))] }
            let level = request.level
            let id = [Level.patient: patient, .study: study, .series: series][level] ?? result
            members = [
                ("ID", .string(id.description)),
                ("Path", .string("/\(level.pathName)/\(id)")),
                ("PatientID", .string(patient.description)), ("Type", .string(level.typeName)),
            ]
        } catch {
            throw .wait(.seconds(1))
        }
        return members
    }
}

/// What an instance keeps when its UIDs and what describes patient and study change.
enum InstanceMark {
    /// A digest of the tags of groups 0018, 0020 and 0028, without UIDs and study tags, and of
    /// class, modality, dates and times.
    ///
    /// Orthanc leaves all of them alone when it merges and splits: live 1.10.1, 1.12.7, 1.13.0.
    static func text(_ tags: JSONElement) -> String {
        var kept: [UInt8] = []
        for (key, value) in tags.members {
            guard let name = key.string, isKept(name) else { continue }
            kept += Array(name.utf8) + Array(value.text) + [0x0A]
        }
        return Digest.sha256(kept).hexadecimal
    }

    private static let kept: Set<String> = [
        "0008,0012", "0008,0013", "0008,0016", "0008,0021", "0008,0022", "0008,0023",
        "0008,0031", "0008,0032", "0008,0033", "0008,0060",
    ]
    private static let dropped: Set<String> = [
        "0020,000d", "0020,000e", "0020,0010", "0020,0052", "0020,0200", "0020,1070",
        "0020,1200", "0020,1206", "0020,1208",
    ]

    private static func isKept(_ name: String) -> Bool {
        let group = name.prefix(4)
        return (group == "0018" || group == "0020" || group == "0028") && !dropped.contains(name)
            || kept.contains(name)
    }
}
