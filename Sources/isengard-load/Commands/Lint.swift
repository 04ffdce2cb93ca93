import ArgumentParser
import LoadModel

/// `isengard-load lint`: is a scenario right, and what would it do?
struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a scenario and print the load that it means; nothing is sent."
    )

    @OptionGroup var file: ScenarioFile

    @Flag(help: "Warnings count as errors.")
    var strict = false

    func run() throws {
        try Failure.catching {
            let (_, scenario) = try file.read()
            let recipe = try file.recipe(of: scenario)
            var guess = LoadModel.Lint.Guess()
            guess.mix = recipe.mix
            let lint = LoadModel.Lint(scenario, guess: guess)
            for line in lint.lines { Console.say("\(line)") }
            if strict, !lint.warnings.isEmpty { throw Failure.badScenario }
        }
    }
}
