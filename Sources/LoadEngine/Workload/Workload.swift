internal import Basics
package import LoadModel

/// A scenario as loops carry it out: names of what is counted, targets, and streams of arrivals.
package struct Workload: Sendable {
    package let scenario: Scenario
    package let shelf: Shelf
    /// Of all that is counted; a kind is a position in it.
    package let names: [String]
    let rounds = ClosedRounds()

    package init(_ scenario: Scenario, _ shelf: Shelf) {
        self.scenario = scenario
        self.shelf = shelf
        names = scenario.traffic.flatMap { Self.names(of: $0, in: scenario) }
    }

    /// What one traffic entry counts: itself first, then what belongs to it.
    private static func names(of entry: Scenario.Traffic, in scenario: Scenario) -> [String] {
        switch entry.work {
        case .operation(let operation):
            switch operation.kind.name {
            case "upload.study": return [entry.name, "\(entry.name)/instance"]
            case "stow.study": return [entry.name, "\(entry.name)/request"]
            default: return [entry.name]
            }
        case .session(let name):
            guard let session = scenario.session(named: name) else { return [entry.name] }
            let requests = Set(session.steps.compactMap(requestName)).sorted()
            return [entry.name] + session.marks.map { "\(entry.name).\($0)" }
                + requests.map { "\(entry.name)/\($0)" }
        }
    }

    /// How the requests of a session's step are counted; nil when it makes none.
    private static func requestName(_ step: Scenario.Step) -> String? {
        switch step.action {
        case .search(let operation): operation.kind.name
        case .metadata: "metadata"
        case .images(let images): images.form.rawValue
        case .prior: "prior"
        case .think: nil
        }
    }

    private func kind(_ name: String) -> UInt16 {
        guard let place = names.firstIndex(of: name) else { preconditionFailure("no \(name)") }
        return UInt16(place)
    }

    // MARK: Steps

    /// What loop `slice` does in one step.
    ///
    /// - Parameters:
    ///   - profile: Factors of the stated rates.
    ///   - step: Tells the random choices and uploads of this step from those of others.
    func plan(_ profile: RateProfile, step: Int, slice: WorkerSlice) -> StepPlan {
        let streams = scenario.traffic.indices.map { place in
            stream(place, profile, step: step, slice: slice)
        }
        return StepPlan(
            streams: streams,
            duration: profile.duration,
            drain: drain,
            // What workers want at once is bounded by their number: nothing piles up.
            mostWaiting: scenario.closedLoop == nil
                ? max(1, scenario.limits.inFlight / slice.count) : .max,
            closed: closed(step: step, slice: slice)
        )
    }

    /// How long what is under way at a step's end is waited for. Whoever is promised more time than
    /// one request may take is waited for so long.
    package var drain: Duration {
        let times =
            scenario.targets.map(\.timeout) + scenario.clauses.flatMap(\.bounds).map(\.limit)
        return (times.max() ?? .seconds(30)) + .seconds(1)
    }

    private func stream(
        _ place: Int,
        _ profile: RateProfile,
        step: Int,
        slice: WorkerSlice
    ) -> LoadStream {
        let entry = scenario.traffic[place]
        let target = scenario.targets.firstIndex { $0.name == entry.target } ?? 0
        let random = CounterRandom(
            seed: scenario.seed,
            stream: Scenario.stream(of: place, step: step) | 1 << 40
        )
        let arrivals = scenario.arrivals(of: place, profile, step: step, slice: slice)
        let book = ReadBook(shelf, dicomWeb: scenario.targets[target].dicomWeb)
        let work: LoadStream.Work =
            switch entry.work {
            case .operation(let operation):
                self.work(operation, entry.name, book, random, step: step, target: target)
            case .session(let name): session(name, entry.name, book, random)
            }
        return LoadStream(target: target, arrivals: arrivals, work: work)
    }

    /// Orthanc's identifiers of the studies that one entry uploads in one step, over all loops
    /// of `slice`.
    func uploads(
        of entry: Scenario.Traffic,
        _ profile: RateProfile,
        step: Int,
        slice: WorkerSlice = .whole
    ) -> [String] {
        guard let place = scenario.traffic.firstIndex(where: { $0.name == entry.name }) else {
            return []
        }
        guard case .operation(let operation) = entry.work else { return [] }
        let fresh = shelf.fresh(
            step: step,
            stream: Int(kind(entry.name)),
            modality: operation.modality
        )
        guard scenario.closedLoop == nil else {
            return begun(place, step: step).map { fresh.study($0).studyIdentifier }
        }
        return scenario.arrivals(of: place, profile, step: step, slice: slice).map { arrival in
            fresh.study(arrival.index).studyIdentifier
        }
    }

    // MARK: Operations

    private func work(
        _ operation: Scenario.Operation,
        _ name: String,
        _ book: ReadBook,
        _ random: CounterRandom,
        step: Int,
        target: Int
    ) -> LoadStream.Work {
        guard operation.kind.isUpload else {
            return .single(kind: kind(name), fill: read(operation, book, random))
        }
        let templates = shelf.templates
        let fresh = shelf.fresh(
            step: step,
            stream: Int(kind(name)),
            modality: operation.modality
        )
        let dicomWeb = scenario.targets[target].dicomWeb
        switch operation.kind.name {
        case "upload":
            return .single(kind: kind(name)) { index, request in
                let study = fresh.study(index)
                var body = InstanceBody()
                templates.encoder(study, series: 0).encode(0, into: &body)
                let answer: Request.Expectation =
                    study.isResend ? .anything : .says(Array("\"Success\"".utf8))
                request.post("/instances", .dicom, .instance(body), expecting: answer)
            }
        case "upload.study":
            let kinds = (request: kind("\(name)/instance"), whole: kind(name))
            let parallel = operation.parallel ?? 1
            return .visit { index in
                let study = fresh.study(index)
                return StudyUpload(study, templates, .single, parallel: parallel, kinds: kinds)
            }
        default:
            let kinds = (request: kind("\(name)/request"), whole: kind(name))
            let form = StudyUpload.Form.stow(
                path: "\(dicomWeb)/studies",
                batch: operation.batch ?? 10
            )
            return .visit { index in
                let study = fresh.study(index)
                return StudyUpload(study, templates, form, parallel: 1, kinds: kinds)
            }
        }
    }

    private func read(
        _ operation: Scenario.Operation,
        _ book: ReadBook,
        _ random: CounterRandom
    ) -> @Sendable (UInt64, inout Request) -> Void {
        let shelf = shelf
        @Sendable func popular(_ index: UInt64) -> Int { shelf.popular(random, 4 * index) }
        switch operation.kind.name {
        case "system": return { _, request in request.get("/system") }
        case "statistics": return { _, request in request.get("/statistics") }
        case "changes":
            let limit = operation.limit ?? 100
            return { _, request in request.get("/changes?limit=\(limit)") }
        case "get":
            let path = operation.path ?? "/"
            return { _, request in request.get(path) }
        case "find", "qido":
            let selectivity = operation.selectivity
            let isQIDO = operation.kind.name == "qido"
            let (level, isExpanded) = (operation.level ?? .study, operation.isExpanded ?? true)
            return { index, request in
                let set = selectivity?.set(at: random.uniform(4 * index)) ?? .one
                if isQIDO { return book.qido(set, &request) }
                book.find(set, level: level, isExpanded: isExpanded, &request)
            }
        case "study": return { book.study(popular($0), &$1) }
        case "metadata": return { book.metadata(popular($0), &$1) }
        case "archive":
            let share = operation.abandon ?? 0
            return { index, request in
                let abandons = random.uniform(4 * index + 1) < share
                book.archive(popular(index), abandon: abandons, &request)
            }
        default: return readImage(operation.kind.name, book, random)
        }
    }

    private func readImage(
        _ name: String,
        _ book: ReadBook,
        _ random: CounterRandom
    ) -> @Sendable (UInt64, inout Request) -> Void {
        let shelf = shelf
        return { index, request in
            let study = shelf.popular(random, 4 * index)
            let image = book.image(
                of: study,
                at: random.uniform(4 * index + 1),
                hasPixels: ["preview", "frame"].contains(name)
            )
            // A study of documents alone has no pixels.
            guard let image else { return book.study(study, &request) }
            switch name {
            case "preview": book.preview(study, image, &request)
            case "tags": book.tags(study, image, &request)
            case "frame": book.frame(study, image, &request)
            default: book.file(study, image, &request)
            }
        }
    }

    // MARK: Sessions

    private func session(
        _ session: String,
        _ name: String,
        _ book: ReadBook,
        _ random: CounterRandom
    ) -> LoadStream.Work {
        guard let session = scenario.session(named: session) else {
            preconditionFailure("no session \(session)")
        }
        let requests = session.steps.map { step in
            Self.requestName(step).map { kind("\(name)/\($0)") }
        }
        let marks = session.steps.map { step in step.mark.map { kind("\(name).\($0)") } }
        let script = ViewerSession.Script(
            session: session,
            book: book,
            random: random,
            requestKinds: requests,
            markKinds: marks,
            wholeKind: kind(name),
            promised: Set(scenario.clauses.map { kind($0.subject.name) }),
            asksDICOMweb: session.asksDICOMweb
        )
        return .visit { ViewerSession(script, $0) }
    }
}

extension Scenario.Session {
    /// Whether it looks for a patient's studies through DICOMweb: as it does its first search, or
    /// as it fetches what it shows.
    fileprivate var asksDICOMweb: Bool {
        for step in steps {
            switch step.action {
            case .search(let operation): return operation.kind.name == "qido"
            case .metadata: return true
            case .images(let images): return images.form == .frames
            case .think, .prior: continue
            }
        }
        return false
    }
}
