import ArgumentParser

/// `isengard demo`: the whole thing on this machine, with real servers and nothing to set up.
struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run three real Orthancs, PostgreSQL and a gateway over them on this machine.",
        discussion: """
            Needs Debian's packages orthanc, postgresql and python3-pydicom. Everything listens on \
            127.0.0.1 only, and everything ends with this program.
            """
    )

    @Flag(help: "Check step by step that the federation holds, then end: 0 when all is well.")
    var once = false

    @Option(help: "Keep all data and logs in this folder; a temporary one otherwise.")
    var folder: String?

    @Option(help: "Port of the gateway; 0 lets the kernel choose.")
    var port: UInt16 = 0

    func run() throws {
        let wish = StopWish()
        do {
            let stage = try DemoStage(folder: folder, port: port, wish: wish)
            defer { stage.stop() }
            if once { try walk(stage, wish) } else { try stay(stage, wish) }
        } catch let error as DemoError where error.kind == .interrupted {
            Console.say("demo    interrupted, everything ended")
            throw ExitCode(once ? 130 : 0)
        } catch let code as ExitCode {
            throw code
        } catch {
            Console.complain("isengard: \(error)")
            throw ExitCode(69)
        }
    }

    private func walk(_ stage: DemoStage, _ wish: StopWish) throws {
        let walk = DemoWalk(stage: stage, wish: wish)
        try walk.run()
        guard walk.failures.isEmpty else {
            Console.complain("isengard: failed: \(walk.failures.joined(separator: "; "))")
            throw ExitCode(1)
        }
    }

    private func stay(_ stage: DemoStage, _ wish: StopWish) throws {
        try DemoTour(stage: stage).show()
        while !wish.wait(seconds: 1) {
            if let status = stage.gateway.exitStatus {
                throw DemoError(
                    .server,
                    doing: "serve",
                    "the gateway ended (\(status)), see \(stage.gateway.logFile)"
                )
            }
        }
        Console.say("\ndemo    ending everything")
    }
}
