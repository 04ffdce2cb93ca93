import ArgumentParser
import Glibc
import LoadEngine
import LoadModel
import LoadReport

/// One line on standard error and an exit code, instead of a trace.
enum Failure {
    static let badScenario = ExitCode(2)
    static let void = ExitCode(3)
    static let unusable = ExitCode(4)
    static let results = ExitCode(5)

    /// Runs `body`; what it throws becomes its line or lines and ends the program.
    static func catching<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            guard let code = code(of: error) else { throw error }
            Console.complain(line(of: error))
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

    private static func line(of error: any Error) -> String {
        switch error {
        // Begins with the file's name.
        case is ScenarioError: "\(error)"
        case is ReplayError: "isengard-load: replay: \(error)"
        default: "isengard-load: \(error)"
        }
    }
}

/// Lines for the person in front of the terminal.
enum Console {
    static func say(_ line: String, terminator: String = "\n") {
        write(line + terminator, to: STDOUT_FILENO)
    }

    static func complain(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

    /// Replaces the last line of a terminal.
    static func overwrite(_ line: String) { write("\r\u{1B}[K" + line, to: STDERR_FILENO) }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// To standard output, as they are.
    static func write(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        write(Array(text.utf8), to: descriptor)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        _ = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
    }
}
