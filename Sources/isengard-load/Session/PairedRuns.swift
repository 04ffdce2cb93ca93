import ArgumentParser
import LoadEngine
import LoadModel

/// One scenario at two targets in turn: A B, B A, A B, …, so that whatever changes on the machines
/// meanwhile meets both alike.
struct PairedRuns {
    private let path: String
    private let urls: [String]
    private let out: String?

    /// - Parameters:
    ///   - urls: The baseline's and the candidate's.
    ///   - out: A folder for each run's reports; nil: none are written.
    init(_ path: String, _ urls: [String], _ out: String?) throws {
        (self.path, self.urls, self.out) = (path, urls, out)
    }

    /// Of `A=URL` and `B=URL`.
    static func urls(_ targets: [String]) throws -> [String] {
        let names = ["A", "B"]
        guard targets.count == 2 else {
            throw ValidationError("--run needs --target A=URL --target B=URL")
        }
        return try zip(names, targets).map { name, text in
            guard text.hasPrefix(name + "="),
                let url = Scenario.Target.url(String(text.dropFirst(2)))
            else { throw ValidationError("--target \(text): expected \(name)=URL, http or https") }
            return url
        }
    }

    /// Stops with what there is when somebody stops it.
    func run(_ pairs: Int) throws -> (baseline: [RunFigures], candidate: [RunFigures]) {
        var sides: [[RunFigures]] = [[], []]
        for pair in 0..<pairs {
            for side in pair.isMultiple(of: 2) ? [0, 1] : [1, 0] {
                // Also while the run before was cleaned up.
                guard !StopSignals.isStopped else { return (sides[0], sides[1]) }
                let name = "\(side == 0 ? "a" : "b")\(pair + 1)"
                Console.complain("run \(name): \(urls[side])")
                guard let figures = try run(urls[side], name) else { return (sides[0], sides[1]) }
                sides[side].append(figures)
            }
        }
        return (sides[0], sides[1])
    }

    /// - Returns: Nil when the run was stopped.
    private func run(_ url: String, _ name: String) throws -> RunFigures? {
        let session = try LoadSession(
            .parse([path, "--target", url]),
            .parse([]),
            .parse(["--quiet"]),
            pins: true
        )
        guard case .fixed = session.scenario.plan else {
            Console.complain("\(path): plan: states a search; --run compares fixed plans")
            throw Failure.badScenario
        }
        var made: RunReport?
        let results = try ResultFiles.parse(
            out.map { ["--out", "\($0)/\(name)"] } ?? ["--no-files"]
        )
        do {
            try session.conduct(results) { run in
                let report = try Run.report(of: run, in: session)
                made = report
                return report
            }
        } catch let code as ExitCode {
            // A promise that isn't kept, or a void run, is a result too.
            guard [1, 3].contains(code.rawValue), made != nil else { throw code }
        }
        return session.stop.isRunStopped ? nil : made.map { RunFigures($0, name: name) }
    }
}
