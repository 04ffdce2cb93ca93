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
        } catch let code as ExitCode {
            throw code
        } catch let error as ScenarioError {
            Console.complain("\(error)")
            throw badScenario
        } catch let error as MergeError {
            Console.complain("isengard-load: \(error)")
            throw badScenario
        } catch let error as CorpusError {
            Console.complain("isengard-load: \(error)")
            throw badScenario
        } catch let error as ReplayError {
            Console.complain("isengard-load: replay: \(error)")
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
