import Foundation
import LoadModel

/// The scenarios that ship, as they lie in the repository.
enum LoadTestFiles {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "loadtests")

    static let scenarios: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".yaml") }.sorted()

    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    static func scenario(_ name: String) throws -> Scenario {
        try ScenarioReader.read(text: try text(name), name: name)
    }
}
