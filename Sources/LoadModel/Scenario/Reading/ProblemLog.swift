internal import Yams

/// Collects what is wrong with one file, so that all of it can be told at once.
///
/// Shared by the readers of one file, on one thread.
final class ProblemLog {
    let file: String
    private(set) var problems: [ScenarioError.Problem] = []

    init(file: String) { self.file = file }

    func add(_ kind: ScenarioError.Kind, at mark: Mark?, _ key: String, _ text: String) {
        problems.append(
            ScenarioError.Problem(
                kind: kind,
                file: file,
                line: mark?.line ?? 0,
                column: mark?.column ?? 0,
                key: key,
                text: text
            )
        )
    }

    /// The file can't be read as YAML.
    ///
    /// - Parameter line: From 1; 0 when it is about the whole file.
    func addUnreadable(_ text: String, line: Int = 0, column: Int = 0) {
        problems.append(
            ScenarioError.Problem(
                kind: .unreadable,
                file: file,
                line: line,
                column: column,
                key: "",
                text: text
            )
        )
    }

    func check() throws(ScenarioError) {
        guard problems.isEmpty else { throw ScenarioError(problems) }
    }
}
