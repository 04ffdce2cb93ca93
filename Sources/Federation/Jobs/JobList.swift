import GlobalIndex
import JSONText

/// All jobs that somebody may see, from three sources.
struct JobList {
    private enum Entry {
        case own(JobRecord)
        /// In the store's own words.
        case bound(BoundID, [UInt8])
    }

    private var entries: [String: Entry] = [:]

    init(own: [JobRecord]) {
        for record in own { entries[record.jobID.description] = .own(record) }
    }

    /// Adds what stores show and what is remembered of what they no longer show.
    ///
    /// - Parameter parts: What belongs to a job of the gateway, which is shown instead.
    mutating func add(
        remembered: [StoreJobRecord],
        live: [BoundID: [UInt8]],
        hiding parts: Set<BoundID>
    ) {
        for record in remembered {
            if let text = record.text, !record.isHidden {
                entries[record.id.description] = .bound(record.id, text)
            }
        }
        let hidden = Set(remembered.filter(\.isHidden).map(\.id))
        for (id, text) in live where !hidden.contains(id) {
            entries[id.description] = .bound(id, text)
        }
        for part in parts { entries[part.description] = nil }
    }

    func text(isExpanded: Bool) -> [UInt8] {
        var writer = JSONWriter(.orthanc, capacity: 4096)
        writer.array { writer in
            for (id, entry) in entries.sorted(by: { $0.key < $1.key }) {
                switch entry {
                case _ where !isExpanded: writer.string(id)
                case .own(let record): JobText.write(record, to: &writer)
                case .bound(let id, let text): JobText.write(text, as: id, to: &writer)
                }
            }
        }
        return writer.bytes
    }
}
