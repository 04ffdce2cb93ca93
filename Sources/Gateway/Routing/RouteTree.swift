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

        func leaf(of method: Method) -> Leaf? { leaves.first { $0.method == method }?.leaf }
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

    /// A literal that lacks the method gives way to a wildcard that has it, as in Orthanc:
    /// `GET /jobs/{id}/cancel` is `GET /jobs/{id}/{key}`. Below a pattern that ends in `{rest*}`
    /// a wrong method is an unknown path, also as in Orthanc.
    func match(_ method: Method, _ path: [String]) -> Match {
        var parameters: [String] = []
        var allowed: [Method] = []
        if let leaf = find(method, path[...], from: root, &parameters, &allowed) {
            return .found(leaf, parameters: parameters)
        }
        return allowed.isEmpty ? .unknown : .wrongMethod(allowed: allowed)
    }

    /// - Parameter allowed: Gets the methods of every pattern that fits but for the method.
    private func find(
        _ method: Method,
        _ path: ArraySlice<String>,
        from node: Node,
        _ parameters: inout [String],
        _ allowed: inout [Method]
    ) -> Leaf? {
        guard let segment = path.first else {
            if let own = node.leaf(of: method) { return own }
            allowed += node.leaves.map(\.method)
            return node.rest?.leaf(of: method)
        }
        let depth = parameters.count
        if let next = node.literals[segment],
            let found = find(method, path.dropFirst(), from: next, &parameters, &allowed)
        {
            return found
        }
        if let next = node.any {
            parameters.append(segment)
            if let found = find(method, path.dropFirst(), from: next, &parameters, &allowed) {
                return found
            }
            parameters.removeLast(parameters.count - depth)
        }
        guard let found = node.rest?.leaf(of: method) else { return nil }
        parameters.append(contentsOf: path)
        return found
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
