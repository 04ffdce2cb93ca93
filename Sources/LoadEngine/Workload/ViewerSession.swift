internal import LoadModel

/// One user who searches, opens a study, looks at images and perhaps at an older study: the steps
/// of a session, each of which begins when the one before has ended.
final class ViewerSession: Visit {
    /// What all sessions of one traffic entry share on one loop.
    struct Script {
        let session: Scenario.Session
        let book: ReadBook
        /// Draws what differs between sessions, each in numbers of its own.
        let random: CounterRandom
        /// The kind of request of each step; nil where a step asks nothing.
        let requestKinds: [UInt16?]
        /// The kind of mark of each step.
        let markKinds: [UInt16?]
        /// The kind of a whole session.
        let wholeKind: UInt16
        /// Kinds of marks, or of the whole, of which something is promised.
        let promised: Set<UInt16>
        /// Whether a patient's studies are looked for through DICOMweb.
        let asksDICOMweb: Bool
    }

    /// Something that is to come: a step of the session by its position, or one that is done again
    /// on an older study.
    private enum Task {
        case step(Int)
        case again(Int, study: Int)
    }

    /// One request of a step: of the study, of its patient, or of one of its images.
    private enum Ask {
        case patient(ClosedRange<Int>)
        case search(Scenario.Operation, Scenario.Selectivity.AnswerSet)
        case metadata
        case image(Scenario.Images.Form, ReadBook.Image)
    }

    private let script: Script
    /// Numbers of ``Script/random`` that are this session's own.
    private var drawn: UInt64
    /// What the session has opened, and what the current step is about: that, or an older one.
    private var opened: Int
    private var study: Int
    /// The next one last.
    private var toDo: [Task]
    private var current: Int?
    private var isPrior = false
    private var asks: [Ask] = []
    private var sent = 0
    private var inFlight = 0
    private var parallel = 1
    private var worst = Outcome.correct
    private var pause: Duration?
    /// Marks that were reached, or whose step had nothing to ask for.
    private var settled: Set<UInt16> = []
    private var hasReported = false

    init(_ script: Script, _ index: UInt64) {
        self.script = script
        drawn = index << 20
        toDo = script.session.steps.indices.reversed().map { .step($0) }
        (opened, study) = (0, 0)
        opened = script.book.study(of: nil, script.random, draw())
    }

    private func draw() -> UInt64 {
        drawn += 1
        return drawn
    }

    // MARK: What comes next

    func next() -> VisitAction {
        while true {
            if let pause {
                self.pause = nil
                return .pause(pause)
            }
            if sent < asks.count, inFlight < parallel, let current, let kind = kind(of: current) {
                sent += 1
                inFlight += 1
                return .send(ticket: sent - 1, kind: kind)
            }
            if inFlight > 0 { return .wait }
            if let mark = reachedMark() { return .reached(kind: mark, worst) }
            current = nil
            guard let task = toDo.popLast() else { break }
            begin(task)
        }
        guard !hasReported else { return .end }
        hasReported = true
        return .reached(kind: script.wholeKind, worst)
    }

    /// The mark of the step that is over, once. A step that found nothing to ask for has none: a
    /// study without images has no first image.
    private func reachedMark() -> UInt16? {
        guard let current, let mark = script.markKinds[current], !isPrior,
            settled.insert(mark).inserted
        else { return nil }
        return asks.isEmpty && script.requestKinds[current] != nil ? nil : mark
    }

    private func kind(of step: Int) -> UInt16? { script.requestKinds[step] }

    private func begin(_ task: Task) {
        let position: Int
        switch task {
        case .step(let step): (position, isPrior, study) = (step, false, opened)
        case .again(let step, let older): (position, isPrior, study) = (step, true, older)
        }
        current = position
        asks = []
        sent = 0
        parallel = 1
        switch script.session.steps[position].action {
        case .search(let operation): search(operation)
        case .think(let time):
            pause = .nanoseconds(Int64(min(3600, time.value(script.random, draw())) * 1e9))
        case .metadata: asks = [.metadata]
        case .images(let images):
            parallel = min(images.parallel, script.session.browserConnections)
            asks = pick(images).map { .image(images.form, $0) }
        case .prior(let prior): look(for: prior)
        }
    }

    /// Looks for the patient's studies and opens the latest of the older ones. Where there is none
    /// nothing more is opened, as in a hospital.
    private func look(for prior: Scenario.Prior) {
        guard script.random.uniform(draw()) < prior.probability else { return }
        let history = script.book.history(of: study)
        asks = [.patient(history.found)]
        for older in history.older.prefix(prior.latest).reversed() {
            toDo += prior.steps.reversed().map { .again($0, study: older) }
        }
    }

    private func search(_ operation: Scenario.Operation) {
        let set = operation.selectivity?.set(at: script.random.uniform(draw())) ?? .one
        opened = script.book.study(of: set, script.random, draw())
        study = opened
        asks = [.search(operation, set)]
    }

    private func pick(_ images: Scenario.Images) -> [ReadBook.Image] {
        let plan = script.book.plan(study)
        let share = max(0, min(1, images.share.value(script.random, draw())))
        func part(of count: Int) -> Int { Int((Double(count) * share).rounded(.up)) }
        let chosen: [ReadBook.Image] = plan.series.indices.flatMap { series in
            guard plan.series[series].format.sopClass.isImage else { return [ReadBook.Image]() }
            let count = plan.series[series].instanceCount
            let order: [Int] =
                switch images.pick {
                case .firstOfEachSeries: [0]
                case .all: Array(0..<count)
                // Of every stack its middle: nobody looks at one stack whole and at another never.
                case .middleOut: (0..<part(of: count)).map { Self.middleOut($0, of: count) }
                }
            return order.map { ReadBook.Image(series: series, instance: $0) }
        }
        let count = images.pick == .middleOut ? chosen.count : part(of: chosen.count)
        return Array(chosen.prefix(min(Self.mostImages, count)))
    }

    /// Most images that one step fetches: the largest study of the mix.
    private static let mostImages = 10_000

    /// The middle first, then its neighbours in turns.
    private static func middleOut(_ place: Int, of count: Int) -> Int {
        let middle = (count - 1) / 2
        let distance = (place + 1) / 2
        let isAbove = place % 2 == 1
        return isAbove ? middle + distance : middle - distance
    }

    // MARK: Requests

    func fill(_ ticket: Int, _ request: inout Request) {
        switch asks[ticket] {
        case .patient(let found):
            script.book.patient(of: study, found, isQIDO: script.asksDICOMweb, &request)
        case .search(let operation, let set):
            guard operation.kind.name == "find" else { return script.book.qido(set, &request) }
            script.book.find(
                set,
                level: operation.level ?? .study,
                isExpanded: operation.isExpanded ?? true,
                &request
            )
        case .metadata: script.book.metadata(study, &request)
        case .image(.frames, let image): script.book.frame(study, image, &request)
        case .image(.previews, let image): script.book.preview(study, image, &request)
        case .image(.files, let image): script.book.file(study, image, &request)
        }
    }

    var owed: [UInt16] {
        let marks = script.markKinds.compactMap { $0 }.filter { !settled.contains($0) }
        return hasReported ? [] : marks + [script.wholeKind]
    }

    var isAwaited: Bool { owed.contains(where: script.promised.contains) }

    func ended(_: Int, _ outcome: Outcome, status _: Int) {
        inFlight -= 1
        worst = worst.then(outcome)
    }
}
