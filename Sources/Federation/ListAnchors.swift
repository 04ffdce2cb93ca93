import GlobalIndex
import OrthancModel

/// Where pages of long lists began, so that a client that walks through one doesn't make the index
/// count from its beginning for every page.
///
/// What is remembered holds for one moment of the union; when a resource has come or gone, it is
/// worth nothing and forgotten. Bounded: the latest ``capacity`` pages a level.
struct ListAnchors {
    /// The identifier that stands before position `position` of its list.
    struct Anchor: Equatable {
        let position: Int
        let after: OrthancID
        let union: UnionStamp
    }

    private static let capacity = 64
    private var latest = [[Anchor]](repeating: [], count: Level.allCases.count)

    /// The last known place at or before a position of a level's list.
    func nearest(_ level: Level, to position: Int) -> Anchor? {
        latest[level.rawValue].filter { $0.position <= position }
            .max { $0.position < $1.position }
    }

    mutating func remember(_ anchor: Anchor, of level: Level) {
        var anchors = latest[level.rawValue].filter {
            $0.union == anchor.union && $0.position != anchor.position
        }
        if anchors.count >= Self.capacity { anchors.removeFirst() }
        anchors.append(anchor)
        latest[level.rawValue] = anchors
    }

    /// Forgets places in a union that is gone.
    mutating func forget(_ level: Level) { latest[level.rawValue] = [] }
}

extension Federation {
    /// Identifiers of a level from position `since` on, ascending.
    func identifiers(
        of level: Level,
        since: Int,
        limit: Int
    ) async throws(FederationError) -> [OrthancID] {
        if let anchor = anchors.nearest(level, to: since) {
            let page = try await listed(level, anchor.after, since - anchor.position, limit)
            if page.union == anchor.union { return remembering(page, level, since) }
            anchors.forget(level)
        }
        return remembering(try await listed(level, nil, since, limit), level, since)
    }

    private func listed(
        _ level: Level,
        _ after: OrthancID?,
        _ since: Int,
        _ limit: Int
    ) async throws(FederationError) -> IdentifierPage {
        try await indexed("list") {
            try await $0.list(level, after: after, since: since, limit: limit)
        }
    }

    private func remembering(
        _ page: IdentifierPage,
        _ level: Level,
        _ since: Int
    ) -> [OrthancID] {
        if let last = page.ids.last {
            let position = since + page.ids.count
            anchors.remember(.init(position: position, after: last, union: page.union), of: level)
        }
        return page.ids
    }
}
