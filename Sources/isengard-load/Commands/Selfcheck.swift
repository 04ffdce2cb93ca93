import ArgumentParser
import LoadEngine

/// `isengard-load selfcheck`: the proof that what is reported is what happens.
struct Selfcheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure servers of known behaviour and print theory beside measurement.",
        discussion: "Ends with 1 if a measurement lies beyond what theory allows."
    )

    @Option(help: "Core of the load's loop; default: any.")
    var core: Int?

    @Option(help: "Seconds for which the queues are watched.")
    var seconds = 30

    func validate() throws {
        guard (5...3600).contains(seconds) else { throw ValidationError("--seconds: 5 to 3600") }
    }

    func run() throws {
        try Failure.catching {
            var isRight = true
            for findings in [
                try SelfCheck.freeze(core: core),
                try SelfCheck.queues(seconds: seconds, core: core),
            ] {
                for finding in findings {
                    isRight = isRight && finding.isMet
                    Console.say("\(finding.isMet ? "ok   " : "WRONG") \(finding.name)")
                    Console.say("        theory   \(finding.theory)")
                    Console.say("        measured \(finding.measured)")
                }
            }
            if !isRight { throw ExitCode(1) }
        }
    }
}
