import LoadModel
import Testing

/// What YAML itself, and our limits on it, refuse.
@Suite struct ScenarioDocumentTests {
    @Test(
        "a file that is no scenario is told in one line",
        arguments: [
            Refusal("", "t.yaml: is empty; expected a scenario"),
            Refusal("# nothing\n", "t.yaml: is empty; expected a scenario"),
            Refusal("---\n", "t.yaml: is empty; expected a scenario"),
            Refusal("smoke", "t.yaml:1:1: `smoke` stands here; expected a mapping"),
            Refusal("- a", "t.yaml:1:1: a list stands here; expected a mapping"),
            Refusal("a: [1", "t.yaml:2:1: is no YAML: did not find expected ',' or ']'"),
            Refusal(
                "version: 1\n  name: t",
                "t.yaml:2:7: is no YAML: mapping values are not allowed in this context"
            ),
            Refusal(
                "version: 1\n---\nversion: 1",
                "t.yaml:2:1: is no YAML: but found another document"
            ),
            Refusal(
                "version: 1\nname: a\nname: b",
                "t.yaml:2:1: `name` stands twice in one mapping"
            ),
            Refusal(
                "corpus: {seed: 1, seed: 2}",
                "t.yaml:1:10: `seed` stands twice in one mapping"
            ),
            Refusal("a:\n\tb: 1", "t.yaml:2:1: a tab stands here; YAML is indented with blanks"),
            Refusal("a:\n  \tb: 1", "t.yaml:2:3: a tab stands here; YAML is indented with blanks"),
            Refusal("name: \u{0}", "t.yaml: is no YAML: control characters are not allowed"),
            Refusal(
                "version: &v 1\nname: *v",
                "t.yaml:1:10: anchors (&name) and aliases (*name) are not read; write the value out"
            ),
            Refusal("name: *v", "t.yaml:1:7: is no YAML: found undefined alias"),
        ]
    )
    func refuses(_ refusal: Refusal) {
        #expect(ScenarioText.problems(refusal.yaml) == [refusal.line])
    }

    @Test(
        "a bomb of aliases is refused before it is unpacked, also as a key",
        arguments: ["", "? "]
    )
    func bomb(_ prefix: String) {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let inner = (0..<9).map { _ in "*a\(level - 1)" }.joined(separator: ", ")
            text += "a\(level): &a\(level) [\(inner)]\n"
        }
        text += prefix + "*a12\n"
        #expect(
            ScenarioText.problems(text) == [
                "t.yaml: anchors (&name) and aliases (*name) are not read; write the value out"
            ]
        )
    }

    @Test("a file is not nested deeper than 32 levels", arguments: [33, 900, 5000])
    func depth(_ levels: Int) {
        let text =
            "a: " + String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        let lines = ScenarioText.problems(text)
        #expect(lines.count == 1)
        #expect(lines[0].hasSuffix(": is nested deeper than 32 levels"), "\(lines)")
    }

    @Test("a file is at most 1 MiB long")
    func size() {
        let text = ScenarioText.head + ScenarioText.traffic
        let comment = String(repeating: "# a comment of some length\n", count: 38_000)
        #expect(ScenarioText.problems(comment + text) == [])
        #expect(ScenarioText.problems(comment + comment + text) == ["t.yaml: is larger than 1 MiB"])
    }

    @Test("stars in texts and comments are no aliases")
    func stars() throws {
        let comment = "# *** not *one* of these *is* an alias ***\n"
        let scenario = try ScenarioText.scenario(
            String(repeating: comment, count: 5) + "report: {html: \"*a *b\", json: a&b}"
        )
        #expect(scenario.report.html == "*a *b")
    }

    @Test("a list has at most a hundred entries")
    func entries() {
        let entries = (0...100).map { "{name: n\($0), op: system, rate: 1/s}" }
        let text = ScenarioText.head + "traffic: [\(entries.joined(separator: ", "))]"
        #expect(
            ScenarioText.problems(text) == ["t.yaml:3:10: traffic: has 101 entries; 100 at most"]
        )
    }
}
