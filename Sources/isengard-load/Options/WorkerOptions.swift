import ArgumentParser
import Glibc
import LoadModel
import LoadReport

/// Which part of a run a worker does, and when it begins.
struct WorkerOptions: ParsableArguments {
    @Option(help: "Which worker this is, from 0 on; default: as the environment says.")
    var index: Int?

    @Option(help: "How many workers there are; default: as the environment says.")
    var of: Int?

    @Option(
        help: """
            When all workers begin: universal time as in 2026-11-27T13:45:00Z, or seconds since \
            1970; default: ISENGARD_START_AT.
            """
    )
    var startAt: String?

    @Option(
        help: "Number of the run, the same for all; default: made of scenario, seed and start."
    )
    var runId: UInt64?

    /// The longest that a worker waits for the start. Our choice.
    private static let longestWait = 7 * 86_400

    /// As options and environment say.
    ///
    /// - Parameter loops: Of this worker.
    func slice(_ text: String, _ scenario: Scenario, loops: Int) throws -> RunSlice {
        let worker: WorkerSlice
        do throws(WorkerPlaceError) {
            worker = try WorkerPlace.find(index: index, count: of, variable: Self.variable)
        } catch {
            throw ValidationError("\(error)")
        }
        let start = try start()
        let number = RunSlice.number(
            scenario: text,
            seed: scenario.seed,
            start: start,
            workers: worker.count
        )
        guard let slice = RunSlice(worker, loops: loops, run: runId ?? number, start: start) else {
            throw ValidationError("more than \(RunSlice.most) loops of all workers")
        }
        return slice
    }

    private func start() throws -> Int {
        guard let text = startAt ?? Self.variable("ISENGARD_START_AT"), !text.isEmpty else {
            throw ValidationError("when do all workers begin? Say --start-at")
        }
        guard let start = UniversalTime.seconds(text) ?? Int(text), start >= 0 else {
            throw ValidationError(
                "--start-at: expected 2026-11-27T13:45:00Z or seconds since 1970"
            )
        }
        let now = Int(WallClock.now / 1_000_000_000)
        guard start > now else {
            throw ValidationError(
                "--start-at \(text): \(now - start) s ago by this machine's clock"
            )
        }
        guard start - now <= Self.longestWait else {
            throw ValidationError("--start-at \(text): more than a week ahead")
        }
        return start
    }

    static func variable(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
