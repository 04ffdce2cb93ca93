import LoadModel
import Testing

@Suite struct WorkerPlaceTests {
    private func find(
        _ environment: [String: String],
        index: Int? = nil,
        count: Int? = nil
    ) throws(WorkerPlaceError) -> WorkerSlice {
        try WorkerPlace.find(index: index, count: count) { environment[$0] }
    }

    @Test(
        "a worker finds its place in what the system that started it says",
        arguments: [
            (["JOB_COMPLETION_INDEX": "2", "ISENGARD_WORKERS": "5"], 2, 5),
            (["ISENGARD_WORKER_INDEX": "0", "ISENGARD_WORKERS": "1"], 0, 1),
            (["PARALLEL_SEQ": "1", "ISENGARD_WORKERS": "3"], 0, 3),
            (["SLURM_PROCID": "3", "SLURM_NTASKS": "4"], 3, 4),
            (["SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "4"], 3, 4),
            (
                [
                    "SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_COUNT": "3",
                    "SLURM_ARRAY_TASK_MIN": "5", "SLURM_ARRAY_TASK_STEP": "2",
                    "SLURM_PROCID": "0", "SLURM_NTASKS": "1",
                ], 1, 3
            ),
        ] as [([String: String], Int, Int)]
    )
    func environment(variables: [String: String], index: Int, count: Int) throws {
        #expect(try find(variables) == WorkerSlice(index: index, of: count))
    }

    @Test("the command line goes before the environment")
    func options() throws {
        let variables = ["JOB_COMPLETION_INDEX": "2", "ISENGARD_WORKERS": "5"]
        #expect(try find(variables, index: 0, count: 9) == WorkerSlice(index: 0, of: 9))
        #expect(try find(variables, count: 3) == WorkerSlice(index: 2, of: 3))
    }

    @Test(
        "a place that is not known or not possible is refused in one line",
        arguments: [
            ([:], "which worker is this?"),
            (["JOB_COMPLETION_INDEX": "2"], "how many workers?"),
            (["JOB_COMPLETION_INDEX": "5", "ISENGARD_WORKERS": "5"], "worker 5 of 5"),
            (["PARALLEL_SEQ": "0", "ISENGARD_WORKERS": "5"], "worker -1 of 5"),
            (["ISENGARD_WORKER_INDEX": "x", "ISENGARD_WORKERS": "5"], "no whole number"),
            (["ISENGARD_WORKER_INDEX": "-1", "ISENGARD_WORKERS": "5"], "no whole number"),
            (["ISENGARD_WORKER_INDEX": "0", "ISENGARD_WORKERS": "0"], "0 workers"),
            (["ISENGARD_WORKER_INDEX": "0", "ISENGARD_WORKERS": "1025"], "1025 workers"),
            (
                ["ISENGARD_WORKER_INDEX": "0", "ISENGARD_WORKERS": "99999999999999999999"],
                "ISENGARD_WORKERS is no whole number"
            ),
            (["SLURM_ARRAY_TASK_ID": "1", "SLURM_NTASKS": "2"], "array of jobs of 2 tasks"),
            (
                [
                    "SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_MIN": "2",
                    "SLURM_ARRAY_TASK_COUNT": "4",
                ], "not in its own array"
            ),
        ] as [([String: String], String)]
    )
    func refused(variables: [String: String], words: String) {
        #expect {
            try find(variables)
        } throws: { error in
            "\(error)".contains(words) && !"\(error)".contains("\n")
        }
    }

    @Test(
        "the loops of all workers together have every slice once",
        arguments: [(1, 1), (4, 1), (3, 2), (2, 5)]
    )
    func slices(workers: Int, loops: Int) {
        let profile = RateProfile.constant(100, for: .seconds(5))
        func arrivals(_ slice: WorkerSlice) -> [Arrival] {
            Array(ArrivalSequence(.poisson, at: profile, seed: 3, stream: 8, slice: slice))
        }
        var parts: [Arrival] = []
        for worker in 0..<workers {
            for loop in 0..<loops {
                parts += arrivals(WorkerSlice(index: worker, of: workers).part(loop, of: loops))
            }
        }
        #expect(parts.sorted { $0.index < $1.index } == arrivals(.whole))
    }

    @Test("the run's number follows from all that workers have in common")
    func number() {
        func number(_ text: String, _ seed: UInt64, _ start: Int, _ workers: Int) -> UInt64 {
            RunSlice.number(scenario: text, seed: seed, start: start, workers: workers)
        }
        let one = number("a", 1, 2, 3)
        #expect(one == number("a", 1, 2, 3))
        let others = [
            number("b", 1, 2, 3), number("a", 2, 2, 3), number("a", 1, 3, 3), number("a", 1, 2, 4),
        ]
        #expect(Set(others + [one]).count == 5)
    }
}
