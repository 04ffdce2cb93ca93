/// The keys of one mapping of the scenario file.
struct KeySection: Sendable {
    /// Heading in the reference, and the path of the mapping: `corpus.preload`.
    let title: String
    let keys: [ScenarioKey]
    /// Keys that a later version will read, and what to say until then.
    let later: [String: String]
    /// One line above the rows of the reference.
    let note: String

    init(
        _ title: String,
        _ keys: [ScenarioKey],
        later: [String: String] = [:],
        note: String = ""
    ) {
        self.title = title
        self.keys = keys
        self.later = later
        self.note = note
    }

    func key(_ name: String) -> ScenarioKey? { keys.first { $0.name == name } }

    /// The known key that `name` was probably meant to be.
    func nearest(to name: String) -> String? {
        let ranked = keys.map { (key: $0.name, distance: Self.distance($0.name, name)) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }),
            best.distance <= max(1, min(name.count, best.key.count) / 3)
        else { return nil }
        return best.key
    }

    /// How many letters must be added, dropped, changed or swapped with a neighbour, regardless of
    /// case (optimal string alignment).
    private static func distance(_ one: String, _ two: String) -> Int {
        let (left, right) = (Array(one.lowercased()), Array(two.lowercased().prefix(60)))
        var before: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let isSame = left[row] == right[column]
                var least = min(last[column + 1] + 1, current[column] + 1)
                least = min(least, last[column] + (isSame ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    least = min(least, before[column - 1] + 1)
                }
                current.append(least)
            }
            (before, last) = (last, current)
        }
        return last[right.count]
    }
}
