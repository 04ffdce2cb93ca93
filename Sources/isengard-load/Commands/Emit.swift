import ArgumentParser
import LoadModel

/// `isengard-load emit`: what starts the workers of a run, for systems that many have.
struct Emit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print what starts several workers: a Kubernetes Job, or a script.",
        subcommands: [Kubernetes.self, Slurm.self, SSH.self]
    )

    struct Kubernetes: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "k8s",
            abstract: "Print an Indexed Job that waits to be released, with its scenario."
        )

        @OptionGroup var emission: Emission
        @OptionGroup var size: WorkerCPUs

        @Option(help: "An image with isengard-load on its path.")
        var image: String

        @Option(help: "The claim of a volume that all pods can write to, for the results.")
        var claim: String

        @Option(help: "The namespace.")
        var namespace = "default"

        @Option(help: "The Secret with the variables that the scenario refers to.")
        var secret = "isengard-load"

        func run() throws {
            try Failure.catching {
                let job = KubernetesJob(
                    try emission.job(),
                    image: image,
                    namespace: namespace,
                    claim: claim,
                    secret: secret,
                    cores: size.cpus
                )
                Console.say(job.text, terminator: "")
            }
        }
    }

    struct Slurm: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a script for sbatch: an array of jobs."
        )

        @OptionGroup var emission: Emission
        @OptionGroup var size: WorkerCPUs

        @Option(help: "What starts isengard-load on the nodes.")
        var program = "isengard-load"

        func run() throws {
            try Failure.catching {
                let script = SlurmScript(
                    try emission.job(),
                    program: program,
                    cores: size.cpus
                )
                Console.say(script.text, terminator: "")
            }
        }
    }

    struct SSH: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ssh",
            abstract: "Print a script that has GNU parallel start workers over ssh."
        )

        @OptionGroup var emission: Emission

        @Option(help: "A file with one host, or user@host, a line; they take turns.")
        var hosts: String

        @Option(help: "What starts isengard-load on the hosts.")
        var program = "isengard-load"

        private static let mostHostBytes = 1 << 20

        func run() throws {
            try Failure.catching {
                let script = ParallelScript(
                    try emission.job(),
                    program: program,
                    hosts: try readHosts()
                )
                Console.say(script.text, terminator: "")
            }
        }

        private func readHosts() throws -> [String] {
            let bytes = try Files.read(hosts, limitBytes: Self.mostHostBytes)
            let names = bytes.split(separator: UInt8(ascii: "\n"))
                .map { String(decoding: $0, as: UTF8.self) }
                .map { $0.filter { $0 != " " && $0 != "\r" && $0 != "\t" } }
                .filter { !$0.isEmpty && !$0.hasPrefix("#") }
            guard let wrong = names.first(where: { !ParallelScript.isHost($0) }) else {
                guard !names.isEmpty else {
                    throw ValidationError("--hosts \(hosts): names no host")
                }
                return names
            }
            throw ValidationError("--hosts \(hosts): \(wrong.debugDescription) is no host")
        }
    }
}
