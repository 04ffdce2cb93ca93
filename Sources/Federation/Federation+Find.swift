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
        let text = try await texts(query.level, found.ids, style, isStrict: isStrict)
        return text.joined(provenance.joined(found.provenance))
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
        guard plan.unindexedOrder.isEmpty else {
            throw FederationError(
                .fault(
                    OrthancFault(.notImplemented, details: "OrderBy on a tag outside the index")
                ),
                doing: "find"
            )
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
