import OrthancClient

extension StoreAnswer {
    /// Servers between us and a store say so when they don't know what it does; it may be at it
    /// still, and clients repeat on these.
    var isDoubtful: Bool { [408, 502, 503, 504].contains(status) }
}
