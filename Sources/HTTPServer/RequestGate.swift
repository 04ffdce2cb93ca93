/// Decides from its head alone whether a request may reach a handler.
///
/// The first code that sees a request, and a pure function. libmicrohttpd 0.9.75 lets through what
/// smuggles requests past a proxy (two lengths, a length beside an encoding, folded lines, bare
/// line feeds) or makes it wait for ever (unknown encodings), so all of it is refused here.
package struct RequestGate: Sendable {
    /// A request that may pass.
    package struct Admission {
        package let head: RequestHead
        package let framing: BodyFraming
        package let awaitsContinue: Bool
    }

    package enum BodyFraming: Equatable, Sendable {
        case none
        case length(Int64)
        case chunked
    }

    package let limits: GateLimits

    package init(limits: GateLimits = GateLimits()) { self.limits = limits }

    /// The verdict on `raw`. Its block becomes the head's.
    package func judge(
        _ raw: RawHead,
        from remoteAddress: String
    ) -> Result<Admission, GateFault> {
        do throws(GateFault) {
            return .success(try admit(raw, from: remoteAddress))
        } catch {
            return .failure(error)
        }
    }

    private func admit(
        _ raw: RawHead,
        from remoteAddress: String
    ) throws(GateFault) -> Admission {
        let survey = HeadSurvey(raw, limits)
        if let reason = survey.firstFault { throw GateFault(reason) }
        let framing = survey.framing
        let target = try RequestTarget(raw.block.bytes[raw.block.target])
        let method = try Self.method(raw, survey, target, framing)
        if let index = survey.override { raw.block.fields[index].isHidden = true }
        return Admission(
            head: RequestHead(
                method: method,
                path: target.path,
                query: target.query.isEmpty ? [] : target.query.filter { $0.name != "_method" },
                headers: HeaderList(raw.block),
                remoteAddress: remoteAddress,
                isHTTP10: raw.version == .http10
            ),
            framing: framing,
            awaitsContinue: survey.awaitsContinue
        )
    }

    // MARK: Methods

    /// As Orthanc 1.10.1: the header counts for every method and wins; `_method` for GET only;
    /// both in any case, PUT or DELETE; an empty one is as none.
    private static func method(
        _ raw: RawHead,
        _ survey: borrowing HeadSurvey,
        _ target: RequestTarget,
        _ framing: BodyFraming
    ) throws(GateFault) -> Method {
        let plain = Self.methods.first { raw.block.isExactly($0.name, at: raw.block.method) }?
            .method
        var override = survey.override.map {
            raw.block.text(at: raw.block.value(of: raw.block.fields[$0]))
        }
        if override?.isEmpty ?? true, plain == .get, !target.query.isEmpty {
            override = target.query.first { $0.name == "_method" }?.value
        }
        if let override, !override.isEmpty {
            switch override.uppercased() {
            case "PUT": return .put
            case "DELETE": return .delete
            default: throw GateFault(400, .methodOverride, closes: framing != .none)
            }
        }
        if let plain { return plain }
        let status = answersToOtherMethods[raw.block.text(at: raw.block.method)] ?? 400
        throw GateFault(status, .method, closes: framing != .none)
    }

    private static let methods: [(name: StaticString, method: Method)] = [
        ("GET", .get), ("POST", .post), ("PUT", .put), ("DELETE", .delete),
    ]

    /// What Orthanc answers to methods that it refuses; 400 to any other.
    private static let answersToOtherMethods = ["HEAD": 404, "OPTIONS": 404]
}

/// Most that a request head may have.
package struct GateLimits: Sendable {
    package var targetBytes = 8192
    package var headerCount = 100
    /// Of the whole head, request line included.
    package var headBytes = 32_768
    /// Of a body whose length is declared.
    package var bodyBytes: Int64 = 4 << 30

    package init() {}
}

/// The gate's refusal on its way out.
package struct GateFault: Error, Equatable {
    package let refusal: Refusal

    init(_ reason: Refusal.Reason) { refusal = Refusal(reason) }

    init(_ status: Int, _ reason: Refusal.Reason, closes: Bool) {
        refusal = Refusal(status: status, reason: reason, closes: closes)
    }
}
