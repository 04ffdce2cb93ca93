/// What a caller may see.
package enum Scope: Hashable, Sendable {
    case everything
    /// Resources that at least one of these stores holds. Empty: nothing at all.
    case stores(Set<StoreName>)

    package func includes(_ store: StoreName) -> Bool {
        switch self {
        case .everything: true
        case .stores(let stores): stores.contains(store)
        }
    }
}
