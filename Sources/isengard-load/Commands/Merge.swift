import ArgumentParser
import LoadModel
import LoadReport

/// `isengard-load merge`: one result of those of all workers.
struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make one result of those of all workers, exactly, and judge it again.",
        discussion: """
            Of the workers' JSON files it makes every form of the report of the whole run, in a \
            folder; of .hlog files one .hlog. Ends with the code of the whole's verdict.
            """
    )

    @Argument(help: "The JSON file of each worker, or their .hlog files.")
    var files: [String]

    @Option(name: .long, help: "The folder that the report goes to, or the .hlog file.")
    var out: String

    @Flag(help: "Count what workers without a result had to do as never sent; the run is void.")
    var allowMissing = false

    private static let mostFiles = RunSlice.most

    func validate() throws {
        guard files.count <= Self.mostFiles else {
            throw ValidationError("more than \(Self.mostFiles) files")
        }
        let logs = files.filter { $0.hasSuffix(".hlog") }.count
        guard logs == 0 || logs == files.count else {
            throw ValidationError("either .json or .hlog files, not both")
        }
        guard logs == 0 || out.hasSuffix(".hlog") else {
            throw ValidationError("--out \(out): expected a file that ends in .hlog")
        }
    }

    func run() throws {
        try Failure.catching {
            if files[0].hasSuffix(".hlog") { try mergeLogs() } else { try mergeReports() }
        }
    }

    private func mergeReports() throws {
        var merge = RunMerge()
        for file in files {
            let report = try Self.naming(file) { try RunReport(json: $0) }
            try merge.add(report, from: file)
        }
        let report = try merge.merged(allowsMissing: allowMissing)
        Console.say(report.verdict.sentence)
        for reason in report.verdict.reasons { Console.say("  \(reason)") }
        try ResultFiles(folder: out).write(report)
        guard report.verdict.exitCode == 0 else { throw ExitCode(report.verdict.exitCode) }
    }

    private func mergeLogs() throws {
        var merge = HistogramLogMerge()
        for file in files { try Self.naming(file) { try merge.add($0) } }
        try Files.write(Array(merge.text.utf8), to: out)
        Console.complain("wrote \(out)")
    }

    /// Reads a file; an error says which.
    private static func naming<Result>(
        _ file: String,
        _ body: ([UInt8]) throws -> Result
    ) throws -> Result {
        let bytes = try Files.read(file, limitBytes: Report.limitBytes)
        do {
            return try body(bytes)
        } catch let error as ReportError {
            throw FileError(action: file, cause: "\(error)", isResult: false)
        }
    }
}
