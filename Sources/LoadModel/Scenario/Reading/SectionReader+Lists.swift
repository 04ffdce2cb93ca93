internal import Yams

/// Values that hold others.
extension SectionReader {
    /// Our choice: nobody writes more by hand.
    static let limitEntries = 100

    /// The mapping under `name` by the rows of `section`; all defaults when it isn't there.
    func nested(_ name: String, _ section: KeySection) -> SectionReader {
        guard let node = node(name) else {
            return SectionReader(absent: section, join(name), log)
        }
        return SectionReader(node, section, join(name), log)
    }

    /// The elements of the list under `name`, each with its path.
    ///
    /// - Parameter mayBeEmpty: Whether a list that stands there may have none.
    func elements(_ name: String, mayBeEmpty: Bool = true) -> [(node: Node, path: String)] {
        guard let node = node(name) else { return [] }
        guard case .sequence(let sequence) = node else {
            add(.wrongType, name, "\(Self.kind(of: node)) stands here; expected a list")
            return []
        }
        guard sequence.count <= Self.limitEntries else {
            add(.outOfRange, name, "has \(sequence.count) entries; \(Self.limitEntries) at most")
            return []
        }
        if sequence.isEmpty, !mayBeEmpty {
            add(.missing, name, "is empty; expected one entry at least")
        }
        return sequence.enumerated().map { ($1, "\(join(name))[\($0)]") }
    }

    /// The pairs of the mapping under `name`, in the order of the file.
    func pairs(_ name: String) -> [(key: String, node: Node, mark: Mark?)] {
        guard let node = node(name) else { return [] }
        guard case .mapping(let mapping) = node else {
            add(.wrongType, name, "\(Self.kind(of: node)) stands here; expected a mapping")
            return []
        }
        guard mapping.count <= Self.limitEntries else {
            add(.outOfRange, name, "has \(mapping.count) entries; \(Self.limitEntries) at most")
            return []
        }
        return mapping.compactMap { key, value in
            guard let text = Self.text(key) else {
                log.add(.wrongType, at: key.mark, join(name), "a key must be a text")
                return nil
            }
            return (text, value, key.mark)
        }
    }

    /// A list of names, each once.
    func names(_ name: String) -> [String] {
        var found: [String] = []
        for (node, path) in elements(name) {
            guard let text = Self.text(node), Self.isName(text) else {
                let what = Self.kind(of: node)
                log.add(.wrongType, at: node.mark, path, "\(what) stands here; expected a name")
                continue
            }
            if found.contains(text) {
                log.add(.contradiction, at: node.mark, path, "\(text.quoted) stands twice")
            }
            found.append(text)
        }
        return found
    }

    /// An ascending list of whole numbers.
    func counts(_ name: String) -> [Int] {
        guard case .counts(let range) = row(name).kind else { wrongRow(name) }
        return ascending(name, "whole numbers", range) { Int($0) }
    }

    /// An ascending list of factors.
    func factors(_ name: String) -> [Double] {
        guard case .factors(let range) = row(name).kind else { wrongRow(name) }
        return ascending(name, "factors such as 2x,", range) { try? Quantity($0, .factor).value }
    }

    private func ascending<Value: Comparable>(
        _ name: String,
        _ what: String,
        _ range: ClosedRange<Value>,
        _ read: (String) -> Value?
    ) -> [Value] {
        var found: [Value] = []
        for (node, path) in elements(name) {
            guard let value = Self.text(node).flatMap(read), range.contains(value),
                found.last.map({ $0 < value }) ?? true
            else {
                let (kind, limits) = (Self.kind(of: node), row(name).kind.limits)
                let text = "\(kind) stands here; expected \(what) \(limits), ascending"
                log.add(.wrongType, at: node.mark, path, text)
                continue
            }
            found.append(value)
        }
        return found
    }
}
