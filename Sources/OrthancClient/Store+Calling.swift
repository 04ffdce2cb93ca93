extension Store {
    /// Asks, and collects the whole answer; at most 1 MiB of it.
    package func call(_ request: StoreRequest) async throws(StoreError) -> StoreAnswer {
        try await collect(request, limitBytes: 1 << 20)
    }
}

extension StoreAnswer {
    package func header(_ name: String) -> String? {
        headers.first { $0.0.lowercased() == name.lowercased() }?.1
    }
}
