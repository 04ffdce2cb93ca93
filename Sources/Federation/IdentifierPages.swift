import GlobalIndex
import OrthancModel

/// Identifiers of one level, page by page.
struct IdentifierPages {
    private enum Source {
        /// The level's own list, read from the index as it is wanted.
        case list(since: Int, after: OrthancID?, left: Int)
        case given(ArraySlice<OrthancID>)
    }

    let level: Level
    private var source: Source
    /// Nothing more comes.
    private(set) var isAtEnd = false

    /// Ascending, from the `since`-th on.
    init(of level: Level, since: Int, limit: Int?) {
        self.level = level
        source = .list(since: since, after: nil, left: limit ?? .max)
    }

    init(of level: Level, _ ids: [OrthancID]) {
        self.level = level
        source = .given(ids[...])
        isAtEnd = ids.isEmpty
    }

    /// Up to `most` further ones.
    mutating func next(
        _ most: Int,
        from federation: Federation
    ) async throws(FederationError) -> [OrthancID] {
        switch source {
        case .given(let ids):
            source = .given(ids.dropFirst(most))
            isAtEnd = ids.count <= most
            return Array(ids.prefix(most))
        case .list(let since, let after, let left):
            let (level, wanted) = (level, min(most, left))
            let page = try await Self.page(level, after, since, wanted, from: federation)
            source = .list(since: 0, after: page.last, left: left - page.count)
            isAtEnd = page.count < wanted || left == page.count
            return page
        }
    }

    /// Past its first page a list goes on behind the last identifier, whatever comes or goes.
    private static func page(
        _ level: Level,
        _ after: OrthancID?,
        _ since: Int,
        _ limit: Int,
        from federation: Federation
    ) async throws(FederationError) -> [OrthancID] {
        guard let after else {
            return try await federation.identifiers(of: level, since: since, limit: limit)
        }
        return try await federation.indexed("list") {
            try await $0.list(level, after: after, since: since, limit: limit).ids
        }
    }
}
