/// One load test: what is loaded, with which data, how much of what, and what must hold.
///
/// Made by ``ScenarioReader`` from one YAML file; every default is filled in and every name that
/// is referred to exists. Reference: loadtests/README.md, which lists every key.
package struct Scenario: Sendable, Equatable {
    package var name: String
    /// The first is the one that traffic meets unless it names another; never empty.
    package var targets: [Target]
    package var observe: [Source]
    package var corpus: Corpus
    package var demand: Demand?
    /// In the order of the file, names unique, never empty.
    package var traffic: [Traffic]
    package var sessions: [Session]
    package var arrival: ArrivalPattern
    /// Factors of the stated rates over the time of a fixed plan.
    package var profile: RateProfile
    /// One for each traffic entry at least: what states no other must be correct.
    package var clauses: [Clause]
    package var plan: Plan
    package var cleanup: Cleanup
    package var report: Report
    package var limits: Limits
    package var closedLoop: ClosedLoop?
    /// In place of the stated rates: when each entry of the traffic is due. No file states it.
    package var recording: Recording?

    /// Every random choice of a run follows from it.
    package var seed: UInt64 { corpus.seed }

    /// Arrivals a second of `entry` at the stated load (1x); a weight counts per arriving study of
    /// the busy hour.
    package func rate(of entry: Traffic) -> Double {
        switch entry.amount {
        case .rate(let rate): rate
        case .weight(let weight): weight * (demand?.busyHourRate ?? 0)
        }
    }

    /// Arrivals a second over a long time at the stated load: bursts may add to ``rate(of:)``.
    package func meanRate(of entry: Traffic) -> Double {
        guard case .bursts(let bursts) = arrival else { return rate(of: entry) }
        return rate(of: entry) * bursts.mean
    }

    /// Preloaded studies at which the plan is carried out, one after the other; never empty.
    package var preloads: [Int] {
        if case .capacity(let search) = plan, !search.sizes.isEmpty { return search.sizes }
        return [corpus.preload.studies]
    }

    /// Arrivals a second of all traffic at the stated load, over a long time.
    package var arrivalRate: Double { traffic.reduce(0) { $0 + meanRate(of: $1) } }

    /// The same with so many times the uploads.
    package func offering(uploads factor: Double) -> Scenario {
        var changed = self
        for place in traffic.indices where traffic[place].isUpload {
            switch traffic[place].amount {
            case .rate(let rate): changed.traffic[place].amount = .rate(rate * factor)
            case .weight(let weight): changed.traffic[place].amount = .weight(weight * factor)
            }
        }
        return changed
    }

    package func session(named name: String) -> Session? { sessions.first { $0.name == name } }
    package func target(named name: String) -> Target? { targets.first { $0.name == name } }
}

extension Scenario {
    /// What becomes of what the traffic has uploaded; the preload stays, for the next run.
    package enum Cleanup: String, Sendable, CaseIterable {
        case deleteUploaded = "delete-uploaded"
        case keep
    }

    /// Where the results go; nil: not written.
    package struct Report: Sendable, Equatable {
        package var html: String?
        package var json: String?
        package var markdown: String?
        package var junit: String?
        /// Folders.
        package var csv: String?
        package var hlog: String?
    }

    /// Of the generator.
    package struct Limits: Sendable, Equatable {
        /// Most sessions and bursts under way, and most requests that wait for a connection.
        package var inFlight: Int
        /// Most connections to one target.
        package var connections: Int
    }

    /// So many workers, each beginning its next operation when the last has ended.
    ///
    /// Rates and weights then only tell the mix. A slow target is asked less, which flatters it:
    /// every report must say that the loop was closed.
    package struct ClosedLoop: Sendable, Equatable {
        package var workers: Int
        package var duration: Duration
    }
}
