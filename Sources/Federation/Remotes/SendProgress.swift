import JSONText
import OrthancModel

/// What the stores have come to that send parts of something: the checkpoint of a ``SendKind``.
struct SendProgress: Sendable {
    /// The store's own job; nil before it has one.
    var locals: [String?]
    /// Content of each job that succeeded.
    var contents: [JSONObject?]
    /// How often a store was asked for its job since the run began, and did not say.
    var doubts: [Int]

    init(parts: Int) {
        doubts = Array(repeating: 0, count: parts)
        locals = Array(repeating: nil, count: parts)
        contents = Array(repeating: nil, count: parts)
    }

    init?(_ text: [UInt8]) {
        guard let root = try? JSONValue(text, limits: .answer), let locals = root["Locals"]?.array,
            let contents = root["Contents"]?.array, locals.count == contents.count
        else { return nil }
        self.locals = locals.map(\.string)
        self.contents = contents.map(\.object)
        doubts = Array(repeating: 0, count: locals.count)
    }

    var json: [UInt8] {
        JSONValue.object(
            JSONObject([
                ("Locals", .array(locals.map { $0.map { .string($0) } ?? .null })),
                ("Contents", .array(contents.map { $0.map { .object($0) } ?? .null })),
            ])
        ).text(.compact)
    }

    /// One Content for all that is done: counts and sizes are sums, the parents are what was asked
    /// to be sent (a store may have been given single instances of it), resources are what the
    /// stores were given, anything else is the first part's.
    func merged(sending resources: [OrthancID]) -> JSONObject {
        var merged: [String: JSONValue] = [:]
        for content in contents.compactMap(\.self) {
            for (name, value) in content { merged[name] = Self.sum(name, merged[name], value) }
        }
        if merged["ParentResources"] != nil {
            let names = Set(resources.map(\.description)).sorted()
            merged["ParentResources"] = .array(names.map { .string($0) })
        }
        return JSONObject(merged.map { ($0.key, $0.value) })
    }

    private static func sum(_ name: String, _ one: JSONValue?, _ other: JSONValue) -> JSONValue {
        guard let one else { return other }
        switch name {
        case "InstancesCount", "FailedInstancesCount":
            return .integer((one.integer ?? 0) &+ (other.integer ?? 0))
        case "Size":
            let sum = (Int64(one.string ?? "") ?? 0) &+ (Int64(other.string ?? "") ?? 0)
            return .string("\(sum)")
        case "Resources": return .array((one.array ?? []) + (other.array ?? []))
        case "SizeMB": return .integer((one.integer ?? 0) &+ (other.integer ?? 0))
        default: return one
        }
    }
}
