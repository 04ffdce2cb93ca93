import Basics
import EventLoop
import GlobalIndex
package import JSONText
import OrthancModel
import Placement

/// What the index knows of the number and the likeness of copies.
package struct ReplicationReport: Sendable {
    var copies = 1
    var lacking = Finding()
    var lackingInstances = 0
    var differing = Finding()
    var patients = Finding()
    var studies = Finding()
    var doubtful = Finding()
    var waiting = 0
    /// The time was enough for all series.
    var isComplete = true
    var stores: [StoreCounts] = []

    struct StoreCounts: Sendable {
        let name: StoreName
        let indexed: Int
        /// By the store's own account, as last read; nil before the first time.
        let held: Int?
        let unconfirmed: Int
        let owed: Int
        let isTrusted: Bool
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("Copies", copies)
            writer.member("IsComplete", isComplete)
            writer.member("WaitingSeries", waiting)
            finding("UnderReplicatedSeries", lacking, lackingInstances, &writer)
            finding("DivergentInstances", differing, nil, &writer)
            finding("ConflictingPatients", patients, nil, &writer)
            finding("ConflictingStudies", studies, nil, &writer)
            finding("DoubtfulInstances", doubtful, nil, &writer)
            writer.key("Stores")
            writer.array { writer in
                for store in stores { write(store, to: &writer) }
            }
        }
    }

    private func finding(
        _ name: String,
        _ finding: Finding,
        _ instances: Int?,
        _ writer: inout JSONWriter
    ) {
        writer.key(name)
        writer.object { writer in
            writer.member("Count", finding.count)
            writer.key("First")
            writer.array(finding.first.map(\.description))
            if let instances { writer.member("Instances", instances) }
        }
    }

    private func write(_ store: StoreCounts, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("HeldInstances")
            if let held = store.held { writer.integer(held) } else { writer.null() }
            writer.member("IndexedInstances", store.indexed)
            writer.member("IsTrusted", store.isTrusted)
            writer.member("Name", store.name.description)
            writer.member("OwedDeletions", store.owed)
            writer.member("UnconfirmedInstances", store.unconfirmed)
        }
    }
}

extension Federation {
    /// Counts what lacks copies, what differs, and what index and stores disagree about.
    ///
    /// Asks no store: sizes and identities are compared here, checksums by a job.
    package func replicationReport() async throws(FederationError) -> ReplicationReport {
        var report = ReplicationReport()
        report.copies = placement.copies
        let until = Deadline.after(limits.stores, from: loop.now)
        var after: OrthancID?
        repeat {
            let (copies, from) = (report.copies, after)
            let page = try await indexed("report") {
                try await $0.replication(copies: copies, after: from)
            }
            report.lacking.add(page.lacking)
            report.lackingInstances += page.lackingInstances
            report.differing.add(page.differing)
            after = page.next
            report.isComplete = after == nil
        } while after != nil && until.remaining(at: loop.now) > .zero
        report.patients = try await indexed("report") { try await $0.conflicting(.patient) }
        report.studies = try await indexed("report") { try await $0.conflicting(.study) }
        let doubt = try await indexed("report") { try await $0.doubtful() }
        report.doubtful = doubt.doubtful
        report.waiting = doubt.waiting
        report.stores = try await storeCounts()
        return report
    }

    private func storeCounts() async throws(FederationError) -> [ReplicationReport.StoreCounts] {
        let upkeep = try await indexed("report") { try await $0.upkeep() }
        let rows = try await indexed("report") { try await $0.stores() }
        var result: [ReplicationReport.StoreCounts] = []
        for one in upkeep {
            guard let row = rows.first(where: { $0.key == one.store }) else { continue }
            let counts = try await indexed("report") { try await $0.copyCounts(one.store) }
            let remote = row.remote.flatMap { try? JSONValue($0) }
            result.append(
                ReplicationReport.StoreCounts(
                    name: row.name,
                    indexed: counts.instances,
                    held: remote?["CountInstances"]?.integer.map { Int($0) },
                    unconfirmed: one.unconfirmed,
                    owed: one.owed,
                    isTrusted: !row.phase.hasPrefix("quarantined") && row.state != .quarantined
                )
            )
        }
        return result.sorted { $0.name < $1.name }
    }
}
