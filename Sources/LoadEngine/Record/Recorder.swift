internal import CCurl
internal import LoadModel

/// Writes down what has ended on one loop and hands it over in batches.
struct Recorder {
    private let box: EndingBox
    private var batch: [Ending] = []
    /// When the step began, in ``Monotonic`` nanoseconds.
    private(set) var origin: Int64 = 0
    /// When the next batch is to be handed over.
    private(set) var flushAt: Int64 = 0

    /// 53 kB: larger ones fill only when the thread that reads them is late, so that memory would
    /// grow with the longest hiccup.
    private static let batchSize = 512
    private static let flushNanoseconds: Int64 = 100_000_000

    init(_ box: EndingBox) { self.box = box }

    mutating func begin(from start: Int64) {
        origin = start
        flushAt = start
    }

    /// A request has ended; how, and with which status.
    @discardableResult
    mutating func end(
        _ transfer: Transfer,
        _ code: CURLcode,
        at now: Int64
    ) -> (outcome: Outcome, status: Int) {
        guard let ending = transfer.ending(code, at: now, from: origin) else { return (.unsent, 0) }
        append(ending)
        return (ending.outcome, Int(ending.status))
    }

    /// An errand is never sent.
    mutating func leave(_ errand: Errand) {
        let now = Monotonic.now
        var ending = instant(errand.kind, .unsent, due: errand.due, noticed: errand.noticed, now)
        ending.isScheduled = errand.isScheduled
        append(ending)
    }

    /// A visit has reached a mark, or will not any more: told from the visit's due time.
    mutating func reach(_ kind: UInt16, _ outcome: Outcome, _ run: VisitRun, at now: Int64) {
        var ending = instant(kind, outcome, due: run.due, noticed: run.noticed, now)
        ending.started = ending.noticed
        ending.added = ending.ended
        append(ending)
    }

    private func instant(
        _ kind: UInt16,
        _ outcome: Outcome,
        due: Int64,
        noticed: Int64,
        _ now: Int64
    ) -> Ending {
        let moment = now - origin
        return Ending(
            kind: kind,
            outcome: outcome,
            status: 0,
            isScheduled: false,
            due: due - origin,
            noticed: noticed - origin,
            added: moment,
            started: moment,
            firstByte: moment,
            last: moment,
            ended: moment,
            received: 0,
            sent: 0
        )
    }

    private mutating func append(_ ending: Ending) {
        batch.append(ending)
        if batch.count >= Self.batchSize { handOver() }
    }

    /// Hands over what has ended.
    ///
    /// - Parameter open: Requests that wait or are under way.
    mutating func flush(open: Int) {
        flushAt = Monotonic.now + Self.flushNanoseconds
        box.note(open: open)
        handOver()
    }

    private mutating func handOver() {
        guard !batch.isEmpty else { return }
        batch = box.hand(over: batch)
        batch.reserveCapacity(Self.batchSize)
    }
}
