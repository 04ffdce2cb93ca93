import ArgumentParser
import Gateway

/// `isengard serve`: the real thing.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a federation until SIGTERM or SIGINT.",
        discussion: "Every key of the file: docs/configuration.md."
    )

    @Option(name: .shortAndLong, help: "The YAML configuration file.")
    var config: String

    func run() throws {
        let settings = try CommandFailure.catching { try GatewaySettings.load(config) }
        try CommandFailure.catching { try GatewayProcess.run(settings) }
    }
}

/// `isengard check-config`: reads and checks, starts nothing.
struct CheckConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Check a configuration file and say what is wrong with it."
    )

    @Option(name: .shortAndLong, help: "The YAML configuration file.")
    var config: String

    func run() throws {
        let settings = try CommandFailure.catching { try GatewaySettings.load(config) }
        Console.say("\(config): good, \(settings.stores.count) stores")
    }
}
