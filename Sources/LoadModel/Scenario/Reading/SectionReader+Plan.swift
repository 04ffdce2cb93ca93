internal import Yams

/// How the load lies over time, and what is done with it.
extension SectionReader {
    func arrival() -> ArrivalPattern {
        guard case .mapping? = node("arrival") else {
            switch scalar("arrival") {
            case "poisson", nil: return .poisson
            case "deterministic": return .deterministic
            case let other?:
                let text = "expected poisson, deterministic or a mapping with `kind: bursts`"
                add(.wrongType, "arrival", "\(other.quoted) stands here; \(text)")
                return .poisson
            }
        }
        let inner = nested("arrival", .bursts)
        switch inner.choice("kind") {
        case "bursts": return .bursts(inner.bursts())
        case "deterministic": return .deterministic
        default: return .poisson
        }
    }

    private func bursts() -> ArrivalPattern.Bursts {
        let (calm, burst) = (value("calm"), value("burst"))
        if calm == 0, burst == 0 {
            add(.outOfRange, "burst", "is 0x as `calm` is: nothing arrives")
        }
        return ArrivalPattern.Bursts(
            calm: calm,
            burst: burst,
            calmFor: max(.milliseconds(1), duration("calmFor")),
            burstFor: max(.milliseconds(1), duration("burstFor"))
        )
    }

    func profile() -> RateProfile {
        guard states("profile") else { return .constant(1, for: .seconds(300)) }
        var pieces: [RateProfile.Piece] = []
        for (node, path) in elements("profile") {
            let isRamp = Self.peek(node, "ramp") != nil
            let reader = SectionReader(node, isRamp ? .ramp : .hold, path, log)
            let last = pieces.last?.to
            pieces.append(isRamp ? reader.ramp(after: last) : reader.hold(after: last))
        }
        let profile = RateProfile(pieces)
        if profile.arrivals == 0, log.problems.isEmpty {
            add(.outOfRange, "profile", "is 0x all the time: nothing arrives")
        }
        return profile
    }

    private func hold(after last: Double?) -> RateProfile.Piece {
        let factor = valueIfAny("at") ?? last ?? 1
        return RateProfile.Piece(duration: duration("hold"), from: factor, to: factor)
    }

    private func ramp(after last: Double?) -> RateProfile.Piece {
        let from = valueIfAny("from") ?? last ?? 0
        return RateProfile.Piece(duration: duration("ramp"), from: from, to: value("to"))
    }

    // MARK: Plan

    func plan() -> Scenario.Plan {
        guard let node = node("plan") else { return .fixed(repeats: 1) }
        switch Self.peek(node, "kind") {
        case "fixed": return .fixed(repeats: nested("plan", .fixedPlan).repeats())
        case "capacity":
            var inner = nested("plan", .capacityPlan)
            inner.isQuick = Self.peek(node, "profile") == "quick"
            return .capacity(inner.search())
        default:
            _ = nested("plan", .anyPlan).choice("kind")
            return .fixed(repeats: 1)
        }
    }

    private func repeats() -> Int {
        _ = choice("kind")
        return count("repeats")
    }

    private func search() -> Scenario.Search {
        _ = choice("kind")
        var confirm = nested("confirm", .confirmation)
        confirm.isQuick = isQuick
        let search = Scenario.Search(
            profile: choice("profile", or: .full),
            start: value("start"),
            limit: value("limit"),
            precision: value("precision"),
            confirm: .init(runs: confirm.count("runs"), each: confirm.duration("each")),
            budget: duration("budget"),
            sizes: counts("sizes"),
            uploads: factors("uploads")
        )
        if search.start >= search.limit, search.limit > 0, search.start > 0 {
            let limit = Quantity.text(search.limit, .factor)
            add(.contradiction, "start", "is not below `limit`, which is \(limit)")
        }
        if !search.uploads.isEmpty, !search.uploads.contains(1) {
            add(.missing, "uploads", "lacks 1x, the stated load, about which the verdict is")
        }
        if !search.uploads.isEmpty, !search.sizes.isEmpty {
            add(.contradiction, "uploads", "stands beside `sizes`; one search differs in one thing")
        }
        return search
    }

    /// What a plan asks of the rest of the file.
    func checkPlan(of scenario: Scenario) {
        checkSize(of: scenario)
        if scenario.closedLoop != nil {
            for name in ["arrival", "profile"] where states(name) {
                add(.contradiction, name, "stands beside `closedLoop`, which has no schedule")
            }
        }
        guard case .capacity(let search) = scenario.plan else { return }
        if scenario.closedLoop != nil {
            add(
                .contradiction,
                "closedLoop",
                "stands beside a capacity plan, which needs a schedule"
            )
        }
        if states("profile") {
            add(
                .contradiction,
                "profile",
                "stands beside a capacity plan, which makes its own steps"
            )
        }
        if !search.sizes.isEmpty, scenario.corpus.preload.studies > 0 {
            add(.contradiction, "corpus", "preload.studies stands beside plan.sizes; drop one")
        }
        if !search.uploads.isEmpty, !scenario.traffic.contains(where: \.isUpload) {
            add(.contradiction, "plan", "uploads: nothing in `traffic` is an upload")
        }
        if scenario.clauses.allSatisfy({ $0.bounds.isEmpty && $0.errors == nil }) {
            add(.missing, "slo", "a capacity plan needs a clause that states a quantile or errors")
        }
    }

    /// Refuses a schedule that nobody could walk to its end, in a file that has nothing else wrong.
    private func checkSize(of scenario: Scenario) {
        guard scenario.closedLoop == nil, log.problems.isEmpty else { return }
        let (arrivals, changes) = (scenario.arrivalsAtMost, scenario.burstChanges)
        if arrivals > Scenario.mostArrivals {
            let limit = Quantity.figure(Scenario.mostArrivals)
            let text = "comes to \(Quantity.figure(arrivals)) arrivals in all; \(limit) at most"
            add(.outOfRange, "profile", text)
        }
        if changes > Scenario.mostBurstChanges {
            let limit = Quantity.figure(Scenario.mostBurstChanges)
            let text = "changes \(Quantity.figure(changes)) times in all; \(limit) at most"
            add(.outOfRange, "arrival", text)
        }
    }
}
