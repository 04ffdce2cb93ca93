import Testing

/// A piece of a scenario, and the one line with which it is refused.
struct Refusal: Sendable, CustomTestStringConvertible {
    let yaml: String
    let line: String

    init(_ yaml: String, _ line: String) {
        self.yaml = yaml
        self.line = line
    }

    var testDescription: String { yaml }
}
