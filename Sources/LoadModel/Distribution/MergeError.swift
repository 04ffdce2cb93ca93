/// Why results are not parts of one run.
package struct MergeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One line.
    package let description: String

    init(_ description: String) { self.description = description }
}
