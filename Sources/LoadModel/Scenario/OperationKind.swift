/// One kind of operation: an entry of ``table`` and nothing else.
///
/// A new entry gets its keys read, checked and documented; whoever performs operations looks up
/// ``name``.
package struct OperationKind: Sendable {
    /// What must lie on the target before this can be asked.
    package enum Need: Sendable {
        case nothing
        /// A preloaded study.
        case study
        /// The known-answer sets of its selectivity.
        case answers
    }

    package let name: String
    /// As it goes over the wire.
    package let request: String
    package let meaning: String
    package let need: Need
    /// Whether it adds to the target's database.
    package let isUpload: Bool
    /// Time of service when nobody knows better; our guess, for the lint's arithmetic only.
    package let guess: Duration
    let keys: [ScenarioKey]

    private init(
        _ name: String,
        _ request: String,
        _ meaning: String,
        need: Need = .nothing,
        isUpload: Bool = false,
        guess: Duration,
        keys: [ScenarioKey] = []
    ) {
        self.name = name
        self.request = request
        self.meaning = meaning
        self.need = need
        self.isUpload = isUpload
        self.guess = guess
        self.keys = keys
    }

    package static func named(_ name: String) -> OperationKind? { table.first { $0.name == name } }
}

extension OperationKind: Hashable {
    package static func == (left: Self, right: Self) -> Bool { left.name == right.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension OperationKind {
    /// All that this version does, over HTTP.
    package static let table: [OperationKind] = [
        OperationKind("system", "GET /system", "the cheapest answer", guess: .milliseconds(2)),
        OperationKind(
            "statistics",
            "GET /statistics",
            "counts and sizes of all that is stored",
            guess: .milliseconds(5)
        ),
        OperationKind(
            "get",
            "GET path",
            "any fixed path, also of a server that is no Orthanc",
            guess: .milliseconds(10),
            keys: [path]
        ),
        OperationKind(
            "changes",
            "GET /changes",
            "one page of the change feed",
            guess: .milliseconds(10),
            keys: [limit]
        ),
        OperationKind(
            "find",
            "POST /tools/find",
            "search as Orthanc Explorer does",
            need: .answers,
            guess: .milliseconds(50),
            keys: [level, expand, selectivity]
        ),
        OperationKind(
            "qido",
            "GET /dicom-web/studies?…",
            "search for studies as a web viewer does",
            need: .answers,
            guess: .milliseconds(50),
            keys: [selectivity]
        ),
        OperationKind(
            "upload",
            "POST /instances",
            "one new instance",
            isUpload: true,
            guess: .milliseconds(30),
            keys: [modality]
        ),
        OperationKind(
            "upload.study",
            "POST /instances, once an instance",
            "all instances of a new study in one burst, as a modality sends them",
            isUpload: true,
            guess: .seconds(10),
            keys: [parallel, modality]
        ),
        OperationKind(
            "stow.study",
            "POST /dicom-web/studies",
            "all instances of a new study, several a request",
            isUpload: true,
            guess: .seconds(10),
            keys: [batch, modality]
        ),
        OperationKind(
            "file",
            "GET /instances/{id}/file",
            "one instance as it is stored",
            need: .study,
            guess: .milliseconds(10)
        ),
        OperationKind(
            "preview",
            "GET /instances/{id}/preview",
            "one instance, decoded and as PNG",
            need: .study,
            guess: .milliseconds(50)
        ),
        OperationKind(
            "tags",
            "GET /instances/{id}/simplified-tags",
            "one instance's DICOM tags",
            need: .study,
            guess: .milliseconds(10)
        ),
        OperationKind(
            "frame",
            "GET /dicom-web/studies/…/frames/1",
            "one instance's first frame, as a web viewer fetches images",
            need: .study,
            guess: .milliseconds(30)
        ),
        OperationKind(
            "study",
            "GET /studies/{id}",
            "one study's main tags",
            need: .study,
            guess: .milliseconds(5)
        ),
        OperationKind(
            "archive",
            "GET /studies/{id}/archive",
            "one study as ZIP",
            need: .study,
            guess: .seconds(5),
            keys: [abandon]
        ),
        OperationKind(
            "metadata",
            "GET /dicom-web/studies/{uid}/metadata",
            "all tags of one study, as a web viewer needs them",
            need: .study,
            guess: .milliseconds(300)
        ),
    ]

    private static let path = ScenarioKey("path", .path, .required, "begins with `/`")
    private static let limit = ScenarioKey(
        "limit",
        .count(1...1000),
        .initial("100"),
        "most changes of one page"
    )
    private static let level = ScenarioKey(
        "level",
        .choice(Scenario.Operation.Level.self),
        .initial("study"),
        "what is searched for"
    )
    private static let expand = ScenarioKey(
        "expand",
        .flag,
        .initial("true"),
        "whether answers hold tags rather than ids"
    )
    private static let selectivity = ScenarioKey(
        "selectivity",
        .nested("set, or shares of sets"),
        .initial("one"),
        "how many studies a search matches: `zero`, `one`, `few` (5), `many` (100), "
            + "`broad` (2000), or a mapping of these to shares that sum up to 100 %"
    )
    private static let modality = ScenarioKey(
        "modality",
        .text,
        .optional("drawn from the mix"),
        "two capital letters of the mix, such as `CT`"
    )
    private static let parallel = ScenarioKey(
        "parallel",
        .count(1...64),
        .initial("1"),
        "instances under way at once"
    )
    private static let batch = ScenarioKey(
        "batch",
        .count(1...1000),
        .initial("10"),
        "instances in one request"
    )
    private static let abandon = ScenarioKey(
        "abandon",
        .share,
        .initial("0%"),
        "part of the downloads that is broken off half-way"
    )
}
