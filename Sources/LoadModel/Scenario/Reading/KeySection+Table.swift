/// Every mapping of the scenario file, in the order of the reference.
extension KeySection {
    static var all: [KeySection] {
        [scenario, target, tls] + sources + [corpus, preload, override, demand, traffic]
            + OperationKind.table.filter { !$0.keys.isEmpty }.map(traffic) + [session]
            + StepKind.table.filter { !$0.keys.isEmpty }.map(step)
            + [bursts, hold, ramp, clause, fixedPlan, capacityPlan, confirmation, report, limits]
            + [closedLoop]
    }

    static let scenario = KeySection(
        "scenario",
        [
            ScenarioKey("version", .choice(["1"]), .required, "of this format"),
            ScenarioKey("name", .name, .required, "in reports"),
            list("targets", "one, `main`", "servers under load; the first is the usual one"),
            list("observe", "nothing", "what is read meanwhile, to see which part gets busy"),
            mapping("corpus", "all defaults", "the synthetic studies"),
            mapping("demand", "none", "the hospital; needed for weights"),
            ScenarioKey("traffic", .nested("a list"), .required, "what arrives"),
            mapping("sessions", "none", "name of a session: its steps"),
            ScenarioKey(
                "arrival",
                .nested("a pattern"),
                .initial("poisson"),
                "`poisson`, `deterministic` (even gaps) or a mapping for bursts"
            ),
            list("profile", "`[{hold: 5min}]`", "the load over time; fixed plan only"),
            list("slo", "none", "what must hold"),
            mapping("plan", "one fixed run", "what is done with all this"),
            ScenarioKey(
                "cleanup",
                .choice(Scenario.Cleanup.self),
                .initial("delete-uploaded"),
                "what becomes of what the traffic uploaded; the preload stays for the next run"
            ),
            mapping("report", "none", "files that are written"),
            mapping("limits", "all defaults", "of the generator"),
            mapping("closedLoop", "off", "workers instead of a schedule; a label in every report"),
        ],
        later: [
            "dimse": "native DIMSE is not spoken by this version yet",
            "events": "faults are not injected by this version yet",
        ]
    )

    static let target = KeySection(
        "targets[]",
        [
            ScenarioKey("name", .name, .initial("main"), "unique"),
            ScenarioKey(
                "url",
                .url,
                .initial("http://127.0.0.1:8042"),
                "no user, password or query in it; `--target` puts another in place of the first"
            ),
            ScenarioKey(
                "auth",
                .reference,
                .optional("none"),
                "where `user:password`, or a value that begins with `Bearer `, is to be found"
            ),
            mapping("tls", "all defaults", "for `https`"),
            ScenarioKey(
                "http2",
                .choice(Scenario.HTTP2.self),
                .initial("auto"),
                "`auto`: over `https`, where the target offers it, one request a connection; plain "
                    + "`http` is HTTP/1.1 always"
            ),
            ScenarioKey(
                "timeout",
                .duration(0.001...3600),
                .initial("60s"),
                "an answer that isn't whole by then is an error"
            ),
            ScenarioKey(
                "dicomWeb",
                .path,
                .initial("/dicom-web"),
                "where DICOMweb begins; starts with `/`"
            ),
        ],
        later: ["dimse": "native DIMSE is not spoken by this version yet"]
    )

    static let tls = KeySection(
        "targets[].tls",
        [
            ScenarioKey("authority", .path, .optional("the system's"), "PEM file"),
            ScenarioKey("verify", .flag, .initial("true"), "`false` trusts anybody"),
            ScenarioKey("certificate", .path, .optional("none"), "PEM file; needs `key`"),
            ScenarioKey("key", .path, .optional("none"), "PEM file; needs `certificate`"),
        ]
    )

    static let demand = KeySection(
        "demand",
        [
            ScenarioKey(
                "studies",
                .quantity(.dailyRate, (1 / (365 * 86_400))...100),
                .required,
                "a whole hospital's, `120000/year`, or `460/day` for a working day"
            ),
            ScenarioKey("workingDays", .count(1...366), .initial("260"), "in a year"),
            ScenarioKey(
                "busyHourShare",
                .share,
                .initial("10.1%"),
                "of a working day's studies; 15 % on bad days (Madigan, SPIE 2165, 1994)"
            ),
            ScenarioKey(
                "growth",
                .quantity(.share, 0.001...1),
                .optional("not told"),
                "more studies each year; a search tells how many years its result lasts"
            ),
        ]
    )

    static let report = KeySection(
        "report",
        [
            ScenarioKey("html", .path, .optional("not written"), "one file to read"),
            ScenarioKey("json", .path, .optional("not written"), "one file for machines"),
            ScenarioKey("markdown", .path, .optional("not written"), "for a pull request"),
            ScenarioKey("junit", .path, .optional("not written"), "for CI"),
            ScenarioKey("csv", .path, .optional("not written"), "folder; per second and step"),
            ScenarioKey("hlog", .path, .optional("not written"), "folder; HdrHistogram logs"),
        ]
    )

    static let limits = KeySection(
        "limits",
        [
            ScenarioKey(
                "inFlight",
                .count(1...1_000_000),
                .initial("10000"),
                "most sessions and uploads of studies under way, and most requests that wait for a "
                    + "connection to a target; what comes beyond isn't sent: unstable, or void if "
                    + "the generator was late"
            ),
            ScenarioKey(
                "connections",
                .count(1...20_000),
                .initial("1000"),
                "most connections to one target"
            ),
        ]
    )

    static let closedLoop = KeySection(
        "closedLoop",
        [
            ScenarioKey("workers", .count(1...10_000), .required, "each with one operation"),
            ScenarioKey("for", .duration(1...86_400), .initial("5min"), "how long"),
        ],
        note: "A slow target is asked less, which flatters it. Rates and weights only tell the mix."
    )

    static func list(_ name: String, _ absent: String, _ meaning: String) -> ScenarioKey {
        ScenarioKey(name, .nested("a list"), .optional(absent), meaning)
    }

    static func mapping(_ name: String, _ absent: String, _ meaning: String) -> ScenarioKey {
        ScenarioKey(name, .nested("a mapping"), .optional(absent), meaning)
    }
}
