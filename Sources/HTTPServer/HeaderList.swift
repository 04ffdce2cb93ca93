/// The header fields of a request, in their order; names ignore case.
///
/// Texts are made when asked for. Valid as long as anybody holds it, also after the request.
package struct HeaderList: Sendable {
    let block: HeadBlock

    init(_ block: HeadBlock) { self.block = block }

    package init(_ fields: [(String, String)]) {
        block = HeadBlock()
        for (name, value) in fields {
            Array(name.utf8).withUnsafeBytes { name in
                Array(value.utf8).withUnsafeBytes { block.addField(name: name, value: $0) }
            }
        }
    }

    package var count: Int { block.fields.count { !$0.isHidden } }

    /// The value of the first field of that name.
    package func first(_ name: String) -> String? {
        for field in block.fields where isNamed(field, name) { return text(of: field) }
        return nil
    }

    /// The values of all fields of that name.
    package func values(_ name: String) -> [String] {
        block.fields.filter { isNamed($0, name) }.map(text(of:))
    }

    /// The first field of each of `names`, named as there, in the request's order.
    package func select(_ names: [String]) -> [(String, String)] {
        var found: [(String, String)] = []
        for field in block.fields {
            guard let name = names.first(where: { isNamed(field, $0) }),
                !found.contains(where: { $0.0 == name })
            else { continue }
            found.append((name, text(of: field)))
        }
        return found
    }

    package func contains(_ name: String) -> Bool {
        block.fields.contains { isNamed($0, name) }
    }

    private func text(of field: HeadBlock.Field) -> String {
        block.text(at: block.value(of: field))
    }

    private func isNamed(_ field: HeadBlock.Field, _ name: String) -> Bool {
        !field.isHidden && block.spells(name, at: field.name)
    }
}

extension HeaderList: Sequence {
    package typealias Element = (name: String, value: String)

    package func makeIterator() -> AnyIterator<Element> {
        var fields = block.fields.makeIterator()
        return AnyIterator {
            while let field = fields.next() {
                guard !field.isHidden else { continue }
                return (block.text(at: field.name), text(of: field))
            }
            return nil
        }
    }
}
