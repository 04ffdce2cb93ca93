/// One kind of step that a session can have.
///
/// Searches take the keys of the operation of their name.
struct StepKind: Sendable {
    let name: String
    let keys: [ScenarioKey]
    /// Time of service of one request; our guess, for the lint's arithmetic only.
    let guess: Duration
    let meaning: String
    /// The operation that this step is.
    var search: OperationKind?

    static func named(_ name: String) -> StepKind? { table.first { $0.name == name } }

    static let table: [StepKind] = [
        search("find", "searches, then opens one of the studies found"),
        search("qido", "searches, then opens one of the studies found"),
        StepKind(
            name: "think",
            keys: [],
            guess: .zero,
            meaning: "waits: `think: lognormal(4s, 0.8)`, `exponential(4s)` or `constant(1s)`; "
                + "the first figure is the mean, up to 1 h, the second the standard deviation of "
                + "the logarithm"
        ),
        StepKind(
            name: "metadata",
            keys: [mark],
            guess: .milliseconds(300),
            meaning: "`GET /dicom-web/studies/{uid}/metadata`"
        ),
        images("frames", .milliseconds(30), "`GET /dicom-web/studies/…/frames/1`"),
        images("previews", .milliseconds(50), "`GET /instances/{id}/preview`"),
        images("files", .milliseconds(10), "`GET /instances/{id}/file`"),
        StepKind(
            name: "prior",
            keys: [
                ScenarioKey(
                    "strategy",
                    .last(1...10),
                    .initial("last(1)"),
                    "which ones: the n latest of those that are older than the study opened"
                ),
                ScenarioKey(
                    "probability",
                    .share,
                    .initial("55%"),
                    "part of the sessions that look for prior studies (Siegel and Reiner, 1998: "
                        + "45 % had none that matched)"
                ),
                ScenarioKey(
                    "reuse",
                    .names,
                    .optional("all but searches"),
                    "earlier steps that are done again on each: `metadata`, `frames`, `previews`, "
                        + "`files`"
                ),
            ],
            guess: .zero,
            meaning: "searches for the patient's studies, then opens older ones; none where the "
                + "preload has none of this patient"
        ),
    ]

    private static func search(_ name: String, _ meaning: String) -> StepKind {
        let operation = OperationKind.named(name)
        return StepKind(
            name: name,
            keys: (operation?.keys ?? []) + [mark],
            guess: operation?.guess ?? .zero,
            meaning: meaning,
            search: operation
        )
    }

    private static func images(_ name: String, _ guess: Duration, _ request: String) -> StepKind {
        let keys = [
            ScenarioKey(
                "pick",
                .choice(Scenario.Images.Pick.self),
                .initial("first-of-each-series"),
                "which images of the study"
            ),
            ScenarioKey("share", .distribution(.share), .initial("100%"), "part of them"),
            ScenarioKey("parallel", .count(1...64), .initial("6"), "requests at once"),
            mark,
        ]
        return StepKind(name: name, keys: keys, guess: guess, meaning: "fetches images: \(request)")
    }

    private static let mark = ScenarioKey(
        "mark",
        .name,
        .optional("none"),
        "names the moment at which the step is done, for an SLO clause"
    )
}
