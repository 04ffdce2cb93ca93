/// A run of several workers by GNU parallel over ssh: nothing is to be installed but the program.
///
/// Secrets go through the connections' standard input: no list of processes shows them.
///
/// Source: GNU parallel(1), `--link`; ssh(1).
package struct ParallelScript: Sendable {
    private let job: WorkerJob
    private let program: String
    private let hosts: [String]

    /// - Parameters:
    ///   - program: What starts `isengard-load` on the hosts.
    ///   - hosts: As ssh takes them, not empty; they take turns.
    package init(_ job: WorkerJob, program: String, hosts: [String]) {
        self.job = job
        self.program = program
        self.hosts = hosts
    }

    /// Whether ssh can only take it as a host, with a user before it at most.
    package static func isHost(_ text: String) -> Bool {
        !text.hasPrefix("-") && (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                    || (0x61...0x7A).contains($0) || Array("-_.:@[]%".utf8).contains($0)
            }
    }

    package var text: String {
        [head, checks, variables, remote, fill, work].joined(separator: "\n")
    }

    private var head: String {
        """
        #!/bin/bash
        # \(job.workers) workers of isengard-load on hosts that ssh reaches without a question.
        # Usage: this file [FOLDER FOR THE RESULTS]. The hosts' clocks must agree.
        # ISENGARD_LEAD: seconds until the start, 30 if not set.
        set -euo pipefail

        """
    }

    private var checks: String {
        let secrets = job.secrets.map { ": \"${\($0):?holds a secret of the scenario}\"\n" }
        return """
            for tool in parallel ssh tar isengard-load; do
                if ! command -v "$tool" >/dev/null; then
                    echo "$tool: not found; install it first" >&2
                    exit 2
                fi
            done
            if [[ $(parallel --version 2>/dev/null </dev/null || true) != *"GNU parallel"* ]]; then
                echo "parallel: not GNU parallel; install the package parallel" >&2
                exit 2
            fi
            \(secrets.joined())
            """
    }

    private var variables: String {
        """
        out=${1:-results}
        mkdir -p "$out"
        if compgen -G "$out"/\(results) >/dev/null; then
            echo "$out: holds results of another run" >&2
            exit 2
        fi
        scenario=$(mktemp)
        trap 'rm -f "$scenario"' EXIT
        printf '%s' \(ShellWord.quoted(job.scenario)) >"$scenario"
        hosts=(\((0..<job.workers).map { ShellWord.quoted(hosts[$0 % hosts.count]) }.joined(separator: " ")))
        export out scenario
        export SHELL=$BASH

        """
    }

    private var results: String {
        "\(ShellWord.quoted(job.name))-worker-*-of-\(job.workers).json"
    }

    /// What a host does: reads secrets and scenario, works in a folder of its own, sends back what
    /// lies in `results`. One line without quotes that shells disagree about.
    private var remote: String {
        let reads = job.secrets.map { "IFS= read -r \($0); export \($0); " }.joined()
        let steps =
            "umask 077; d=$(mktemp -d) || exit 4; trap \"rm -rf \\\"$d\\\"\" EXIT; "
            + "trap \"exit 130\" HUP INT TERM; \(reads)cd \"$d\" && cat >scenario.yaml || exit 4; "
        let command = "\(ShellWord.quoted(program)) worker scenario.yaml"
        let send = "\(job.words) >&2; code=$?; [ -d results ] && tar -cf - results; exit $code"
        let values = job.secrets.map { " \"$\($0)\"" }.joined()
        let secrets = values.isEmpty ? "" : "printf '%s\\n'\(values); "
        return """
            # on HOST OPTIONS: one worker there; what it leaves comes on standard output.
            on() {
                local script=\(ShellWord.quoted(steps + command))" $2"\(ShellWord.quoted(send))
                { \(secrets)cat "$scenario"; } | ssh -o BatchMode=yes -- "$1" "sh -c $(printf %q "$script")"
            }
            worker() {
                local code=0 part="$out/.worker-$1.tar"
                on "$2" "--index $1 --of \(job.workers) --start-at $3 --out results" >"$part" || code=$?
                if [ -s "$part" ]; then tar -xf "$part" -C "$out" --strip-components=1; fi
                rm -f "$part"
                return "$code"
            }
            export -f on worker

            """
    }

    private var fill: String {
        guard job.preloads else { return "" }
        return """
            on "${hosts[0]}" "--preload-only" </dev/null

            """
    }

    private var work: String {
        """
        start=$(($(date +%s) + ${ISENGARD_LEAD:-30}))
        # How a worker ended stands in its result; one that lacks is told by merge.
        parallel --will-cite --jobs \(job.workers) --link --line-buffer --tagstring 'worker {1}' \\
            worker ::: {0..\(job.workers - 1)} ::: "${hosts[@]}" ::: "$start" </dev/null || true
        results=("$out"/\(results))
        if [ ! -e "${results[0]}" ]; then
            echo "no worker has left a result" >&2
            exit 4
        fi
        isengard-load merge "${results[@]}" --out "$out"

        """
    }
}
