/// A value that must not reach a log, an error or a process list.
///
/// Printing it in any way gives `<secret>`; whoever needs the value says so with ``reveal``.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The value itself. Each use is a place to check in a review.
    package let reveal: String

    package init(_ value: String) { reveal = value }

    package var description: String { "<secret>" }
    package var debugDescription: String { "<secret>" }
}

extension Secret: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: []) }
}
