import ArgumentParser
import LoadEngine
import LoadModel
import LoadReport

/// One line on standard error and an exit code, instead of a trace.
enum Failure {
    static let badScenario = ExitCode(2)
    static let void = ExitCode(3)
    static let unusable = ExitCode(4)
    static let results = ExitCode(5)

    /// Runs `body`; what it throws becomes its line or lines and ends the program. So does what it
    /// said in vain, whatever verdict it came to.
    static func catching<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            let result = try body()
            if Console.hasLostOutput { throw results }
            return result
        } catch {
            guard let code = code(of: error) else {
                if Console.hasLostOutput { throw results }
                throw error
            }
            for line in lines(of: error) { Console.complain(EscapedText.line(line)) }
            throw code
        }
    }

    /// Nil for what tells itself: bad arguments, and what has been told already.
    private static func code(of error: any Error) -> ExitCode? {
        switch error {
        case is ScenarioError, is MergeError, is CorpusError, is ReplayError, is ReportError:
            badScenario
        case let error as FileError: error.isResult ? results : badScenario
        case let error as LoadError: error.kind == .results ? results : unusable
        default: nil
        }
    }

    /// A break within one of them comes from a file, and makes no other line.
    private static func lines(of error: any Error) -> [String] {
        switch error {
        case let error as ScenarioError: lines(of: error)
        case is ReplayError: ["isengard-load: replay: \(error)"]
        default: ["isengard-load: \(error)"]
        }
    }

    /// They begin with the file's name.
    private static func lines(of error: ScenarioError) -> [String] {
        let file = error.problems.first?.file ?? ""
        return error.problems.map(\.description)
            + (error.more > 0 ? ["\(file): and \(error.more) more"] : [])
    }
}
