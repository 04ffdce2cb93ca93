package import OrthancClient
package import OrthancModel

/// Brings what users have attached to a resource from one of its holders to another.
///
/// Only what the target lacks is written, nothing is ever overwritten: once both hold the resource,
/// changes reach both, and the newer value must not lose to a copy of the older one.
package struct Belongings: Sendable {
    let source: Store
    let target: Store

    package init(from source: Store, to target: Store) {
        self.source = source
        self.target = target
    }

    /// - Returns: false when the target shows something else in the place of something, or can't
    ///   keep it (labels before 1.12, a name of metadata that it doesn't know).
    /// - Throws: What may be tried again.
    package func bring(_ level: Level, _ id: OrthancID) async throws(StoreError) -> Bool {
        let metadata = try await bringMetadata(level, id)
        let attachments = try await bringAttachments(level, id)
        let labels = try await bringLabels(level, id)
        if level == .patient, try await source.isProtected(id) { try await target.protect(id) }
        return metadata && attachments && labels
    }

    /// Whether the target shows all that the source does.
    package func areKept(_ level: Level, _ id: OrthancID) async throws(StoreError) -> Bool {
        let metadata = try await source.userMetadata(level, id)
        if !metadata.isEmpty {
            let kept = try await target.userMetadata(level, id)
            guard metadata.allSatisfy({ kept[$0.key] == $0.value }) else { return false }
        }
        if level == .patient, try await source.isProtected(id) {
            guard try await target.isProtected(id) else { return false }
        }
        let labels = try await source.labels(level, id)
        if !labels.isEmpty {
            let kept = try await target.labels(level, id)
            guard Set(labels).isSubset(of: kept) else { return false }
        }
        let attachments = try await source.userAttachments(level, id)
        guard !attachments.isEmpty else { return true }
        let kept = Set(try await target.userAttachments(level, id))
        for name in attachments {
            guard kept.contains(name) else { return false }
            let theirs = try await source.md5(of: name, level, id)
            let ours = try await target.md5(of: name, level, id)
            guard theirs == ours else { return false }
        }
        return true
    }

    private func bringMetadata(_ level: Level, _ id: OrthancID) async throws(StoreError) -> Bool {
        let wanted = try await source.userMetadata(level, id)
        guard !wanted.isEmpty else { return true }
        let present = try await target.userMetadata(level, id)
        var isWhole = true
        for (name, value) in wanted.sorted(by: { $0.key < $1.key }) where present[name] != value {
            guard present[name] == nil else {
                isWhole = false
                continue
            }
            do {
                try await target.setMetadata(name, value, level, id)
            } catch {
                guard error.isRefusal else { throw error }
                isWhole = false
            }
        }
        return isWhole
    }

    private func bringAttachments(
        _ level: Level,
        _ id: OrthancID
    ) async throws(StoreError) -> Bool {
        let wanted = try await source.userAttachments(level, id)
        guard !wanted.isEmpty else { return true }
        let present = Set(try await target.userAttachments(level, id))
        var isWhole = true
        for name in wanted {
            do {
                if !present.contains(name) {
                    try await target.takeAttachment(name, level, id, from: source)
                }
                let theirs = try await source.md5(of: name, level, id)
                let ours = try await target.md5(of: name, level, id)
                if theirs != ours { isWhole = false }
            } catch {
                guard error.isRefusal else { throw error }
                isWhole = false
            }
        }
        return isWhole
    }

    private func bringLabels(_ level: Level, _ id: OrthancID) async throws(StoreError) -> Bool {
        let wanted = try await source.labels(level, id)
        guard !wanted.isEmpty else { return true }
        let present = Set(try await target.labels(level, id))
        for label in wanted where !present.contains(label) {
            do {
                try await target.setLabel(label, level, id)
            } catch {
                guard error.isRefusal else { throw error }
                return false
            }
        }
        return true
    }
}

extension StoreError {
    /// The store has answered and would answer so again.
    var isRefusal: Bool {
        if case .status(let status) = kind { return status < 500 || status == 507 }
        return false
    }
}
