import Glibc
import LoadEngine
import LoadModel
import LoadReport

/// The histogram log of a run that goes on: lines are added every second, so that whatever ends
/// the program leaves a file that can be read.
struct LiveHistogramLog {
    private let path: String
    private var log: IntervalLog
    private let begun = ContinuousClock.now
    private var writtenAt = Duration.zero
    private var file: Int32

    private static let pause = Duration.seconds(1)

    /// Makes the folders above `path`.
    ///
    /// - Throws: ``FileError`` if the file can't be made.
    init(_ path: String, begun: String) throws(FileError) {
        self.path = path
        log = IntervalLog(begun: begun)
        try Files.write(Array(log.header.utf8), to: path)
        file = unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    }

    mutating func take(_ event: LoadRun.Event) {
        let now = ContinuousClock.now - begun
        switch event {
        case .began: log.begin(at: now)
        case .running(_, _, let result) where now - writtenAt >= Self.pause: add(result, at: now)
        case .ended(let report): add(report.result, at: now)
        default: break
        }
    }

    func remove() {
        if file >= 0 { close(file) }
        _ = unsafe unlink(path)
    }

    private mutating func add(_ result: StepResult, at now: Duration) {
        writtenAt = now
        let bytes = Array(log.lines(RunWatch.operations(result), at: now).utf8)
        guard file >= 0 else { return }
        let end = lseek(file, 0, SEEK_END)
        var start = 0
        while start < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe write(file, buffer.baseAddress! + start, buffer.count - start)
            }
            guard count > 0 else { return giveUp(errno, at: end) }
            start += count
        }
    }

    /// The load goes on: its results may yet find room.
    ///
    /// - Parameter end: Of what could be written whole: a line that is cut can't be read.
    private mutating func giveUp(_ error: Int32, at end: off_t) {
        Console.complain("isengard-load: write \(path): \(unsafe String(cString: strerror(error)))")
        if end >= 0 { _ = ftruncate(file, end) }
        close(file)
        file = -1
    }
}
