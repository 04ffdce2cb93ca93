/// What must hold, and how that is found out.
extension KeySection {
    /// Keys of an SLO clause that state a quantile.
    static let quantiles: [(key: String, quantile: Double)] = [
        ("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("p99.9", 0.999),
    ]

    static let clause = KeySection(
        "slo[]",
        [
            ScenarioKey("op", .name, .optional("see session"), "name of a traffic entry"),
            ScenarioKey("session", .name, .optional("see op"), "name of a traffic entry"),
            ScenarioKey(
                "mark",
                .name,
                .optional("the session's end"),
                "from the session's due time to this mark"
            ),
        ]
            + quantiles.map { key, quantile in
                ScenarioKey(
                    key,
                    .duration(0.001...3600),
                    .optional("not judged"),
                    "\(Quantity.text(quantile, .percent)) of all that was scheduled succeed "
                        + "within it"
                )
            }
            + [
                ScenarioKey("errors", .percent, .optional("not judged"), "most errors"),
                ScenarioKey("correct", .percent, .initial("100%"), "least correct answers"),
            ],
        later: [
            "during": "faults are not injected by this version yet",
            "after": "faults are not injected by this version yet",
        ],
        note: "Judged on all that was scheduled: late, failed and never sent count alike. "
            + "What has no clause must be correct all the same."
    )

    private static let kinds = ScenarioKey("kind", .choice(["fixed", "capacity"]), .required, "")

    static let fixedPlan = KeySection(
        "plan (kind: fixed)",
        [kinds, ScenarioKey("repeats", .count(1...100), .initial("1"), "runs of the profile")]
    )

    static let capacityPlan = KeySection(
        "plan (kind: capacity)",
        [
            kinds,
            ScenarioKey(
                "profile",
                .choice(Scenario.Search.Profile.self),
                .initial("full"),
                "how thorough"
            ),
            ScenarioKey(
                "start",
                .quantity(.factor, 0.001...10_000),
                .initial("0.25x"),
                "where the search begins"
            ),
            ScenarioKey(
                "limit",
                .quantity(.factor, 0.001...10_000),
                .initial("40x"),
                "beyond it nobody looks"
            ),
            ScenarioKey(
                "precision",
                .quantity(.percent, 0.001...0.5),
                .initial("5%", quick: "10%"),
                "between the highest pass and the lowest failure"
            ),
            mapping("confirm", "all defaults", "runs at the capacity found"),
            ScenarioKey(
                "budget",
                .duration(60...604_800),
                .initial("90min", quick: "12min"),
                "for one search"
            ),
            ScenarioKey(
                "sizes",
                .counts(1...10_000_000),
                .optional("one search, as preloaded"),
                "preloaded studies at which one search each is made; in place of "
                    + "`corpus.preload.studies`"
            ),
            ScenarioKey(
                "uploads",
                .factors(0.001...1000),
                .optional("one search, as stated"),
                "factors of all uploads at which one search each is made: how much more is read "
                    + "where less is stored; `1x` must be among them, and the verdict is its"
            ),
        ],
        note: "looks for the largest factor of the stated load at which all clauses hold; "
            + "`profile: quick` takes about 12min and leaves `precision`, `confirm` and `budget` "
            + "aside"
    )

    /// Of a plan that can't be told: only its `kind` is read.
    static let anyPlan = KeySection("", fixedPlan.keys + capacityPlan.keys)

    static let confirmation = KeySection(
        "plan.confirm",
        [
            ScenarioKey(
                "runs",
                .count(1...20),
                .initial("3", quick: "1"),
                "passes that what is found needs"
            ),
            ScenarioKey("each", .duration(1...86_400), .initial("5min", quick: "1min"), "how long"),
        ]
    )
}
