internal import Basics
internal import CPostgres
internal import EventLoop

/// One connection that serves one task at a time: transactions, scripts and COPY.
///
/// What belongs together leaves in one write, as a pipeline of its own. The work is straight-line
/// `async` code that sleeps in ``news()`` until the session has some.
///
/// `@unchecked Sendable`: confined to its loop's thread.
final class ExclusiveConnection: @unchecked Sendable {
    /// One statement of a round trip.
    struct Command {
        let statement: Statement
        let values: [Value]

        init(_ statement: Statement, _ values: [Value] = []) {
            self.statement = statement
            self.values = values
        }
    }

    let session: Session
    /// Called when the connection became usable.
    var onOpen: (() -> Void)?
    /// Channel and payload of a notification.
    var onNotification: ((String, String) -> Void)?
    /// A task holds the connection.
    var isTaken = false
    private var statistics = Counters()

    private let loop: EventLoop
    private let statementTimeout: Duration
    private var pipeline: Pipeline<Int>?
    private var breach: PostgresError?
    private var waiter: UnsafeContinuation<Void, Never>?
    /// The present work may take as long as it likes.
    private var isPatient = false

    /// What the server may need beyond its own limit before it counts as dead.
    private static let grace: Duration = .seconds(3)
    private static let chunkBytes = 64 * 1024

    init(loop: EventLoop, settings: ConnectionSettings, statementTimeout: Duration) {
        self.loop = loop
        self.statementTimeout = statementTimeout
        session = Session(
            loop: loop,
            settings: settings,
            setUpScript: SetUp.script(statementTimeout: statementTimeout, isReadOnly: false)
        )
        session.user = self
    }

    var isOpen: Bool { pipeline != nil }

    var counters: Counters {
        var counters = statistics
        counters.reconnects = max(0, session.opened - 1)
        return counters
    }

    /// Closes at once; work under way fails with `.closed`.
    func close() {
        session.close()
        _ = pipeline?.abandon()
        pipeline = nil
        breach = session.unreachable(doing: "query")
        wake()
    }

    // MARK: One round trip

    /// Runs `commands` in order with one write; an error skips those behind it.
    ///
    /// - Parameter settles: The last command makes the work permanent, so that losing the connection
    ///   before its answer leaves the outcome unknown.
    /// - Returns: The rows of every command.
    /// - Throws: The first error, after the server has dealt with everything.
    func run(_ commands: [Command], settles: Bool) async throws(PostgresError) -> [Rows] {
        let pipeline = try live()
        var failure: PostgresError?
        do {
            for (index, command) in commands.enumerated() {
                try pipeline.send(command.statement, command.values, index)
            }
        } catch {
            failure = error
        }
        if let failure, failure.kind == .connectionLost {
            session.fail(failure)
            throw failure
        }
        statistics.inFlight = commands.count
        statistics.roundTrips += 1
        defer { statistics.inFlight = 0 }
        do {
            try pipeline.sync()
            session.flush()
        } catch {
            session.fail(error)
        }
        return try await collect(commands, failure, settles)
    }

    private func collect(
        _ commands: [Command],
        _ early: PostgresError?,
        _ settles: Bool
    ) async throws(PostgresError) -> [Rows] {
        var failure = early
        var rows: [Rows] = []
        while true {
            let event: Pipeline<Int>.Event
            do {
                event = try await nextEvent()
            } catch {
                throw failure ?? error.with(kind: settles ? .commitUnknown : .connectionLost)
            }
            switch event {
            case .answer(_, .success(let answer)): rows.append(answer)
            case .answer(let index, .failure(let error)) where error.endsSession:
                session.fail(error.with(kind: .connectionLost))
                let isUnknown = settles && index == commands.count - 1
                throw failure ?? error.with(kind: isUnknown ? .commitUnknown : .connectionLost)
            case .answer(let index, .failure(let error)):
                failure = failure ?? judged(error, commands[index].statement)
            case .skipped: break
            case .synced:
                statistics.queries += commands.count
                guard let failure else { return rows }
                statistics.failures += 1
                throw failure
            }
        }
    }

    /// A statement prepared before the tables changed succeeds when all is tried again.
    private func judged(_ error: PostgresError, _ statement: Statement) -> PostgresError {
        guard error.isStaleStatement else { return error }
        pipeline?.forget(statement)
        return error.with(kind: .serialization)
    }

    private func nextEvent() async throws(PostgresError) -> Pipeline<Int>.Event {
        while true {
            if let event = try live().next() { return event }
            await news()
        }
    }

    // MARK: Outside of pipeline mode

    /// Runs several statements separated by semicolons, without parameters.
    ///
    /// Has no time limit but the server's own.
    func script(_ sql: String, doing action: String) async throws(PostgresError) {
        isPatient = true
        defer { isPatient = false }
        _ = try await plainly { raw throws(PostgresError) in
            try began(PQsendQuery(raw, sql), action)
            return try await finish(action)
        }
    }

    /// Runs `COPY … FROM STDIN` in text format.
    ///
    /// Rows are taken from the sequence 64 KiB at a time, and the next only once those left for the
    /// socket; the loop serves others in between.
    ///
    /// - Returns: Number of rows stored.
    func copyIn(
        _ sql: String,
        _ rows: some Sequence<[Value]>
    ) async throws(PostgresError) -> Int {
        try await plainly { raw throws(PostgresError) in
            try began(PQsendQuery(raw, sql), "copy")
            let answer = try await plainResult("copy")
            guard case .copyIn = answer else { return try await finish("copy", after: answer) }
            let refusal = try await feed(raw, rows)
            let code = refusal == nil ? PQputCopyEnd(raw, nil) : PQputCopyEnd(raw, "refused")
            try began(code, "copy")
            do throws(PostgresError) {
                return try await finish("copy")
            } catch {
                throw refusal ?? error
            }
        }
    }

    /// Sends all rows; returns why it stopped early.
    private func feed(
        _ raw: OpaquePointer,
        _ rows: some Sequence<[Value]>
    ) async throws(PostgresError) -> PostgresError? {
        var chunk: [UInt8] = []
        chunk.reserveCapacity(Self.chunkBytes * 2)
        for row in rows {
            guard CopyFormat.append(row, to: &chunk) else {
                return PostgresError(.invalidValue, "copy", "a text contains a NUL character")
            }
            guard chunk.count >= Self.chunkBytes else { continue }
            try await put(raw, chunk)
            chunk.removeAll(keepingCapacity: true)
            if Task.isCancelled { return .cancelled("copy") }
        }
        if !chunk.isEmpty { try await put(raw, chunk) }
        return nil
    }

    /// Hands one chunk to libpq and waits until the socket took it. libpq itself would buffer
    /// without limit.
    private func put(_ raw: OpaquePointer, _ chunk: [UInt8]) async throws(PostgresError) {
        let code = chunk.withUnsafeBytes { bytes in
            PQputCopyData(
                raw,
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(bytes.count)
            )
        }
        try began(code, "copy")
        while session.isBlocked { await news() }
        await loop.nextTurn()
        _ = try live()
    }

    private func plainly<Answer>(
        _ body: (OpaquePointer) async throws(PostgresError) -> Answer
    ) async throws(PostgresError) -> Answer {
        let pipeline = try live()
        try pipeline.leave()
        let outcome: Result<Answer, PostgresError>
        do {
            outcome = .success(try await body(pipeline.handle.raw))
        } catch {
            outcome = .failure(error)
        }
        if self.pipeline === pipeline {
            do {
                try pipeline.enter()
            } catch {
                session.fail(error)
            }
        }
        return try outcome.get()
    }

    private enum PlainResult {
        case rows(Rows)
        case copyIn
        case failed(PostgresError)
        case end
    }

    /// The next result; the connection is ready for something else after `.end`.
    private func plainResult(_ action: String) async throws(PostgresError) -> PlainResult {
        while true {
            let raw = try live().handle.raw
            guard PQisBusy(raw) == 0 else {
                await news()
                continue
            }
            guard let result = PQgetResult(raw) else { return .end }
            switch PQresultStatus(result) {
            case PGRES_COPY_IN:
                PQclear(result)
                return .copyIn
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                return .rows(Rows(owning: result))
            default:
                defer { PQclear(result) }
                return .failed(PostgresError(result: result, doing: action))
            }
        }
    }

    /// Takes in what is left of the answer.
    ///
    /// - Parameter first: A result that was taken already.
    /// - Returns: Rows affected by the last statement.
    private func finish(
        _ action: String,
        after first: PlainResult? = nil
    ) async throws(PostgresError) -> Int {
        var failure: PostgresError?
        var affected = 0
        var result: PlainResult
        if let first { result = first } else { result = try await plainResult(action) }
        while true {
            switch result {
            case .rows(let rows): affected = rows.affected
            case .failed(let error) where error.endsSession:
                session.fail(error.with(kind: .connectionLost))
                throw failure ?? error.with(kind: .connectionLost)
            case .failed(let error): failure = failure ?? error
            case .copyIn:
                session.fail(PostgresError(.connectionLost, action, "COPY inside of a script"))
            case .end:
                statistics.queries += 1
                guard let failure else { return affected }
                statistics.failures += 1
                throw failure
            }
            result = try await plainResult(action)
        }
    }

    /// Checks the code of a libpq call that sends, and sends.
    private func began(_ code: Int32, _ action: String) throws(PostgresError) {
        let pipeline = try live()
        guard code == 1 else {
            let error = pipeline.handle.error(.connectionLost, doing: action)
            session.fail(error)
            throw error
        }
        session.flush()
    }

    // MARK: Waiting

    private func live() throws(PostgresError) -> Pipeline<Int> {
        if let pipeline { return pipeline }
        throw breach ?? session.unreachable(doing: "query")
    }

    /// Sleeps until the session has news. A server that has none for too long counts as dead.
    private func news() async {
        var timer: TimerToken?
        if !isPatient, statementTimeout > .zero {
            timer = loop.schedule(after: statementTimeout + Self.grace, target: self)
        }
        await withUnsafeContinuation { waiter = $0 }
        if let timer { loop.cancel(timer) }
    }

    private func wake() {
        let waiter = waiter
        self.waiter = nil
        waiter?.resume()
    }
}

extension ExclusiveConnection: SessionUser {
    func sessionDidOpen(_ handle: ConnectionHandle) {
        do {
            pipeline = try Pipeline(handle)
            breach = nil
        } catch {
            return session.fail(error)
        }
        onOpen?()
    }

    func sessionDidMove() {
        if let handle = pipeline?.handle, let onNotification {
            while let notification = PQnotifies(handle.raw) {
                let channel = String(cString: notification.pointee.relname)
                let payload = String(cString: notification.pointee.extra)
                PQfreemem(notification)
                onNotification(channel, payload)
            }
        }
        wake()
    }

    func sessionDidFail(_ error: PostgresError, wasOpen: Bool) {
        guard wasOpen else { return }
        _ = pipeline?.abandon()
        pipeline = nil
        breach = error.with(kind: .connectionLost)
        wake()
    }
}

extension ExclusiveConnection: TimerTarget {
    func timerFired(tag: Int) {
        session.fail(PostgresError(.connectionLost, "query", "server does not answer"))
    }
}

extension EventLoop {
    /// Lets everything else on the loop have its turn.
    func nextTurn() async {
        await withUnsafeContinuation { continuation in
            post { continuation.resume() }
        }
    }
}
