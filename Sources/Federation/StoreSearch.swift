import Basics
import DICOM
import EventLoop
import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel

/// One find on tags that the index does not have: candidates from the index, in the asked order,
/// each judged by the tags of its sample instance and by its metadata.
///
/// A candidate whose holders can't be asked is left out, and they are named; the rest keeps its
/// order and its number, so that pages are exact for the stores that answer. Nothing is kept.
///
/// Limits: `Federation.Limits.candidates` candidates, `candidateChunk` at a time.
///
/// `@unchecked Sendable`: confined to its loop's thread.
final class StoreSearch: @unchecked Sendable {
    private let federation: Federation
    private let plan: FindPlan
    private let metadata: [MetadataConstraint]
    private let isStrict: Bool
    private let deadline: Deadline
    private let poll: HolderPoll
    private(set) var matched: [OrthancID] = []
    private var examined = 0

    init(
        federation: Federation,
        plan: FindPlan,
        metadata: [MetadataConstraint],
        isStrict: Bool,
        deadline: Deadline
    ) {
        self.federation = federation
        self.plan = plan
        self.metadata = metadata
        self.isStrict = isStrict
        self.deadline = deadline
        poll = HolderPoll(federation)
    }

    /// The stores that some candidate was asked of in vain.
    var provenance: Provenance {
        var provenance = Provenance()
        provenance.missing = poll.missing
        return provenance
    }

    /// Judges candidates until `needed` have matched or none are left.
    ///
    /// - Throws: `.incomplete` when the caller is strict and something is missing; `.unavailable`
    ///   when not one store had an answer; `.tooMuch`; `.cancelled` past the deadline.
    func run(until needed: Int) async throws(FederationError) {
        var cursor: FindCursor?
        repeat {
            let page = try await candidates(after: cursor)
            try await judge(page.ids)
            cursor = page.next
            try check()
        } while cursor != nil && matched.count < needed
        guard poll.hasHeard || poll.missing.isEmpty else {
            throw FederationError(.unavailable(poll.missing), doing: "find")
        }
    }

    private func candidates(after place: FindCursor?) async throws(FederationError) -> CandidatePage
    {
        let page = try await federation.indexed("find candidates") { [plan, federation] in
            try await $0.candidates(
                plan,
                after: place,
                limit: federation.limits.candidateChunk
            )
        }
        examined += page.ids.count
        guard examined <= federation.limits.candidates else {
            throw FederationError(
                .tooMuch(
                    "More than \(federation.limits.candidates) candidates for tags outside "
                        + "the index; add a constraint on an indexed tag"
                ),
                doing: "find"
            )
        }
        return page
    }

    private func check() throws(FederationError) {
        guard federation.loop.now < deadline.instant, !Task.isCancelled else {
            throw FederationError(
                .cancelled,
                doing: "find",
                cause: "deadline passed",
                provenance: provenance
            )
        }
        guard !isStrict || poll.missing.isEmpty else {
            throw FederationError(.incomplete, doing: "find", provenance: provenance)
        }
    }

    private func judge(_ ids: [OrthancID]) async throws(FederationError) {
        var left = ids
        if !plan.unindexed.isEmpty, !left.isEmpty {
            let tags = await poll.ask(try await federation.samples(plan.level, left)) {
                store,
                id,
                patience throws(StoreError) in
                try await store.shortTags(
                    of: id,
                    firstByte: patience.firstByte,
                    within: patience.within
                )
            }
            left = zip(left, tags).filter { $1.map(hasMatchingTags) ?? false }.map(\.0)
        }
        if !metadata.isEmpty, !left.isEmpty {
            let level = plan.level
            let values = await poll.ask(try await federation.holders(level, left)) {
                store,
                id,
                patience throws(StoreError) in
                try await store.metadata(
                    level,
                    id,
                    firstByte: patience.firstByte,
                    within: patience.within
                )
            }
            left = zip(left, values).filter { $1.map(hasMatchingMetadata) ?? false }.map(\.0)
        }
        matched += left
    }

    private func hasMatchingTags(_ tags: JSONElement) -> Bool {
        plan.unindexed.allSatisfy { $0.matches(tags[$0.tag.description]?.string) }
    }

    private func hasMatchingMetadata(_ values: JSONElement) -> Bool {
        metadata.allSatisfy { $0.matches(values[$0.name]?.string) }
    }
}

extension Federation {
    /// The instances that stand for resources: of each, the lowest id of the union below it.
    ///
    /// - Returns: One a resource, in their order; without holders when nothing is below it.
    func samples(
        _ level: Level,
        _ ids: [OrthancID]
    ) async throws(FederationError) -> [HolderPoll.Subject] {
        try await together(ids) { [self] id throws(FederationError) in
            guard let sample = try await sample(of: level, id) else {
                return HolderPoll.Subject(id: id, holders: [])
            }
            let keys = try await indexed("find holders") {
                try await $0.holders(ofInstance: sample)
            }
            return HolderPoll.Subject(id: sample, holders: ordered(keys))
        }
    }

    private func sample(
        of level: Level,
        _ id: OrthancID
    ) async throws(FederationError) -> OrthancID? {
        guard level < .instance else { return id }
        return try await indexed("find sample") {
            try await $0.relatives(.instance, of: level, id)
        }.first
    }

    /// Resources with their holders, in the order of `ids`.
    func holders(
        _ level: Level,
        _ ids: [OrthancID]
    ) async throws(FederationError) -> [HolderPoll.Subject] {
        try await together(ids) { [self] id throws(FederationError) in
            let holders = try await indexed("find holders") { try await $0.holders(level, id) }
            return HolderPoll.Subject(id: id, holders: ordered(holders.map(\.store)))
        }
    }

    /// Does the same for all of `ids` at once.
    private func together(
        _ ids: [OrthancID],
        _ work: @escaping @Sendable (OrthancID) async throws(FederationError) -> HolderPoll.Subject
    ) async throws(FederationError) -> [HolderPoll.Subject] {
        let outcomes = await withTaskGroup(
            of: (Int, Result<HolderPoll.Subject, FederationError>).self
        ) { group in
            for (position, id) in ids.enumerated() {
                group.addTask(executorPreference: loop) {
                    // Swift 6.3 with -O loses `position` when the call that throws stands inside of
                    // the tuple.
                    let outcome: Result<HolderPoll.Subject, FederationError>
                    do throws(FederationError) {
                        outcome = .success(try await work(id))
                    } catch {
                        outcome = .failure(error)
                    }
                    return (position, outcome)
                }
            }
            var all: [(Int, Result<HolderPoll.Subject, FederationError>)] = []
            for await outcome in group { all.append(outcome) }
            return all.sorted { $0.0 < $1.0 }
        }
        var subjects: [HolderPoll.Subject] = []
        for (_, outcome) in outcomes { subjects.append(try outcome.get()) }
        return subjects
    }
}
