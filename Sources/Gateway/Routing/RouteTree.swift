import HTTPServer

/// What a path segment of a pattern stands for.
enum SegmentPattern: Hashable {
    /// This very text.
    case literal(String)
    /// Any one segment, handed to the route by its position.
    case any
    /// Any number of further segments, none included.
    case rest
}

/// All routes, matched segment by segment; a literal wins over a wildcard.
///
/// Built once at start, never changed after, and shared by all shards.
///
/// `@unchecked Sendable`: nodes change only through ``add(_:_:_:)``, before the tree is shared.
struct RouteTree<Leaf: Sendable>: @unchecked Sendable {
    /// What a path and a method lead to.
    enum Match {
        case found(Leaf, parameters: [String])
        /// The path exists for these methods only.
        case wrongMethod(allowed: [Method])
        case unknown
    }

    private final class Node {
        var literals: [String: Node] = [:]
        var any: Node?
        var rest: Node?
        var leaves: [(method: Method, leaf: Leaf)] = []
    }

    private let root = Node()

    /// - Parameter pattern: Such as `/instances/{id}/frames/{frame}`; `{rest*}` may stand last.
    func add(_ method: Method, _ pattern: String, _ leaf: Leaf) {
        var node = root
        for segment in pattern.split(separator: "/") {
            node = child(of: node, Self.parse(segment))
        }
        precondition(!node.leaves.contains { $0.method == method }, "\(method) \(pattern) twice")
        node.leaves.append((method, leaf))
    }

    func match(_ method: Method, _ path: [String]) -> Match {
        var parameters: [String] = []
        guard let node = find(path[...], from: root, &parameters) else { return .unknown }
        for (candidate, leaf) in node.leaves where candidate == method {
            return .found(leaf, parameters: parameters)
        }
        return .wrongMethod(allowed: node.leaves.map(\.method))
    }

    private func find(
        _ path: ArraySlice<String>,
        from node: Node,
        _ parameters: inout [String]
    ) -> Node? {
        guard let segment = path.first else {
            return node.leaves.isEmpty ? node.rest : node
        }
        let depth = parameters.count
        if let next = node.literals[segment],
            let found = find(path.dropFirst(), from: next, &parameters)
        {
            return found
        }
        if let next = node.any {
            parameters.append(segment)
            if let found = find(path.dropFirst(), from: next, &parameters) { return found }
            parameters.removeLast(parameters.count - depth)
        }
        guard let rest = node.rest else { return nil }
        parameters.append(contentsOf: path)
        return rest
    }

    private func child(of node: Node, _ pattern: SegmentPattern) -> Node {
        switch pattern {
        case .literal(let text):
            if let next = node.literals[text] { return next }
            let next = Node()
            node.literals[text] = next
            return next
        case .any:
            let next = node.any ?? Node()
            node.any = next
            return next
        case .rest:
            let next = node.rest ?? Node()
            node.rest = next
            return next
        }
    }

    private static func parse(_ segment: Substring) -> SegmentPattern {
        guard segment.hasPrefix("{") else { return .literal(String(segment)) }
        return segment.hasSuffix("*}") ? .rest : .any
    }
}
