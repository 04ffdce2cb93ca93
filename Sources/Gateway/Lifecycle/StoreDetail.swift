import Federation
import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel

/// One store as `/stores?expand` shows it. No secret, and no reference to one.
struct StoreDetail: Sendable {
    let view: StoreView
    let row: StoreRow
    let counts: IndexStatistics?
    /// What the store still owes, by kind.
    let owed: [OwedSum]

    func write(to writer: inout JSONWriter) {
        let system = view.health.system
        writer.object { writer in
            writer.key("Capabilities")
            writer.array(system?.capabilities.names ?? [])
            if let counts {
                writer.key("Counts")
                writer.object { writer in
                    writer.member("Instances", counts.instances)
                    writer.member("Patients", counts.patients)
                    writer.member("Series", counts.series)
                    writer.member("Studies", counts.studies)
                }
            }
            optional("DicomAet", system?.dicomAet, &writer)
            optional("Health", view.health.isUp ? "Up" : "Down", &writer)
            writer.member("HealthSince", view.health.since)
            writer.member("IsFull", view.isFull)
            writer.member("IsImported", view.isImported)
            writer.key("LagSeconds")
            if let age = view.ageSeconds { writer.integer(age) } else { writer.null() }
            writer.member("Managed", row.management.rawValue)
            writer.member("MaxConnections", view.configuration.maximumConnections)
            writer.member("Name", view.name.description)
            optional("Note", row.note, &writer)
            writer.key("Owed")
            write(owed: &writer)
            let removals = owed.filter { $0.kind == "delete" || $0.kind == "remove" }
            writer.member("OwedDeletions", removals.reduce(0) { $0 + $1.count })
            writer.member("Priority", view.configuration.priority)
            optional("Reason", view.health.reason, &writer)
            writer.member("State", row.state.rawValue)
            writer.member("Synchronisation", row.phase)
            writer.member("Url", row.url)
            optional("Username", view.configuration.username, &writer)
            optional("Version", view.version?.description, &writer)
            writer.member("Weight", view.configuration.weight)
        }
    }

    private func write(owed writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("Count", owed.reduce(0) { $0 + $1.count })
            writer.key("Kinds")
            writer.object { writer in for sum in owed { writer.member(sum.kind, sum.count) } }
            writer.key("OldestSeconds")
            if let age = owed.map(\.ageSeconds).max() {
                writer.integer(age)
            } else {
                writer.null()
            }
        }
    }

    private func optional(_ name: String, _ value: String?, _ writer: inout JSONWriter) {
        if let value { writer.member(name, value) }
    }
}
