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
            return first.utf8.elementsEqual(second.utf8)
                ? left < right : Self.precedes(first, second)
        }
        for index in order {
            let (key, value) = members[index]
            if let last = keys.last, last.utf8.elementsEqual(key.utf8) {
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
        index < keys.count && keys[index].utf8.elementsEqual(key.utf8)
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

    /// By bytes: Swift's own order of strings goes by canonical equivalence.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
