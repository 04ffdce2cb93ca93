import LoadModel

/// Scenarios for tests, in YAML.
enum ScenarioText {
    /// The least that is a scenario: lines 1 and 2, and traffic in line 3.
    static let head = "version: 1\nname: t\n"
    static let traffic = "traffic: [{op: system, rate: 1/s}]\n"

    static func scenario(_ rest: String, traffic: String = traffic) throws -> Scenario {
        try ScenarioReader.read(text: head + traffic + rest, name: "t.yaml")
    }

    /// The lines of the error; none when `text` can be used.
    static func problems(_ text: String) -> [String] {
        do {
            _ = try ScenarioReader.read(text: text, name: "t.yaml")
            return []
        } catch {
            return error.description.split(separator: "\n").map(String.init)
        }
    }
}
