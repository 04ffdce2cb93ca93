/// One key of the scenario file: how the reader checks it, and its row of the reference.
struct ScenarioKey: Sendable {
    enum Kind: Sendable, Equatable {
        case quantity(Quantity.Dimension, ClosedRange<Double>)
        case count(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case flag
        case choice([String])
        /// Something that is referred to: a target, an operation, a mark.
        case name
        /// Any text in one line.
        case text
        case path
        case url
        case reference
        case distribution(Quantity.Dimension)
        case names
        case counts(ClosedRange<Int>)
        case factors(ClosedRange<Double>)
        /// `last(n)`.
        case last(ClosedRange<Int>)
        /// A mapping or list that has rows of its own.
        case nested(String)
    }

    enum Presence: Sendable, Equatable {
        case required
        /// What is meant when it doesn't stand there.
        case optional(String)
        /// What is read when it doesn't stand there; `quick` is for the plan's quick profile.
        case initial(String, quick: String? = nil)
    }

    let name: String
    let kind: Kind
    let presence: Presence
    let meaning: String

    init(_ name: String, _ kind: Kind, _ presence: Presence, _ meaning: String) {
        self.name = name
        self.kind = kind
        self.presence = presence
        self.meaning = meaning
    }
}

extension ScenarioKey.Kind {
    static func duration(_ range: ClosedRange<Double>) -> Self { .quantity(.duration, range) }
    static let share = Self.quantity(.share, 0...1)
    static let percent = Self.quantity(.percent, 0...1)

    static func choice<Value: CaseIterable & RawRepresentable<String>>(_: Value.Type) -> Self {
        .choice(Value.allCases.map(\.rawValue))
    }

    /// What to write, as the end of an error.
    var expectation: String {
        switch self {
        case .quantity(let dimension, _): dimension.expectation
        case .count: "a whole number \(limits)"
        case .number: "a number \(limits)"
        case .flag: "true or false"
        case .choice(let choices): Self.alternatives(choices)
        case .name: "a name: 1 to 60 letters, digits, `-`, `_` and `.`"
        case .text: "a text in one line"
        case .path: "a path"
        case .url: "http://HOST:PORT or https://HOST:PORT"
        case .reference: "env:NAME or file:PATH"
        case .distribution(let dimension):
            dimension == .duration
                ? "constant(1s), exponential(4s) or lognormal(4s, 0.8)"
                : "a share such as 60%, or lognormal(60%, 0.4)"
        case .names: "a list of names"
        case .counts: "a list of whole numbers \(limits), ascending"
        case .factors: "a list of factors such as 2x, \(limits), ascending"
        case .last: "last(n), n \(limits)"
        case .nested(let what): what
        }
    }

    /// The unit column of the reference.
    var unit: String {
        switch self {
        case .quantity(let dimension, _):
            dimension == .share ? "% or 0…1" : dimension.units.map(\.symbol).joined(separator: " ")
        case .count: "whole number"
        case .number: "number"
        case .flag: "`true` `false`"
        case .choice(let choices): choices.map { "`\($0)`" }.joined(separator: " ")
        case .name: "name"
        case .text: "text"
        case .path: "path"
        case .url: "URL"
        case .reference: "`env:NAME` `file:PATH`"
        case .distribution(let dimension):
            "\(dimension == .duration ? "durations" : "share"): value or distribution"
        case .names: "list of names"
        case .counts: "list of whole numbers"
        case .factors: "list of x"
        case .last: "`last(n)`"
        case .nested(let what): what
        }
    }

    /// `from 1 to 64`; empty where there is none.
    var limits: String {
        switch self {
        case .quantity(let dimension, let range):
            "from \(Quantity.text(range.lowerBound, dimension)) "
                + "to \(Quantity.text(range.upperBound, dimension))"
        case .count(let range), .counts(let range), .last(let range):
            "from \(Quantity.figure(Double(range.lowerBound))) "
                + "to \(Quantity.figure(Double(range.upperBound)))"
        case .factors(let range):
            "from \(Quantity.text(range.lowerBound, .factor)) "
                + "to \(Quantity.text(range.upperBound, .factor))"
        case .number(let range):
            "from \(Quantity.figure(range.lowerBound)) to \(Quantity.figure(range.upperBound))"
        default: ""
        }
    }

    private static func alternatives(_ choices: [String]) -> String {
        guard let last = choices.last, choices.count > 1 else { return choices.first ?? "" }
        return choices.dropLast().joined(separator: ", ") + " or " + last
    }
}
