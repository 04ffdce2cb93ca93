package import Basics
import DICOM
import EventLoop
import GlobalIndex
import JSONText
import OrthancClient
package import OrthancModel

extension Federation {
    /// `/tools/find` over the union.
    ///
    /// Constraints on main DICOM tags are answered by the index. Others are asked of holders,
    /// candidate by candidate in the asked order, until the page is full.
    package func find(
        _ query: FindQuery,
        isStrict: Bool,
        deadline: Deadline
    ) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        let found = try await matches(
            query,
            from: query.since,
            most: query.limit ?? 0,
            isStrict: isStrict,
            deadline: deadline
        )
        var style: AnswerStyle?
        if query.expand || query.responseContent != nil {
            var expanded = AnswerStyle()
            expanded.format = query.format
            expanded.content = query.responseContent
            expanded.requestedTags = query.shownTags
            style = expanded
        }
        let text = try await texts(query.level, found.ids, style)
        return Answer(text, provenance.joined(found.provenance))
    }

    /// `/tools/count-resources`: as many as a find without limit would give.
    package func count(
        _ query: FindQuery,
        isStrict: Bool,
        deadline: Deadline
    ) async throws(FederationError) -> (count: Int, provenance: Provenance) {
        let provenance = try indexProvenance(isStrict: isStrict)
        let plan = FindPlan(query)
        if plan.unindexed.isEmpty, query.metadata.isEmpty {
            return (try await indexed("count") { try await $0.count(plan) }, provenance)
        }
        let found = try await matches(
            query,
            from: 0,
            most: 0,
            isStrict: isStrict,
            deadline: deadline
        )
        return (found.ids.count, provenance.joined(found.provenance))
    }

    /// Ids that match, `most` of them (0: all) from the `from`-th on, in the asked order.
    private func matches(
        _ query: FindQuery,
        from: Int,
        most: Int,
        isStrict: Bool,
        deadline: Deadline
    ) async throws(FederationError) -> (ids: [OrthancID], provenance: Provenance) {
        guard query.labels.isEmpty else {
            throw FederationError(
                .fault(OrthancFault(.notImplemented, details: "Labels are not served yet")),
                doing: "find"
            )
        }
        let plan = FindPlan(query)
        guard !plan.isEmpty else { return ([], Provenance()) }
        guard !plan.unindexed.isEmpty || !query.metadata.isEmpty else {
            return (try await indexed("find") { try await $0.find(plan) }, Provenance())
        }
        let search = StoreSearch(
            federation: self,
            plan: plan,
            metadata: query.metadata,
            deadline: deadline
        )
        guard plan.unindexedOrder.isEmpty else {
            throw FederationError(
                .fault(
                    OrthancFault(.notImplemented, details: "OrderBy on a tag outside the index")
                ),
                doing: "find"
            )
        }
        let needed = most == 0 ? Int.max : from + most
        try await search.run(until: needed)
        guard !isStrict || search.provenance.isComplete else {
            throw FederationError(.incomplete, doing: "find", provenance: search.provenance)
        }
        return (Array(search.matched.dropFirst(from).prefix(needed - from)), search.provenance)
    }
}

extension FindQuery {
    /// What an expanded answer shows as RequestedTags: the tags asked for, and those of the query
    /// that are no main tags.
    ///
    /// Source: a live Orthanc 1.12.7.
    fileprivate var shownTags: [Tag] {
        var tags = requestedTags
        for tag in constraints.map(\.tag) where !tags.contains(tag) {
            let isMain = MainDicomTags.level(of: tag, seenFrom: level) != nil
            if !isMain || ComputedTag(tag) != nil { tags.append(tag) }
        }
        return tags
    }
}

/// One find on tags that the index does not have: candidates from the index, in the asked order,
/// each judged by the tags of its sample instance.
///
/// Limits: `Federation.Limits.candidates` candidates, `candidateChunk` at a time.
///
/// `@unchecked Sendable`: confined to its loop's thread.
private final class StoreSearch: @unchecked Sendable {
    private let federation: Federation
    private let plan: FindPlan
    private let metadata: [MetadataConstraint]
    private let deadline: Deadline
    private(set) var matched: [OrthancID] = []
    private(set) var provenance = Provenance()
    private var examined = 0

    init(
        federation: Federation,
        plan: FindPlan,
        metadata: [MetadataConstraint],
        deadline: Deadline
    ) {
        self.federation = federation
        self.plan = plan
        self.metadata = metadata
        self.deadline = deadline
    }

    /// Judges candidates until `needed` have matched or none are left.
    func run(until needed: Int) async throws(FederationError) {
        var cursor: FindCursor?
        repeat {
            let place = cursor
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
            try await judge(page.ids)
            cursor = page.next
            guard federation.loop.now < deadline.instant else {
                throw FederationError(.cancelled, doing: "find", cause: "deadline passed")
            }
        } while cursor != nil && matched.count < needed
    }

    private func judge(_ ids: [OrthancID]) async throws(FederationError) {
        var verdicts = [Bool](repeating: false, count: ids.count)
        let outcomes = await withTaskGroup(
            of: (Int, Result<(Bool, [StoreName]), FederationError>).self
        ) { group in
            for (position, id) in ids.enumerated() {
                group.addTask(executorPreference: federation.loop) { [self] in
                    (position, await verdict(on: id))
                }
            }
            var all: [(Int, Result<(Bool, [StoreName]), FederationError>)] = []
            for await outcome in group { all.append(outcome) }
            return all
        }
        for (position, outcome) in outcomes {
            let (isMatch, failed) = try outcome.get()
            verdicts[position] = isMatch
            for name in failed where !provenance.missing.contains(name) {
                provenance.missing.append(name)
            }
        }
        provenance.missing.sort()
        for (position, id) in ids.enumerated() where verdicts[position] { matched.append(id) }
    }

    /// Whether a candidate matches, and which holders could not be asked.
    private func verdict(
        on id: OrthancID
    ) async -> Result<(Bool, [StoreName]), FederationError> {
        do {
            if !plan.unindexed.isEmpty {
                let (tags, failed) = try await federation.sampleTags(plan.level, id)
                guard let tags else { return .success((false, failed)) }
                for constraint in plan.unindexed {
                    let value = tags[constraint.tag.description]?.string
                    guard constraint.matches(value) else { return .success((false, [])) }
                }
            }
            guard !metadata.isEmpty else { return .success((true, [])) }
            let (values, failed) = try await federation.metadata(plan.level, id)
            guard let values else { return .success((false, failed)) }
            let isMatch = metadata.allSatisfy { $0.matches(values[$0.name]?.string) }
            return .success((isMatch, []))
        } catch {
            return .failure(error)
        }
    }
}

extension Federation {
    /// Metadata of a resource from its first holder that answers.
    func metadata(
        _ level: Level,
        _ id: OrthancID
    ) async throws(FederationError) -> (values: JSONElement?, failed: [StoreName]) {
        let holders = try await indexed("find holders") { try await $0.holders(level, id) }
        var failed: [StoreName] = []
        for view in ordered(holders.map(\.store)) {
            guard isReachable(view), let store = store(view.name) else {
                failed.append(view.name)
                continue
            }
            do {
                if let values = try await store.metadata(level, id) { return (values, []) }
            } catch {
                failed.append(view.name)
            }
        }
        return (nil, failed)
    }
}
