import ArgumentParser

/// The command line.
@main
struct Isengard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "isengard",
        abstract: "One endpoint over many Orthanc DICOM servers.",
        version: "0.1.0",
        subcommands: [
            Serve.self, Demo.self, Stores.self, CheckConfig.self, HashPassword.self, Routes.self,
        ]
    )
}
