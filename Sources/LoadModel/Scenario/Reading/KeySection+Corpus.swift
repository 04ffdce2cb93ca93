/// What is observed, and what is stored.
extension KeySection {
    static let sources = [orthancMetrics, prometheusText, processes, postgres]

    static let orthancMetrics = source(
        "orthanc-metrics",
        [
            ScenarioKey(
                "url",
                .url,
                .optional("`/tools/metrics-prometheus` of the first target"),
                "where the metrics are"
            ),
            ScenarioKey("auth", .reference, .optional("the first target's"), "as for a target"),
        ]
    )

    static let prometheusText = source(
        "prometheus-text",
        [
            ScenarioKey("url", .url, .required, "where the metrics are"),
            ScenarioKey("auth", .reference, .optional("none"), "as for a target"),
        ]
    )

    static let processes = source(
        "proc",
        [ScenarioKey("pids", .names, .required, "process ids or names, on this machine")]
    )

    static let postgres = source(
        "postgres",
        [ScenarioKey("dsn", .reference, .required, "where the connection string is to be found")]
    )

    /// The keys of a source whose `kind` stands there.
    static func source(_ kind: String, _ keys: [ScenarioKey]) -> KeySection {
        let every = ScenarioKey("every", .duration(0.1...3600), .initial("2s"), "between two looks")
        return KeySection("observe[] (kind: \(kind))", [kindKey(sourceKinds)] + keys + [every])
    }

    /// Of a source that can't be told: only its `kind` is read.
    static let anySource = KeySection("", [kindKey(sourceKinds)] + sources.flatMap(\.keys))

    private static let sourceKinds = ["orthanc-metrics", "prometheus-text", "proc", "postgres"]

    static func kindKey(_ kinds: [String]) -> ScenarioKey {
        ScenarioKey("kind", .choice(kinds), .required, "which of these tables holds")
    }

    static let corpus = KeySection(
        "corpus",
        [
            ScenarioKey(
                "seed",
                .count(0...1_000_000_000_000_000),
                .initial("1"),
                "of everything that is random; the same seed makes the same run"
            ),
            mapping("preload", "nothing", "what the targets hold before the load begins"),
            ScenarioKey(
                "mix",
                .nested("a name, or the path of a mix file"),
                .initial("hospital-general"),
                "which modalities, how large; a path ends with `.yaml` and begins at the scenario"
            ),
            mapping("overrides", "none", "modality of the mix: what differs"),
            ScenarioKey(
                "pixels",
                .choice(Scenario.Corpus.Pixels.self),
                .initial("small"),
                "`small`: a few kB an instance, loads the database; `full`: as modalities send"
            ),
            ScenarioKey(
                "resend",
                .quantity(.share, 0...0.5),
                .initial("1%"),
                "part of uploads sent before"
            ),
            ScenarioKey(
                "edges",
                .share,
                .initial("1%"),
                "part of studies that are legal but rare: an empty name or blanks in the PatientID "
                    + "in a half of them, else UIDs of 64 characters, private elements, nested "
                    + "sequences or odd lengths"
            ),
        ],
        later: [
            "transferSyntaxes": "this version sends Explicit VR Little Endian alone; it has no "
                + "encoder for compressed images"
        ]
    )

    static let preload = KeySection(
        "corpus.preload",
        [
            ScenarioKey(
                "studies",
                .count(0...10_000_000),
                .initial("0"),
                "searches need some: `one` 1, `few` 6, `many` 106, `broad` 2,106"
            ),
            ScenarioKey(
                "atMost",
                .quantity(.size, 1...1e15),
                .optional("no limit"),
                "a larger preload is refused before anything is sent"
            ),
            ScenarioKey("targets", .names, .optional("the first"), "which ones are filled"),
        ]
    )

    static let override = KeySection(
        "corpus.overrides.MODALITY",
        [
            ScenarioKey("share", .share, .optional("as in the mix"), "of all studies"),
            ScenarioKey(
                "series",
                .number(1...100),
                .optional("as in the mix"),
                "mean number in a study"
            ),
            ScenarioKey(
                "images",
                .number(1...10_000),
                .optional("as in the mix"),
                "mean number in a study"
            ),
            ScenarioKey(
                "imageSize",
                .quantity(.size, 512...1e9),
                .optional("as in the mix"),
                "of one instance, with `pixels: full`"
            ),
        ]
    )
}
