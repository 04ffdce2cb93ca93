/// What scenarios, and the things in them that are referred to, may be called.
///
/// A scenario's name becomes part of file names: no path leads out of a folder with it.
package enum ScenarioName {
    /// Whether `text` has 1 to 60 letters, digits, `-`, `_` and `.`.
    package static func isName(_ text: String) -> Bool {
        (1...60).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    }
}
