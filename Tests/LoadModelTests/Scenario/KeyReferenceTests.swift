import Foundation
import LoadModel
import Testing

@Suite struct KeyReferenceTests {
    @Test("loadtests/README.md has every key as the reader knows it")
    func readme() throws {
        let text = try LoadTestFiles.text("README.md")
        let start = try #require(text.range(of: "## Keys\n\n")).upperBound
        let end = text.range(of: "\n## ", range: start..<text.endIndex)?.lowerBound
        #expect(text[start..<(end ?? text.endIndex)] == KeyReference.markdown)
    }

    @Test("every key of the reference is read: a list in a list is refused under each")
    func everyKeyIsRead() throws {
        var headings: [Substring] = []
        var count = 0
        for line in KeyReference.markdown.split(separator: "\n") {
            let texts = line.split(separator: "`")
            if line.hasPrefix("### ") {
                headings = texts.indices.filter { $0 % 2 == 1 }.map { texts[$0] }
            } else if line.hasPrefix("| `"), texts.count > 1 {
                for heading in headings { try check(String(texts[1]), below: String(heading)) }
                count += headings.count
            }
        }
        #expect(count == 144)
    }

    private func check(_ key: String, below heading: String) throws {
        let scene = try #require(Scene(heading), "\(heading)")
        let problems = ScenarioText.problems(scene.text(key))
        let path = scene.path.isEmpty ? key : "\(scene.path).\(key)"
        #expect(
            problems.contains { line in
                [": ", "["].contains { line.contains(": \(path)\($0)") }
                    && line.contains("stands here")
            },
            "\(scene.text(key))\n\(problems)"
        )
    }
}

/// A scenario around one key of the table with this heading.
private struct Scene {
    /// Of the mapping that holds the key.
    let path: String
    private let before: String
    /// The pair that says which table holds.
    private let choice: String
    private let after: String

    private static let all: [String: String] = [
        "scenario": "{||}",
        "targets[]": "{targets: [{||}]}",
        "targets[].tls": "{targets: [{tls: {||}}]}",
        "observe[] (kind)": "{observe: [{|kind: @|}]}",
        "corpus": "{corpus: {||}}",
        "corpus.preload": "{corpus: {preload: {||}}}",
        "corpus.overrides.MODALITY": "{corpus: {overrides: {CT: {||}}}}",
        "demand": "{demand: {||}}",
        "traffic[]": "{traffic: [{||}]}",
        "traffic[] (op)": "{traffic: [{|op: @|}]}",
        "sessions.NAME": "{sessions: {NAME: {||}}}",
        "sessions.NAME.steps[]": "{sessions: {NAME: {steps: [{@: {||}}]}}}",
        "arrival (kind)": "{arrival: {|kind: @|}}",
        "profile[] (hold)": "{profile: [{|hold: 1s|}]}",
        "profile[] (ramp)": "{profile: [{|ramp: 1s|}]}",
        "slo[]": "{slo: [{||}]}",
        "plan (kind)": "{plan: {|kind: @|}}",
        "plan.confirm": "{plan: {kind: capacity, confirm: {||}}}",
        "report": "{report: {||}}",
        "limits": "{limits: {||}}",
        "closedLoop": "{closedLoop: {||}}",
    ]

    init?(_ heading: String) {
        var (name, kind) = (heading, "")
        if let colon = heading.range(of: ": ") {
            name = heading[..<colon.lowerBound] + ")"
            kind = String(heading[colon.upperBound...].dropLast())
        } else if let step = heading.range(of: ".steps[].") {
            name = String(heading[..<step.upperBound].dropLast())
            kind = String(heading[step.upperBound...])
        }
        guard let scene = Self.all[name] else { return nil }
        let parts = scene.replacing("@", with: kind).split(
            separator: "|",
            omittingEmptySubsequences: false
        )
        (before, choice, after) = (String(parts[0]), String(parts[1]), String(parts[2]))
        let titled = name == heading || heading.contains("(") ? name : heading
        let place = titled.prefix { $0 != " " }
            .replacing("[]", with: "[0]").replacing("MODALITY", with: "CT")
        path = place == "scenario" ? "" : String(place)
    }

    /// The key gets a value that no key can have.
    func text(_ key: String) -> String {
        let isChoice = choice.isEmpty || choice.hasPrefix("\(key): ")
        return before + (isChoice ? "" : choice + ", ") + "\(key): [[1]]" + after
    }
}
