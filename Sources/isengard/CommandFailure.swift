import ArgumentParser
import Gateway
import Glibc

/// One line on standard error and an exit code, instead of a trace.
enum CommandFailure {
    /// Runs `body`; what it throws becomes its one line and ends the program.
    ///
    /// Exit codes as in sysexits(3): 78 configuration, 69 something needed is not available.
    static func catching<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as ConfigurationError {
            Console.complain("isengard: \(error)")
            throw ExitCode(78)
        } catch {
            Console.complain("isengard: \(error)")
            throw ExitCode(69)
        }
    }
}

/// Lines for the person in front of the terminal.
enum Console {
    static func say(_ line: String) { write(line, to: STDOUT_FILENO) }

    static func complain(_ line: String) { write(line, to: STDERR_FILENO) }

    private static func write(_ line: String, to descriptor: Int32) {
        let bytes = Array((line + "\n").utf8)
        _ = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
    }
}
