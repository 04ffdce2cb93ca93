import Yams

/// One YAML mapping, read key by key, so that what nobody asked for is an error.
///
/// Every error names the file, the line and the dotted key.
struct ConfigurationMap {
    let file: String
    let path: String
    private let node: Node
    private var pending: [String: Node] = [:]
    private var known: [String] = []

    /// - Throws: ``ConfigurationError`` when `node` is no mapping or names a key twice.
    init(_ node: Node, path: String, file: String) throws(ConfigurationError) {
        self.node = node
        self.path = path
        self.file = file
        guard case .mapping(let mapping) = node else {
            throw fault(at: node, path, "must be a mapping (key: value)")
        }
        for (key, value) in mapping {
            guard let name = key.string else { throw fault(at: key, path, "a key must be text") }
            guard pending.updateValue(value, forKey: name) == nil else {
                throw fault(at: key, join(name), "stands twice")
            }
        }
    }

    mutating func text(_ key: String) throws(ConfigurationError) -> String? {
        guard let node = take(key) else { return nil }
        guard case .scalar(let scalar) = node, node.null == nil else {
            throw fault(at: node, join(key), "must be text")
        }
        return scalar.string
    }

    mutating func requiredText(_ key: String) throws(ConfigurationError) -> String {
        guard let value = try text(key) else { throw missing(key) }
        return value
    }

    mutating func integer(
        _ key: String,
        in range: ClosedRange<Int>
    ) throws(ConfigurationError) -> Int? {
        guard let node = take(key) else { return nil }
        guard let value = node.int, range.contains(value) else {
            throw fault(
                at: node,
                join(key),
                "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }

    mutating func flag(_ key: String) throws(ConfigurationError) -> Bool? {
        guard let node = take(key) else { return nil }
        guard let value = node.bool else {
            throw fault(at: node, join(key), "must be true or false")
        }
        return value
    }

    /// Seconds, as a number with or without fraction.
    mutating func seconds(_ key: String) throws(ConfigurationError) -> Duration? {
        guard let node = take(key) else { return nil }
        guard let value = node.float, value > 0, value <= 86_400 else {
            throw fault(at: node, join(key), "must be a number of seconds, above 0 and up to 86400")
        }
        return .milliseconds(Int(value * 1000))
    }

    mutating func map(_ key: String) throws(ConfigurationError) -> ConfigurationMap? {
        guard let node = take(key) else { return nil }
        return try ConfigurationMap(node, path: join(key), file: file)
    }

    mutating func maps(_ key: String) throws(ConfigurationError) -> [ConfigurationMap] {
        guard let node = take(key) else { return [] }
        guard case .sequence(let sequence) = node else {
            throw fault(at: node, join(key), "must be a list")
        }
        var result: [ConfigurationMap] = []
        for (index, element) in sequence.enumerated() {
            result.append(try .init(element, path: "\(join(key))[\(index)]", file: file))
        }
        return result
    }

    mutating func texts(_ key: String) throws(ConfigurationError) -> [String]? {
        guard let node = take(key) else { return nil }
        guard case .sequence(let sequence) = node else {
            throw fault(at: node, join(key), "must be a list")
        }
        var result: [String] = []
        for element in sequence {
            guard let value = element.string else {
                throw fault(at: element, join(key), "must be a list of texts")
            }
            result.append(value)
        }
        return result
    }

    /// A text or a list of texts.
    mutating func patterns(_ key: String) throws(ConfigurationError) -> [String]? {
        guard isText(key) else { return try texts(key) }
        return try text(key).map { [$0] }
    }

    /// Keys that nobody has asked for yet, ascending.
    var rest: [String] { pending.keys.sorted() }

    /// Whether `key` is there and is plain text rather than a mapping.
    func isText(_ key: String) -> Bool {
        if case .scalar? = pending[key] { return true }
        return false
    }

    /// Refuses what was not asked for. Call last.
    func finish() throws(ConfigurationError) {
        guard let (key, node) = pending.min(by: { $0.key < $1.key }) else { return }
        let names = known.sorted().joined(separator: ", ")
        throw fault(at: node, join(key), "unknown key (known here: \(names))")
    }

    /// An error about one of this mapping's keys.
    func fault(_ key: String, _ problem: String) -> ConfigurationError {
        fault(at: node.mapping?[Node(key)] ?? node, join(key), problem)
    }

    func missing(_ key: String) -> ConfigurationError {
        fault(at: node, join(key), "is missing")
    }

    private mutating func take(_ key: String) -> Node? {
        known.append(key)
        return pending.removeValue(forKey: key)
    }

    private func join(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private func fault(at node: Node, _ key: String, _ problem: String) -> ConfigurationError {
        ConfigurationError(file: file, line: node.mark?.line, key: key, problem: problem)
    }
}
