package import GlobalIndex
import JSONText
package import OrthancModel

/// What a movement is to do, as its job's request keeps it.
package struct MovementOrder: Sendable, Equatable {
    package enum Scope: Sendable, Equatable {
        /// These resources, to one store; sources asked first, all holders when empty.
        case resources([Resource], to: StoreKey, from: [StoreKey])
        /// All that one store holds, each study to where it belongs.
        case leaving(StoreKey)
        /// Whatever has fewer than so many copies.
        case missing(copies: Int)
        /// Nothing is brought: all that several stores hold is compared.
        case comparing
    }

    package struct Resource: Sendable, Hashable {
        package let level: Level
        package let id: OrthancID

        package init(level: Level, id: OrthancID) {
            self.level = level
            self.id = id
        }
    }

    package let scope: Scope
    /// The sources' copies go once the target's are known to be the same.
    package let isMove: Bool

    package init(_ scope: Scope, isMove: Bool) {
        self.scope = scope
        self.isMove = isMove
    }

    // MARK: JSON

    package var json: [UInt8] {
        var members: [(String, JSONValue)] = [("Move", .boolean(isMove))]
        switch scope {
        case .resources(let resources, let target, let sources):
            members.append(("Target", .integer(Int64(target.rawValue))))
            members.append(("Sources", .array(sources.map { .integer(Int64($0.rawValue)) })))
            let texts = resources.map { "\($0.level.rawValue)\($0.id)" }
            members.append(("Resources", .array(texts.map { .string($0) })))
        case .leaving(let store): members.append(("Leaving", .integer(Int64(store.rawValue))))
        case .comparing: members.append(("Compare", .boolean(true)))
        case .missing(let copies): members.append(("Copies", .integer(Int64(copies))))
        }
        return JSONValue.object(JSONObject(members)).text(.compact)
    }

    package init?(_ json: [UInt8]) {
        guard let value = try? JSONValue(json), let isMove = value["Move"]?.boolean else {
            return nil
        }
        self.isMove = isMove
        if value["Compare"]?.boolean == true {
            scope = .comparing
        } else if let store = Self.store(value["Leaving"]) {
            scope = .leaving(store)
        } else if let copies = value["Copies"]?.integer {
            scope = .missing(copies: Int(clamping: copies))
        } else if let target = Self.store(value["Target"]) {
            let resources = (value["Resources"]?.array ?? []).compactMap(Self.resource)
            let sources = (value["Sources"]?.array ?? []).compactMap { Self.store($0) }
            scope = .resources(resources, to: target, from: sources)
        } else {
            return nil
        }
    }

    private static func store(_ value: JSONValue?) -> StoreKey? {
        value?.integer.flatMap { Int16(exactly: $0) }.map { StoreKey($0) }
    }

    private static func resource(_ value: JSONValue) -> Resource? {
        guard let text = value.string, let digit = text.first.flatMap({ Int(String($0)) }),
            let level = Level(rawValue: digit), let id = OrthancID(String(text.dropFirst()))
        else { return nil }
        return Resource(level: level, id: id)
    }
}
