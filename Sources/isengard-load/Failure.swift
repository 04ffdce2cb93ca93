import ArgumentParser
import Glibc
import LoadEngine
import LoadModel
import LoadReport

/// One line on standard error and an exit code, instead of a trace.
enum Failure {
    static let badScenario = ExitCode(2)
    static let unusable = ExitCode(4)
    static let results = ExitCode(5)

    /// Runs `body`; what it throws becomes its line or lines and ends the program.
    static func catching<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let code as ExitCode {
            throw code
        } catch let error as ScenarioError {
            Console.complain("\(error)")
            throw badScenario
        } catch let error as CorpusError {
            Console.complain("isengard-load: \(error)")
            throw badScenario
        } catch let error as FileError {
            Console.complain("isengard-load: \(error)")
            throw error.isResult ? results : badScenario
        } catch let error as LoadError {
            Console.complain("isengard-load: \(error)")
            throw error.kind == .results ? results : unusable
        } catch let error as ReportError {
            Console.complain("isengard-load: \(error)")
            throw badScenario
        }
    }
}

/// Lines for the person in front of the terminal.
enum Console {
    static func say(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }

    static func complain(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

    /// Replaces the last line of a terminal.
    static func overwrite(_ line: String) { write("\r\u{1B}[K" + line, to: STDERR_FILENO) }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
    }
}
