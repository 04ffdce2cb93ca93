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
    }

    /// One request of a step: of the study, or of one of its images.
    private enum Ask {
        case search(Scenario.Operation, Scenario.Selectivity.AnswerSet)
        case metadata
        case image(Scenario.Images.Form, ReadBook.Image)
    }

    private let script: Script
    /// Numbers of ``Script/random`` that are this session's own.
    private var drawn: UInt64
    private var study: Int
    /// Positions of the steps that are to come; those of a prior study come in between.
    private var toDo: [Int]
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
        toDo = Array(script.session.steps.indices.reversed())
        study = 0
        study = script.book.study(of: nil, script.random, draw())
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
            guard let step = toDo.popLast() else { break }
            begin(step)
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

    private func begin(_ step: Int) {
        // Steps of a prior study stand behind those of the first as negative positions.
        isPrior = step < 0
        let position = isPrior ? -1 - step : step
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
        case .prior(let prior):
            guard script.random.uniform(draw()) < prior.probability else { return }
            study = script.book.study(of: nil, script.random, draw())
            toDo += prior.steps.reversed().map { -1 - $0 }
        }
    }

    private func search(_ operation: Scenario.Operation) {
        let set = operation.selectivity?.set(at: script.random.uniform(draw())) ?? .one
        study = script.book.study(of: set, script.random, draw())
        asks = [.search(operation, set)]
    }

    private func pick(_ images: Scenario.Images) -> [ReadBook.Image] {
        let plan = script.book.plan(study)
        let chosen: [ReadBook.Image] = plan.series.indices.flatMap { series in
            guard plan.series[series].format.sopClass.isImage else { return [ReadBook.Image]() }
            let count = plan.series[series].instanceCount
            let order: [Int] =
                switch images.pick {
                case .firstOfEachSeries: [0]
                case .all: Array(0..<count)
                case .middleOut: (0..<count).map { Self.middleOut($0, of: count) }
                }
            return order.map { ReadBook.Image(series: series, instance: $0) }
        }
        let share = max(0, min(1, images.share.value(script.random, draw())))
        let count = Int((Double(chosen.count) * share).rounded(.up))
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

    func ended(_: Int, _ outcome: Outcome, status _: Int) {
        inFlight -= 1
        if worst == .correct { worst = outcome }
    }
}
