import ArgumentParser
import LoadEngine
import LoadModel

/// `isengard-load corpus`: what the synthetic studies are.
struct Corpus: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at the synthetic studies.",
        subcommands: [Plan.self, Learn.self]
    )

    struct Plan: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Print the arithmetic of a corpus: images, bytes, and where the figures are from."
        )

        @OptionGroup var file: ScenarioFile

        @Option(help: "So many studies; default: what the scenario preloads at most.")
        var studies: Int?

        @Option(help: "So many exams a year instead.")
        var perYear: Int?

        func run() throws {
            try Failure.catching {
                let (_, scenario) = try file.read()
                let recipe = try CorpusRecipe(scenario.corpus)
                let demand: CorpusPlan.Demand =
                    if let perYear {
                        .examsPerYear(perYear)
                    } else {
                        .studies(studies ?? max(1, scenario.preloads.last ?? 0))
                    }
                let plan = CorpusPlan(recipe, demand)
                for line in plan.lines { Console.say(line) }
                Console.say("where the figures are from:")
                for line in plan.basisLines { Console.say("  \(line)") }
            }
        }
    }
}
