import ArgumentParser
import Glibc

/// The command line.
@main
struct IsengardLoad: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "isengard-load",
        abstract: "How much does this deployment of Orthancs carry?",
        discussion: """
            Exit codes: 0 all promises kept, 1 not all kept or not decided, 2 bad scenario or \
            command line, 3 void (the generator was the limit), 4 target can't be used, 5 results \
            can't be written. See loadtests/README.md.
            """,
        version: "0.1.0",
        subcommands: [
            Lint.self, Run.self, Capacity.self, Replay.self, Compare.self, Report.self,
            Selfcheck.self, Corpus.self, Worker.self, Merge.self, Emit.self,
        ]
    )

    /// A command line that can't be understood ends with 2, as a scenario that can't be.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch  where exitCode(for: error) == .validationFailure {
            Console.complain(fullMessage(for: error))
            Glibc.exit(Failure.badScenario.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}
