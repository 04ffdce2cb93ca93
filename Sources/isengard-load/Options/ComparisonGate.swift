import ArgumentParser
import LoadModel
import LoadReport

/// How a comparison is judged and told.
struct ComparisonGate: ParsableArguments {
    @Option(
        name: .long,
        help: "End with 1 when something is clearly worse by more than this, such as 10%."
    )
    var regression: String?

    @Option(name: .long, help: "Of each interval: 90%, 95% or 99%.")
    var confidence: Confidence = .ninetyFive

    @Option(name: .long, help: "Write the table as Markdown into this file too.")
    var markdown: String?

    enum Confidence: String, CaseIterable, ExpressibleByArgument {
        case ninety = "90%"
        case ninetyFive = "95%"
        case ninetyNine = "99%"
    }

    var share: Double {
        switch confidence {
        case .ninety: 0.90
        case .ninetyFive: 0.95
        case .ninetyNine: 0.99
        }
    }

    func validate() throws { _ = try limit() }

    private func limit() throws -> Double? {
        guard let regression else { return nil }
        guard regression.hasSuffix("%"), let percent = Double(regression.dropLast()),
            (0...1000).contains(percent)
        else {
            throw ValidationError("--regression \(regression): expected a share such as 10%")
        }
        return percent / 100
    }

    /// Tells and writes it; throws exit code 1 for a worsening beyond the limit, and 3 when
    /// a limit was asked for and all runs of a side are void.
    func judge(_ comparison: BuildComparison) throws {
        let limit = try limit()
        let worse = limit.map { comparison.regressions(beyond: $0) } ?? []
        for line in ComparisonTable.text(of: comparison) { Console.say(line) }
        if let markdown {
            let text = ComparisonTable.markdown(of: comparison, regressions: worse)
            try Files.write(Array(text.utf8), to: markdown)
            Console.complain("wrote \(markdown)")
        }
        guard let regression else { return }
        guard comparison.hasRuns else {
            Console.complain("one side has no run that says anything of its target")
            throw Failure.void
        }
        guard !worse.isEmpty else { return }
        Console.complain("clearly worse by more than \(regression):")
        for row in worse { Console.complain("  \(ComparisonTable.line(of: row))") }
        throw ExitCode(1)
    }
}
