/// A run of several workers as an array of Slurm jobs.
///
/// Source: sbatch(1), `--array`, `--exclusive`.
package struct SlurmScript: Sendable {
    private let job: WorkerJob
    private let program: String
    private let cores: Int

    /// - Parameter program: What starts `isengard-load` on the nodes.
    package init(_ job: WorkerJob, program: String, cores: Int) {
        self.job = job
        self.program = program
        self.cores = cores
    }

    package var text: String {
        let secrets = job.secrets.map {
            ": \"${\($0):?holds a secret of the scenario}\"\n"
        }.joined()
        let fill =
            job.preloads
            ? "#   sbatch --wait --array=0-0 THIS-FILE preload      # fills the targets first\n"
            : ""
        return """
            #!/bin/bash
            #SBATCH --job-name=\(job.label)
            #SBATCH --array=0-\(job.workers - 1)
            #SBATCH --ntasks=1
            #SBATCH --cpus-per-task=\(cores)
            #SBATCH --exclusive
            #SBATCH --output=%x-%A-%a.log
            #
            # \(job.workers) workers of isengard-load:
            \(fill)#   ISENGARD_START_AT=$(($(date +%s) + 300)) sbatch THIS-FILE
            # All jobs must run before the start, and the nodes' clocks agree. Then
            #   isengard-load merge results/\(job.name)-worker-*-of-\(job.workers).json --out results
            set -euo pipefail
            \(secrets)scenario=$(mktemp)
            trap 'rm -f "$scenario"' EXIT
            printf '%s' \(ShellWord.quoted(job.scenario)) >"$scenario"
            if [ "${1:-}" = preload ]; then
                \(ShellWord.quoted(program)) worker "$scenario" --preload-only\(job.words)
                exit
            fi
            : "${ISENGARD_START_AT:?says when all workers begin, in seconds since 1970}"
            export ISENGARD_WORKERS=\(job.workers)
            \(ShellWord.quoted(program)) worker "$scenario" --out "${ISENGARD_OUT:-results}"\(job.words)

            """
    }
}
