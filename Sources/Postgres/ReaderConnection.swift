package import Basics
package import EventLoop

/// One pipelined connection for questions that only read.
///
/// Questions asked in one turn of the loop are a group: they leave in one write and share a Sync, and
/// their answers come together. When one fails, those behind it in its group are sent again, each
/// with a Sync of its own, so a failure never reaches a neighbour. That is sound because the
/// connection is read-only (`default_transaction_read_only`): asking twice changes nothing.
///
/// Why groups: libpq before 17 sends at every Sync, and the server answers each with a write of its
/// own. One Sync a question cost 12–17 µs of client CPU where a group costs 4–6 (8 to 32 questions
/// outstanding).
///
/// While the connection is away, a question waits ``Limits/patience`` and then fails; once it has
/// been away for 2 s questions fail at once. Those that were out when it broke fail with
/// `.connectionLost`.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class ReaderConnection: @unchecked Sendable {
    package struct Limits: Sendable {
        /// The server gives up on a statement after this. Zero is never.
        package var statementTimeout: Duration = .seconds(5)
        /// Most questions waiting for an answer; the next is refused.
        package var outstanding = 512
        /// Largest group. 1 for slow questions: each is answered as soon as it is done, instead of
        /// with the slowest of its group.
        package var questionsPerSync = 64
        /// How long a question waits for a connection that is away.
        package var patience: Duration = .milliseconds(250)

        package init() {}
    }

    package typealias Answer = (Result<Rows, PostgresError>) -> Void

    /// One question, from asking to the answer.
    private final class Question: @unchecked Sendable {
        let statement: Statement
        let values: [Value]
        var answer: Answer?
        var deadline: Instant?
        /// Times it was sent again.
        var repeats = 0

        init(_ statement: Statement, _ values: [Value], _ answer: Answer?) {
            self.statement = statement
            self.values = values
            self.answer = answer
        }
    }

    private enum Tag { static let patience = 1, watchdog = 2 }

    private static let longOutage: Duration = .seconds(2)
    /// What the server may need beyond its own limit before it counts as dead.
    private static let grace: Duration = .seconds(2)

    private let loop: EventLoop
    private let limits: Limits
    private let session: Session
    private var pipeline: Pipeline<Question>?
    private var unsynced = 0
    private var waiting = FIFO<Question>()
    private var patienceTimer: TimerToken?
    private var watchdog: TimerToken?
    private var lastProgress = Instant.now
    private let readiness: WaitList<Void>
    private let idleness: WaitList<Void>
    private var statistics = Counters()

    /// Call on the loop's thread, or before the loop starts.
    package init(loop: EventLoop, settings: ConnectionSettings, limits: Limits = Limits()) {
        self.loop = loop
        self.limits = limits
        readiness = WaitList(loop: loop)
        idleness = WaitList(loop: loop)
        session = Session(
            loop: loop,
            settings: settings.role("reader"),
            setUpScript: SetUp.script(statementTimeout: limits.statementTimeout, isReadOnly: true)
        )
        session.user = self
        loop.eachTurn { [weak self] in self?.endGroup() }
    }

    // MARK: Asking

    /// Asks one question and waits for all of its rows.
    ///
    /// When the task is cancelled the answer is dropped; the server still works it out.
    package func query(
        _ statement: Statement,
        _ values: [Value] = []
    ) async throws(PostgresError) -> Rows {
        loop.assertCurrent()
        guard !Task.isCancelled else { throw .cancelled(statement.label) }
        let question = Question(statement, values, nil)
        let result = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                question.answer = { continuation.resume(returning: $0) }
                submit(question)
            }
        } onCancel: {
            loop.post { [self] in settle(question, .failure(.cancelled(statement.label))) }
        }
        return try result.get()
    }

    /// The same without a task: `answer` is called once, on the loop, perhaps before this returns.
    package func ask(_ statement: Statement, _ values: [Value], _ answer: @escaping Answer) {
        loop.assertCurrent()
        submit(Question(statement, values, answer))
    }

    // MARK: Life

    package func start() { session.start() }

    package var isReady: Bool { pipeline != nil }

    /// - Throws: `.unreachable` or `.authentication` with the last cause when the deadline passes
    ///   first.
    package func waitUntilReady(by deadline: Deadline) async throws(PostgresError) {
        if isReady { return }
        guard await readiness.wait(by: deadline) != nil, isReady else {
            throw session.notOpened()
        }
    }

    /// Waits until nothing is outstanding, at most until `deadline`, and closes.
    package func drain(by deadline: Deadline) async {
        if statistics.inFlight > 0 { _ = await idleness.wait(by: deadline) }
        close()
    }

    /// Closes at once; what is outstanding fails with `.closed`. Needed before the last reference
    /// goes.
    package func close() {
        session.close()
        failAll(PostgresError(.closed, "query", "connection was closed"))
        readiness.wakeAll(with: ())
    }

    package var counters: Counters {
        var counters = statistics
        counters.reconnects = max(0, session.opened - 1)
        return counters
    }

    // MARK: Sending

    private func submit(_ question: Question) {
        statistics.inFlight += 1
        guard statistics.inFlight <= limits.outstanding else {
            return settle(question, .failure(.overloaded(question.statement.label)))
        }
        if pipeline != nil { send(question) } else { wait(question) }
    }

    private func send(_ question: Question) {
        guard let pipeline else { return wait(question) }
        if pipeline.isIdle { lastProgress = loop.now }
        do {
            try pipeline.send(question.statement, question.values, question)
            // The hook that ends the group may have run in this round already.
            if unsynced == 0 { loop.settleAgain() }
            unsynced += 1
            if unsynced >= limits.questionsPerSync || question.repeats > 0 { endGroup() }
            armWatchdog()
        } catch {
            settle(question, .failure(error))
            if error.kind == .connectionLost { session.fail(error) }
        }
    }

    /// The end of the loop's turn, or of a full group.
    private func endGroup() {
        guard unsynced > 0, let pipeline else { return }
        unsynced = 0
        statistics.roundTrips += 1
        do {
            try pipeline.sync()
            session.flush()
        } catch {
            session.fail(error)
        }
    }

    // MARK: Answers

    private func take(_ event: Pipeline<Question>.Event) {
        switch event {
        case .answer(let question, .failure(let error)):
            guard error.isStaleStatement, question.repeats < 2 else {
                return settle(question, .failure(error))
            }
            pipeline?.forget(question.statement)
            sendAgain(question)
        case .answer(let question, let result): settle(question, result)
        case .skipped(let question): sendAgain(question)
        case .synced: break
        }
    }

    private func sendAgain(_ question: Question) {
        guard question.answer != nil else { return }
        question.repeats += 1
        send(question)
    }

    /// The one place that answers; a second call does nothing.
    private func settle(_ question: Question, _ result: Result<Rows, PostgresError>) {
        guard let answer = question.answer else { return }
        question.answer = nil
        statistics.inFlight -= 1
        statistics.queries += 1
        if case .failure = result { statistics.failures += 1 }
        answer(result)
        if statistics.inFlight == 0 { idleness.wakeAll(with: ()) }
    }

    private func failAll(_ error: PostgresError) {
        let sent = pipeline?.abandon() ?? []
        pipeline = nil
        unsynced = 0
        for question in sent { settle(question, .failure(error)) }
        guard session.isClosed else { return }
        for question in waiting.removeAll() { settle(question, .failure(error)) }
    }

    // MARK: Without a connection

    private func wait(_ question: Question) {
        let isLongGone = session.downSince.map { $0.duration(to: loop.now) > Self.longOutage }
        guard !session.isClosed, isLongGone != true, limits.patience > .zero else {
            return settle(question, .failure(session.unreachable(doing: question.statement.label)))
        }
        question.deadline = Instant.now.advanced(by: limits.patience)
        waiting.append(question)
        if patienceTimer == nil { armPatience(limits.patience) }
    }

    private func armPatience(_ duration: Duration) {
        patienceTimer = loop.schedule(after: duration, target: self, tag: Tag.patience)
    }

    private func losePatience() {
        let now = Instant.now
        while let question = waiting.first {
            let deadline = question.deadline ?? now
            guard deadline <= now else { return armPatience(now.duration(to: deadline)) }
            _ = waiting.popFirst()
            settle(question, .failure(session.unreachable(doing: question.statement.label)))
        }
    }

    // MARK: Watching over the server

    /// A server that is stopped or cut off answers nothing and closes nothing.
    private func armWatchdog() {
        guard watchdog == nil, limits.statementTimeout > .zero else { return }
        watchdog = loop.schedule(
            after: limits.statementTimeout + Self.grace,
            target: self,
            tag: Tag.watchdog
        )
    }

    private func checkProgress() {
        guard let pipeline, !pipeline.isIdle else { return }
        guard lastProgress.duration(to: loop.now) < limits.statementTimeout + Self.grace else {
            return session.fail(PostgresError(.connectionLost, "query", "server does not answer"))
        }
        armWatchdog()
    }
}

extension ReaderConnection: SessionUser {
    func sessionDidOpen(_ handle: ConnectionHandle) {
        do {
            pipeline = try Pipeline(handle)
        } catch {
            return session.fail(error)
        }
        while pipeline != nil, let question = waiting.popFirst() {
            if question.answer != nil { send(question) }
        }
        readiness.wakeAll(with: ())
    }

    func sessionDidMove() {
        lastProgress = loop.now
        while let event = pipeline?.next() { take(event) }
    }

    func sessionDidFail(_ error: PostgresError, wasOpen: Bool) {
        guard wasOpen else { return }
        failAll(error.with(kind: .connectionLost))
    }
}

extension ReaderConnection: TimerTarget {
    package func timerFired(tag: Int) {
        switch tag {
        case Tag.patience:
            patienceTimer = nil
            losePatience()
        default:
            watchdog = nil
            checkProgress()
        }
    }
}
