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
        let survey = HeadSurvey(raw)
        for rule in Self.rules where rule.isBroken(survey, raw, limits) {
            throw GateFault(rule.reason)
        }
        let framing = try Self.framing(survey)
        if case .length(let length) = framing, length > limits.bodyBytes {
            throw GateFault(.bodyTooLarge)
        }
        let target = try RequestTarget(raw.block.bytes[raw.block.target])
        let method = try Self.method(raw, survey, target, framing)
        if let index = survey.override { raw.block.fields[index].isHidden = true }
        return Admission(
            head: RequestHead(
                method: method,
                path: target.path,
                query: target.query.filter { $0.name != "_method" },
                headers: HeaderList(raw.block),
                remoteAddress: remoteAddress,
                isHTTP10: raw.version == .http10
            ),
            framing: framing,
            awaitsContinue: survey.expectations == 1 && raw.version == .http11
        )
    }

    // MARK: The table

    private struct Rule: Sendable {
        let reason: Refusal.Reason
        let isBroken: @Sendable (borrowing HeadSurvey, borrowing RawHead, GateLimits) -> Bool

        init(
            _ reason: Refusal.Reason,
            _ isBroken:
                @escaping @Sendable (borrowing HeadSurvey, borrowing RawHead, GateLimits)
                -> Bool
        ) {
            self.reason = reason
            self.isBroken = isBroken
        }
    }

    private static let rules: [Rule] = [
        Rule(.hiddenBytes) { _, raw, _ in raw.hidesBytes },
        Rule(.version) { _, raw, _ in raw.version == .other },
        Rule(.targetTooLong) { _, raw, limits in raw.block.target.count > limits.targetBytes },
        Rule(.tooManyHeaders) { _, raw, limits in raw.block.fields.count > limits.headerCount },
        Rule(.headersTooLarge) { _, raw, limits in raw.size > limits.headBytes },
        Rule(.methodName) { survey, _, _ in survey.hasBadMethod },
        Rule(.headerName) { survey, _, _ in survey.hasBadName },
        Rule(.headerValue) { survey, _, _ in survey.hasBadValue },
        Rule(.hostRepeated) { survey, _, _ in survey.hosts > 1 },
        Rule(.hostMissing) { survey, raw, _ in survey.hosts == 0 && raw.version == .http11 },
        Rule(.hostMalformed) { survey, _, _ in survey.hasBadHost },
        Rule(.contentLengthRepeated) { survey, _, _ in survey.lengths > 1 },
        Rule(.contentLengthBesideTransferEncoding) { survey, _, _ in
            survey.lengths > 0 && survey.encodings > 0
        },
        Rule(.transferEncoding) { survey, raw, _ in
            survey.encodings > 0
                && (survey.encodings > 1 || !survey.isChunked || raw.version != .http11)
        },
        Rule(.upgrade) { survey, _, _ in survey.upgrades > 0 },
        Rule(.expectation) { survey, _, _ in
            survey.expectations > 1 || survey.hasUnknownExpectation
        },
        Rule(.methodOverride) { survey, _, _ in survey.overrides > 1 },
    ]

    private static func framing(_ survey: borrowing HeadSurvey) throws(GateFault) -> BodyFraming {
        if survey.isChunked { return .chunked }
        guard survey.lengths > 0 else { return .none }
        guard let length = survey.length else { throw GateFault(.contentLengthMalformed) }
        return length == 0 ? .none : .length(length)
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
        let name = raw.block.text(at: raw.block.method)
        var override =
            survey.override.map { raw.block.text(at: raw.block.value(of: raw.block.fields[$0])) }
            ?? ""
        if override.isEmpty, name == Method.get.rawValue, !target.query.isEmpty {
            override = target.query.first { $0.name == "_method" }?.value ?? ""
        }
        if !override.isEmpty {
            switch override.uppercased() {
            case "PUT": return .put
            case "DELETE": return .delete
            default: throw GateFault(400, .methodOverride, closes: framing != .none)
            }
        }
        if let method = Method(rawValue: name) { return method }
        let status = answersToOtherMethods[name] ?? 400
        throw GateFault(status, .method, closes: framing != .none)
    }

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
