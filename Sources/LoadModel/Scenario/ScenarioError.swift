/// Why a scenario cannot be used: everything that was found, in the order of the file.
package struct ScenarioError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// No YAML, or YAML beyond our limits.
        case unreadable
        case unknownKey
        case missing
        /// A list, a mapping or a text where something else is expected.
        case wrongType
        /// No number, no unit, or another dimension's unit.
        case wrongUnit
        case outOfRange
        /// A secret where only a reference to one may stand.
        case literalSecret
        /// Known, but not done by this version.
        case unsupported
        /// Two statements that cannot both be met.
        case contradiction
    }

    package struct Problem: Sendable, CustomStringConvertible {
        package let kind: Kind
        package let file: String
        /// From 1; 0 when it is about the whole file.
        package let line: Int
        package let column: Int
        /// Dotted path, such as `traffic[2].rate`; empty for the whole file.
        package let key: String
        /// What stands there and what is expected.
        package let text: String

        package var description: String {
            let place = line > 0 ? "\(file):\(line):\(column)" : file
            return key.isEmpty ? "\(place): \(text)" : "\(place): \(key): \(text)"
        }
    }

    /// Most problems told at once.
    package static let limit = 20

    /// Ascending by line and column, at most ``limit``.
    package let problems: [Problem]
    /// How many more there were.
    package let more: Int

    init(_ found: [Problem]) {
        let ordered = found.enumerated().sorted { left, right in
            let (one, two) = (left.element, right.element)
            return (one.line, one.column, left.offset) < (two.line, two.column, right.offset)
        }
        problems = ordered.prefix(Self.limit).map(\.element)
        more = max(0, found.count - Self.limit)
    }

    /// One line a problem.
    package var description: String {
        var lines = problems.map(\.description)
        if more > 0, let file = problems.first?.file { lines.append("\(file): and \(more) more") }
        return lines.joined(separator: "\n")
    }
}
