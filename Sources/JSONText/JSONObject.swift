/// The members of a JSON object, unique and in the order of their keys' bytes, as jsoncpp keeps
/// and writes them.
package struct JSONObject: Hashable, Sendable, RandomAccessCollection {
    package typealias Member = (key: String, value: JSONValue)

    private var keys: [String] = []
    private var values: [JSONValue] = []

    package init() {}

    /// Of duplicate keys the last one counts.
    package init(_ members: [Member]) {
        let order = members.indices.sorted { left, right in
            let (first, second) = (members[left].key, members[right].key)
            return Self.isSame(first, second) ? left < right : Self.precedes(first, second)
        }
        for index in order {
            let (key, value) = members[index]
            if let last = keys.last, Self.isSame(last, key) {
                values[values.count - 1] = value
            } else {
                keys.append(key)
                values.append(value)
            }
        }
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { keys.count }

    package subscript(position: Int) -> Member { (keys[position], values[position]) }

    /// A member's value; setting nil removes the member.
    package subscript(key: String) -> JSONValue? {
        get {
            let index = insertionIndex(of: key)
            return holds(key, at: index) ? values[index] : nil
        }
        set {
            let index = insertionIndex(of: key)
            if holds(key, at: index) {
                keys.remove(at: index)
                values.remove(at: index)
            }
            guard let newValue else { return }
            keys.insert(key, at: index)
            values.insert(newValue, at: index)
        }
    }

    private func holds(_ key: String, at index: Int) -> Bool {
        index < keys.count && Self.isSame(keys[index], key)
    }

    private func insertionIndex(of key: String) -> Int {
        var range = 0..<keys.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if Self.precedes(keys[middle], key) {
                range = middle + 1..<range.upperBound
            } else {
                range = range.lowerBound..<middle
            }
        }
        return range.lowerBound
    }

    // By bytes: Swift's own order of strings goes by canonical equivalence.

    private static func precedes(_ left: String, _ right: String) -> Bool {
        let (left, right) = (left.utf8.span, right.utf8.span)
        for index in 0..<Swift.min(left.count, right.count) where left[index] != right[index] {
            return left[index] < right[index]
        }
        return left.count < right.count
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (left.utf8.span, right.utf8.span)
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }
}
