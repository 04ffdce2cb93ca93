import GlobalIndex
import JSONText
import OrthancModel

/// How far a modification has come: its job's checkpoint.
struct ModifyProgress: Sendable, Equatable {
    struct Group: Sendable, Equatable {
        let store: StoreKey
        /// Of a bulk operation.
        let resources: [OrthancID]?
    }

    /// What each store does, in this order.
    let groups: [Group]
    /// The group in hand; all are done when it is their number.
    var current = 0
    /// How often the group in hand was begun.
    var attempts = 0
    /// The part of the job that does it now; nil: not begun.
    var part: Int?
    /// StudyInstanceUID that the store says it made up for the split in hand.
    var splitUID: String?
    /// Content of each group that is done.
    var contents: [JSONObject] = []
    /// When the store's own job of each such group ended, in the store's words.
    var completions: [String] = []
    /// Sources are gone from the index, or stay.
    var isSettled = false

    init(groups: [Group]) { self.groups = groups }

    var isExecuted: Bool { current >= groups.count }

    /// Tries that one group gets.
    static let mostAttempts = 3

    // MARK: In the index

    var json: [UInt8] {
        var writer = JSONWriter(.compact)
        writer.object { writer in
            writer.key("Groups")
            writer.array { writer in
                for group in groups {
                    writer.object { writer in
                        writer.member("Store", group.store.rawValue)
                        if let resources = group.resources {
                            writer.member("Resources", resources.map(\.description))
                        }
                    }
                }
            }
            writer.member("Current", current)
            writer.member("Attempts", attempts)
            if let part { writer.member("Part", part) }
            if let splitUID { writer.member("SplitUID", splitUID) }
            writer.key("Contents")
            writer.array { writer in
                for content in contents { writer.value(.object(content)) }
            }
            writer.member("Completions", completions)
            writer.member("Settled", isSettled)
        }
        return writer.bytes
    }

    /// Reads what ``json`` wrote.
    init?(_ text: [UInt8]) {
        guard let root = try? JSONValue(text, limits: .answer), let list = root["Groups"]?.array
        else { return nil }
        groups = list.compactMap { group in
            guard let key = group["Store"]?.integer.flatMap({ Int16(exactly: $0) }) else {
                return nil
            }
            let resources = group["Resources"]?.array?.compactMap { element in
                element.string.flatMap { OrthancID($0) }
            }
            return Group(store: StoreKey(key), resources: resources)
        }
        guard groups.count == list.count else { return nil }
        current = Int(root["Current"]?.integer ?? 0)
        attempts = Int(root["Attempts"]?.integer ?? 0)
        part = root["Part"]?.integer.map { Int($0) }
        splitUID = root["SplitUID"]?.string
        contents = root["Contents"]?.array?.compactMap(\.object) ?? []
        completions = root["Completions"]?.array?.compactMap(\.string) ?? []
        isSettled = root["Settled"]?.boolean ?? false
    }
}
