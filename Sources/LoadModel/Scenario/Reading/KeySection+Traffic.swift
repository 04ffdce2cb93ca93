/// What arrives, and when.
extension KeySection {
    /// What every entry can say.
    static let traffic = KeySection(
        "traffic[]",
        [
            ScenarioKey(
                "op",
                .choice(OperationKind.table.map(\.name)),
                .optional("see session"),
                "an operation; see below"
            ),
            ScenarioKey("session", .name, .optional("see op"), "one of `sessions`"),
            ScenarioKey(
                "name",
                .name,
                .optional("that of the operation or session"),
                "unique; in reports and SLO clauses"
            ),
            ScenarioKey("target", .name, .optional("the first"), "one of `targets`"),
            ScenarioKey(
                "rate",
                .quantity(.rate, (1 / (365 * 86_400))...1_000_000),
                .optional("see weight"),
                "arrivals, evenly over day and year"
            ),
            ScenarioKey(
                "weight",
                .number(0.0001...10_000),
                .optional("see rate"),
                "arrivals for each study that arrives in the busy hour of `demand`"
            ),
        ]
    )

    /// The keys of an entry of this operation; nil: of one that can't be told.
    static func traffic(_ kind: OperationKind?) -> KeySection {
        guard let kind else {
            return KeySection("", traffic.keys + OperationKind.table.flatMap(\.keys))
        }
        return KeySection("traffic[] (op: \(kind.name))", traffic.keys + kind.keys)
    }

    static let session = KeySection(
        "sessions.NAME",
        [
            ScenarioKey(
                "browserConnections",
                .count(1...64),
                .initial("6"),
                "most connections of one user"
            ),
            ScenarioKey("steps", .nested("a list"), .required, "up to 100, in order"),
        ]
    )

    static func step(_ kind: StepKind) -> KeySection {
        KeySection("sessions.NAME.steps[].\(kind.name)", kind.keys)
    }

    static let bursts = KeySection(
        "arrival (kind: bursts)",
        [
            kindKey(["poisson", "deterministic", "bursts"]),
            ScenarioKey("calm", .quantity(.factor, 0...1000), .initial("1x"), "between bursts"),
            ScenarioKey("burst", .quantity(.factor, 0...1000), .initial("4x"), "in a burst"),
            ScenarioKey("calmFor", .duration(0.001...86_400), .initial("120s"), "mean"),
            ScenarioKey("burstFor", .duration(0.001...86_400), .initial("15s"), "mean"),
        ],
        note: "a Poisson process whose rate changes between two factors (Markov-modulated)"
    )

    static let hold = KeySection(
        "profile[] (hold)",
        [
            ScenarioKey("hold", .duration(0.001...604_800), .required, "how long"),
            ScenarioKey(
                "at",
                .quantity(.factor, 0...10_000),
                .optional("where the segment before ended; 1x at first"),
                "of the stated load"
            ),
        ],
        later: ["events": "faults are not injected by this version yet"]
    )

    static let ramp = KeySection(
        "profile[] (ramp)",
        [
            ScenarioKey("ramp", .duration(0.001...604_800), .required, "how long"),
            ScenarioKey(
                "from",
                .quantity(.factor, 0...10_000),
                .optional("where the segment before ended; 0x at first"),
                "of the stated load"
            ),
            ScenarioKey("to", .quantity(.factor, 0...10_000), .initial("1x"), "likewise"),
        ],
        later: ["events": "faults are not injected by this version yet"]
    )
}
