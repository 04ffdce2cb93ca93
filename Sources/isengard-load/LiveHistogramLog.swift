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
        guard file >= 0, !bytes.isEmpty else { return }
        let count = unsafe bytes.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
        guard count != bytes.count else { return }
        // The load goes on: its results may yet find room.
        Console.complain("isengard-load: write \(path): \(unsafe String(cString: strerror(errno)))")
        close(file)
        file = -1
    }
}
