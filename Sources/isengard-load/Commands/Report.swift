import ArgumentParser
import LoadModel
import LoadReport

/// `isengard-load report`: every form of a report from its JSON.
struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the page and all other forms of a report from its JSON file."
    )

    @Argument(help: "A report as JSON.")
    var path: String

    @Option(name: .long, help: "The folder that they go to.")
    var out: String

    static let limitBytes = 256 << 20

    func run() throws {
        try Failure.catching {
            let report = try RunReport(json: Files.read(path, limitBytes: Self.limitBytes))
            try ResultFiles(folder: out).write(report)
        }
    }
}
