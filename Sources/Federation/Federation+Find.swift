package import Basics
import DICOM
import GlobalIndex
package import OrthancModel

extension Federation {
    /// `/tools/find` over the union.
    ///
    /// Constraints on main DICOM tags are answered by the index. Others are asked of holders,
    /// candidate by candidate in the asked order, until the page is full; what only stores hold
    /// that can't be asked is left out, and the answer names them.
    package func find(
        _ query: FindQuery,
        isStrict: Bool,
        deadline: Deadline
    ) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        if let style = query.style, let page = try await indexedPage(query) {
            return try await texts(page, style, isStrict: isStrict).joined(provenance)
        }
        let found = try await matches(
            query,
            from: query.since,
            most: query.limit ?? 0,
            isStrict: isStrict,
            deadline: deadline
        )
        let pages = IdentifierPages(of: query.level, found.ids)
        let text = try await array(pages, query.style, isStrict: isStrict)
        return text.joined(provenance.joined(found.provenance))
    }

    /// A page that the index can answer by itself, in one question as a rule; else nil.
    private func indexedPage(
        _ query: FindQuery
    ) async throws(FederationError) -> [IndexedResource]? {
        guard let limit = query.limit, limit <= Self.chunk, query.metadata.isEmpty
        else { return nil }
        let plan = FindPlan(query, unsure: unsureTags)
        guard plan.unindexed.isEmpty, plan.unindexedOrder.isEmpty else { return nil }
        return try await indexed("find") { try await $0.resources(plan) }
    }

    /// `/tools/count-resources`: as many as a find without limit would give.
    package func count(
        _ query: FindQuery,
        isStrict: Bool,
        deadline: Deadline
    ) async throws(FederationError) -> (count: Int, provenance: Provenance) {
        let provenance = try indexProvenance(isStrict: isStrict)
        let plan = FindPlan(query, unsure: unsureTags)
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
        let plan = FindPlan(query, unsure: unsureTags)
        guard !plan.isEmpty else { return ([], Provenance()) }
        guard plan.unindexedOrder.isEmpty else {
            return try await sortedMatches(query, from: from, most: most, isStrict, deadline)
        }
        guard !plan.unindexed.isEmpty || !query.metadata.isEmpty else {
            return (try await indexed("find") { try await $0.find(plan) }, Provenance())
        }
        let search = StoreSearch(
            federation: self,
            plan: plan,
            metadata: query.metadata,
            isStrict: isStrict,
            deadline: deadline
        )
        let needed = most == 0 ? Int.max : from + most
        try await search.run(until: needed)
        return (Array(search.matched.dropFirst(from).prefix(needed - from)), search.provenance)
    }

    /// The same in an order that the index doesn't have: all that matches, sorted, then the page.
    private func sortedMatches(
        _ query: FindQuery,
        from: Int,
        most: Int,
        _ isStrict: Bool,
        _ deadline: Deadline
    ) async throws(FederationError) -> (ids: [OrthancID], provenance: Provenance) {
        let order: MetadataOrder
        do {
            order = try MetadataOrder(query.order)
        } catch {
            throw FederationError(.fault(error), doing: "find")
        }
        var bare = query
        bare.order = []
        bare.since = 0
        bare.limit = nil
        let found = try await matches(
            bare,
            from: 0,
            most: 0,
            isStrict: isStrict,
            deadline: deadline
        )
        let sorted = try await sorted(found.ids, of: query.level, order)
        let provenance = found.provenance.joined(sorted.provenance)
        guard !isStrict || provenance.isComplete else {
            throw FederationError(.incomplete, doing: "find", provenance: provenance)
        }
        let rest = sorted.ids.dropFirst(from)
        return (Array(most == 0 ? rest : rest.prefix(most)), provenance)
    }
}

extension FindQuery {
    /// How to write what is found; nil for its identifiers alone.
    fileprivate var style: AnswerStyle? {
        guard expand || responseContent != nil else { return nil }
        var style = AnswerStyle()
        style.format = format
        style.content = responseContent
        style.requestedTags = shownTags
        return style
    }

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
