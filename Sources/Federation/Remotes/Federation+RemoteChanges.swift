import EventLoop
import GlobalIndex
import JSONText
import OrthancClient
package import OrthancModel

extension Federation {
    /// How long one store may take to learn or forget a name.
    private static let changeTime: Duration = .seconds(5)

    /// Makes every store know a modality or peer.
    ///
    /// The first store that is up judges the settings. They are remembered, so that a store that is
    /// down, or that forgets them when it starts again, gets them later. Settings with a password
    /// are not: who did not get them is named as missing.
    ///
    /// - Parameter isOurs: Whether a URL leads to this gateway.
    package func put(
        _ kind: RemoteKind,
        _ name: String,
        _ settings: [UInt8],
        isOurs: (String) -> Bool
    ) async throws(FederationError) -> DelegatedAnswer {
        guard JSONDepth.isHarmless(settings) else { throw Self.refused("It nests too deeply") }
        let value = try? JSONValue(settings)
        if kind == .peers, let url = value.flatMap(Self.url), isLoop(url, isOurs: isOurs) {
            throw Self.refused("A peer must not be this gateway or one of its stores")
        }
        let views = snapshot.stores
        let isSecret = value.map(Self.holdsSecret) ?? true
        guard views.contains(where: isReachable) || isSecret else {
            return try await remember(kind, name, settings)
        }
        let first = try delegate(nil)
        let answer = try await changed(first) { store throws(StoreError) in
            try await store.put(kind, name, settings, within: Self.changeTime)
        }
        guard answer.status == 200 else {
            return DelegatedAnswer(answer: answer, provenance: Provenance())
        }
        if isSecret {
            // What was remembered before leads elsewhere.
            try await writing("forget remote") { try await $0.drop(kind, name) }
        } else {
            _ = try await remember(kind, name, settings)
        }
        let missing = await everywhere(views, but: first.view.name) { store in
            let answer = try? await store.put(kind, name, settings, within: Self.changeTime)
            return answer?.status == 200
        }
        var provenance = Provenance()
        provenance.missing = missing
        return DelegatedAnswer(answer: answer, provenance: provenance)
    }

    /// Makes every store forget a modality or peer.
    ///
    /// - Returns: The answer of a store that knew it, or that of the first one.
    package func forget(
        _ kind: RemoteKind,
        _ name: String
    ) async throws(FederationError) -> DelegatedAnswer {
        let isRemembered = try await indexed("look for remote") { reader throws(IndexError) in
            try await reader.remotes()
        }.contains { $0.kind == kind && $0.name == name }
        try await writing("forget remote") { try await $0.forget(kind, name) }
        var best: StoreAnswer?
        var missing: [StoreName] = []
        for view in snapshot.stores {
            guard isReachable(view), let store = store(view.name),
                let answer = try? await store.forget(kind, name, within: Self.changeTime),
                answer.status == 200 || answer.status == 404
            else {
                missing.append(view.name)
                continue
            }
            let done = ForgottenRemote(kind: kind, name: name, store: view.key)
            try? await index.write { try await $0.hasForgotten(done) }
            if best == nil || answer.status == 200 { best = answer }
        }
        if best?.status != 200, isRemembered || !missing.isEmpty {
            best = .empty
        }
        var provenance = Provenance()
        provenance.missing = missing
        return DelegatedAnswer(
            answer: best ?? StoreAnswer(status: 404, headers: [], body: []),
            provenance: provenance
        )
    }

    /// - Returns: As if every store were still to get it.
    private func remember(
        _ kind: RemoteKind,
        _ name: String,
        _ settings: [UInt8]
    ) async throws(FederationError) -> DelegatedAnswer {
        try await writing("remember remote") { writer in
            try await writer.put(kind, name, settings: settings)
        }
        var provenance = Provenance()
        provenance.missing = snapshot.stores.map(\.name)
        return DelegatedAnswer(answer: .empty, provenance: provenance)
    }

    // MARK: Pieces

    private static func refused(_ details: String) -> FederationError {
        FederationError(
            .fault(OrthancFault(.parameterOutOfRange, details: details)),
            doing: "set remote"
        )
    }

    private func changed(
        _ delegate: Delegate,
        _ change: (Store) async throws(StoreError) -> StoreAnswer
    ) async throws(FederationError) -> StoreAnswer {
        let answer: StoreAnswer
        do {
            answer = try await change(delegate.store)
        } catch {
            throw FederationError(
                error.bytesSent
                    ? .outcomeUnknown(delegate.view.name) : .unavailable([delegate.view.name]),
                doing: "change remote",
                cause: "\(error.kind)"
            )
        }
        guard !answer.isDoubtful else {
            throw FederationError(
                .outcomeUnknown(delegate.view.name),
                doing: "change remote",
                cause: "status \(answer.status)"
            )
        }
        return answer
    }

    /// - Returns: Stores where it was not done, ascending.
    private func everywhere(
        _ views: [StoreView],
        but done: StoreName,
        _ change: @escaping @Sendable (Store) async -> Bool
    ) async -> [StoreName] {
        await withTaskGroup(of: StoreName?.self) { group in
            for view in views where view.name != done {
                group.addTask(executorPreference: loop) { [self] in
                    guard isReachable(view), let store = store(view.name), await change(store)
                    else { return view.name }
                    return nil
                }
            }
            var missing: [StoreName] = []
            for await name in group { if let name { missing.append(name) } }
            return missing.sorted()
        }
    }

    // MARK: Loops and secrets

    /// The URL of a peer's settings: `{"Url": …}` or `[url, …]`.
    static func url(of settings: JSONValue) -> String? {
        settings["Url"]?.string ?? settings.array?.first?.string
    }

    private static func holdsSecret(_ settings: JSONValue) -> Bool {
        if let list = settings.array {
            return list.count > 2 && list.first?.string?.contains("://") == true
        }
        return ["Password", "HttpHeaders", "CertificateKeyPassword"].contains {
            settings[$0].map { !$0.isNull && $0.array?.isEmpty != true } ?? false
        }
    }

    /// What is sent to a store of ours, or to us, would come back to where it is.
    func isLoop(_ url: String, isOurs: (String) -> Bool) -> Bool {
        let place = Self.place(url)
        return isOurs(place)
            || snapshot.stores.contains { Self.place($0.configuration.url) == place }
    }

    /// Host and port of a URL, lower case.
    static func place(_ url: String) -> String {
        let lower = url.lowercased()
        let isSecure = lower.hasPrefix("https://")
        let rest = lower.split(separator: "://", maxSplits: 1).last ?? ""
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let host = authority.split(separator: "@").last.map(String.init) ?? ""
        let hasPort = host.last != "]" && host.contains(":")
        return hasPort ? host : host + (isSecure ? ":443" : ":80")
    }
}

extension StoreAnswer {
    /// Done, and nothing to say.
    fileprivate static let empty = StoreAnswer(
        status: 200,
        headers: [("Content-Type", "text/plain")],
        body: []
    )
}
