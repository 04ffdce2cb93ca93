import Glibc
import LoadReport
import Synchronization

/// Lines for the person in front of the terminal.
///
/// Whatever a file or a server made them say, they move no cursor.
enum Console {
    /// One line on standard output.
    static func say(_ line: String) { say(EscapedText.line(line), terminator: "\n") }

    /// A whole text on standard output, as it is: a manifest or a script.
    static func say(_ text: String, terminator: String) { write(Array((text + terminator).utf8)) }

    /// A line on standard error, or the lines of one text; what can't be written is lost.
    static func complain(_ text: String) { tell(EscapedText.lines(text) + "\n") }

    /// Replaces the last line of a terminal.
    ///
    /// - Parameter line: Written as it is: it may have colours.
    static func overwrite(_ line: String) { tell("\r\u{1B}[K" + line) }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    // MARK: Writing

    private static let isCut = Atomic<Bool>(false)

    /// Whether standard output lacks something that was said.
    static var hasLostOutput: Bool { isCut.load(ordering: .relaxed) }

    /// To standard output, as they are.
    ///
    /// The first that can't be written is told on standard error, and nothing is written any more:
    /// the program goes on, as studies may have to be removed and results to be kept, and
    /// ``Failure/catching(_:)`` ends it with ``Failure/results``.
    static func write(_ bytes: [UInt8]) {
        guard !hasLostOutput, let error = failure(writing: bytes, to: STDOUT_FILENO),
            !isCut.exchange(true, ordering: .relaxed)
        else { return }
        let cause = unsafe String(cString: strerror(error))
        complain("isengard-load: write standard output: \(cause)")
    }

    private static func tell(_ text: String) {
        _ = failure(writing: Array(text.utf8), to: STDERR_FILENO)
    }

    /// Writes all bytes, in as many pieces as it takes.
    ///
    /// - Returns: The error that ended it; nil when all are written.
    private static func failure(writing bytes: [UInt8], to descriptor: Int32) -> Int32? {
        var start = 0
        while start < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress! + start, bytes.count - start)
            }
            if count > 0 {
                start += count
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
