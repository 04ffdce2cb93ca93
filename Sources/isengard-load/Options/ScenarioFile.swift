import ArgumentParser
import Glibc
import LoadEngine
import LoadModel

/// A scenario as it lies on the disk, with what the command line changes.
struct ScenarioFile: ParsableArguments {
    @Argument(help: "A scenario, such as loadtests/smoke.yaml.")
    var path: String

    @Option(
        name: .long,
        help: "URL for a target of the scenario: NAME=URL, or URL for the first; repeatable."
    )
    var target: [String] = []

    @Option(name: .long, help: "Another seed than the scenario's.")
    var seed: UInt64?

    private static let limitBytes = 1 << 20

    /// The text as it is, and the scenario with what the command line changes.
    func read() throws -> (text: String, scenario: Scenario) {
        let bytes = try Files.read(path, limitBytes: Self.limitBytes)
        let text = String(decoding: bytes, as: UTF8.self)
        var scenario = try ScenarioReader.read(text: text, name: path)
        if let seed { scenario.corpus.seed = seed }
        if scenario.corpus.namesMixFile { scenario.corpus.learned = try mix(scenario.corpus.mix) }
        for change in target { try override(change, in: &scenario) }
        return (text, scenario)
    }

    /// The scenario's corpus. Refuses what only that can tell: modalities that its mix doesn't have,
    /// and a preload larger than `atMost`.
    func recipe(of scenario: Scenario) throws -> CorpusRecipe {
        let recipe = try CorpusRecipe(scenario.corpus)
        var refusals: [String] = []
        for entry in scenario.traffic {
            guard case .operation(let operation) = entry.work, let modality = operation.modality,
                recipe.mix.row(of: modality) == nil
            else { continue }
            refusals.append("traffic \(entry.name): the mix has no modality \(modality)")
        }
        if let limit = scenario.corpus.preload.limitBytes,
            Self.isBeyond(limit, scenario.preloads.last ?? 0, of: recipe)
        {
            refusals.append("corpus.preload: takes more than the \(limit) bytes of atMost")
        }
        for refusal in refusals { Console.complain("\(path): \(refusal)") }
        if !refusals.isEmpty { throw Failure.badScenario }
        return recipe
    }

    /// Whether the first studies weigh more than `limit` bytes; looks no further than it must.
    private static func isBeyond(_ limit: Int, _ studies: Int, of recipe: CorpusRecipe) -> Bool {
        var left = limit
        for index in 0..<studies {
            left -= recipe.study(index).approximateBytes
            if left < 0 { return true }
        }
        return false
    }

    /// The mix file beside the scenario.
    private func mix(_ place: String) throws -> MixFile {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        let file = place.hasPrefix("/") ? place : folder + place
        let bytes = try Files.read(file, limitBytes: Self.limitBytes)
        return try MixFile.read(text: String(decoding: bytes, as: UTF8.self), name: file)
    }

    private func override(_ change: String, in scenario: inout Scenario) throws {
        let parts = change.split(separator: "=", maxSplits: 1).map(String.init)
        let isNamed = parts.count == 2 && scenario.target(named: parts[0]) != nil
        let url = isNamed ? parts[1] : change
        let place = isNamed ? scenario.targets.firstIndex { $0.name == parts[0] } : 0
        guard let place, let clean = Scenario.Target.url(url) else {
            throw ValidationError("--target \(change): expected NAME=URL or URL, http or https")
        }
        scenario.targets[place].url = clean
    }

    /// Reads what a reference names; nil when it is not there.
    static func secret(_ reference: SecretReference) -> String? {
        switch reference {
        case .environment(let name):
            guard let value = unsafe getenv(name) else { return nil }
            let text = unsafe String(cString: value)
            return text.isEmpty ? nil : text
        case .file(let path):
            guard let bytes = try? Files.read(path, limitBytes: 64 << 10) else { return nil }
            let line = bytes.prefix { $0 != 10 && $0 != 13 }
            return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
        }
    }
}
