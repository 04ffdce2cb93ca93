internal import JSONText
package import OrthancModel

/// One page of a store's feed.
package struct StoreChanges: Sendable {
    /// Ascending by sequence. Types that we don't know are left out.
    package let changes: [Change]
    /// Last sequence of the page, or of the store when the page is empty.
    package let last: Int64
    /// The page reaches the end of the log.
    package let isDone: Bool

    /// What a store says beyond that is not believed: others are counted from there.
    static let mostSequence: Int64 = 1 << 53

    init?(_ root: JSONElement) {
        guard let list = root["Changes"], list.kind == .array,
            let last = root["Last"]?.integer, (0...Self.mostSequence).contains(last),
            let done = root["Done"]?.boolean
        else { return nil }
        var changes: [Change] = []
        var previous: Int64 = -1
        for element in list.elements {
            guard let sequence = element["Seq"]?.integer, sequence > previous,
                sequence <= Self.mostSequence,
                let name = element["ChangeType"]?.string
            else { return nil }
            previous = sequence
            guard let type = ChangeType(rawValue: name),
                let level = element["ResourceType"]?.string.flatMap({ Level(typeName: $0) }),
                let id = element["ID"]?.string.flatMap({ OrthancID($0) })
            else { continue }
            changes.append(
                Change(
                    sequence: sequence,
                    type: type,
                    level: level,
                    id: id,
                    date: element["Date"]?.string ?? ""
                )
            )
        }
        self.changes = changes
        self.last = max(last, previous)
        isDone = done
    }
}
