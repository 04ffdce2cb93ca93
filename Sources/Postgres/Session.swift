internal import Basics
internal import CPostgres
internal import EventLoop

/// Whoever uses a ``Session`` learns of its life here, on the loop's thread.
protocol SessionUser: AnyObject {
    /// Connected and set up.
    func sessionDidOpen(_ handle: ConnectionHandle)
    /// Input was taken in, or output moved on.
    func sessionDidMove()
    /// The connection broke, or an attempt to connect failed. The session tries again by itself.
    func sessionDidFail(_ error: PostgresError, wasOpen: Bool)
}

/// One connection that is kept: opened, set up, watched, and opened again when it broke.
///
/// Attempts follow each other after 25 ms to 1 s, so a restarted server is found again within 2 s.
///
/// `@unchecked Sendable`: confined to its loop's thread.
final class Session: TimerTarget, @unchecked Sendable {
    private enum State { case idle, connecting, settingUp, open, resting, closed }
    private enum Tag { static let connect = 1, retry = 2 }

    weak var user: (any SessionUser)?
    /// Times the connection was opened.
    private(set) var opened = 0
    /// Why the last attempt failed or the last connection broke.
    private(set) var lastFailure: PostgresError?
    /// When the connection went away; nil while it is there or was never tried.
    private(set) var downSince: Instant?

    private let loop: EventLoop
    private let settings: ConnectionSettings
    /// Statements run on each new connection before it is used.
    var setUpScript: String
    private var state = State.idle
    private var handle: ConnectionHandle?
    private var timer: TimerToken?
    private var backoff = Backoff(base: .milliseconds(50), cap: .seconds(1))
    private var watched: Int32?
    private var interest: Readiness = []

    init(loop: EventLoop, settings: ConnectionSettings, setUpScript: String) {
        self.loop = loop
        self.settings = settings
        self.setUpScript = setUpScript
    }

    var isOpen: Bool { state == .open }
    var isClosed: Bool { state == .closed }
    /// Output waits for the socket.
    var isBlocked: Bool { interest.contains(.writable) }

    func start() {
        loop.assertCurrent()
        guard state == .idle else { return }
        connect()
    }

    func close() {
        guard state != .closed else { return }
        state = .closed
        letGo()
    }

    /// What to tell somebody who found no connection.
    func unreachable(doing action: String) -> PostgresError {
        guard !isClosed else { return PostgresError(.closed, action, "connection was closed") }
        let reason = lastFailure?.message ?? "not connected yet"
        return PostgresError(.unreachable, action, "\(settings.target): \(reason)")
    }

    /// The same for who waited for the first connection: a refused password is named as such.
    func notOpened() -> PostgresError {
        let error = unreachable(doing: "connect")
        guard error.kind == .unreachable, lastFailure?.kind == .authentication else { return error }
        return error.with(kind: .authentication)
    }

    /// Sends what libpq holds; watches for writability only while something is left.
    func flush() {
        guard let handle, state == .open || state == .settingUp else { return }
        switch PQflush(handle.raw) {
        case 0: watch(for: .readable)
        case 1: watch(for: [.readable, .writable])
        default: fail(handle.error(.connectionLost, doing: "send"))
        }
    }

    /// Gives the connection up and arranges for the next.
    func fail(_ error: PostgresError) {
        guard state != .closed, state != .resting, state != .idle else { return }
        let wasOpen = state == .open
        state = .resting
        letGo()
        lastFailure = error
        if downSince == nil { downSince = loop.now }
        timer = loop.schedule(after: backoff.next(), target: self, tag: Tag.retry)
        user?.sessionDidFail(error, wasOpen: wasOpen)
    }

    func timerFired(tag: Int) {
        timer = nil
        switch (tag, state) {
        case (Tag.retry, .resting): connect()
        case (Tag.connect, .connecting), (Tag.connect, .settingUp):
            fail(PostgresError(.unreachable, "connect", "no answer in time"))
        default: break
        }
    }

    // MARK: Opening

    private func connect() {
        state = .connecting
        timer = loop.schedule(
            after: settings.connectTimeout,
            target: self,
            tag: Tag.connect
        )
        do {
            let handle = try ConnectionHandle(settings)
            self.handle = handle
            guard PQstatus(handle.raw) != CONNECTION_BAD else {
                return fail(handle.error(.unreachable, doing: "connect"))
            }
            // "as if PQconnectPoll had last returned PGRES_POLLING_WRITING". Source: libpq.
            watch(for: .writable)
        } catch {
            fail(error)
        }
    }

    private func poll(_ handle: ConnectionHandle) {
        // libpq may close the descriptor and open another, even under the same number.
        unwatch()
        switch PQconnectPoll(handle.raw) {
        case PGRES_POLLING_READING: watch(for: .readable)
        case PGRES_POLLING_WRITING: watch(for: .writable)
        case PGRES_POLLING_OK: setUp(handle)
        default: fail(connectFailure(handle))
        }
    }

    /// libpq gives no code for a failed attempt, only words.
    private func connectFailure(_ handle: ConnectionHandle) -> PostgresError {
        let error = handle.error(.unreachable, doing: "connect")
        let isRefused =
            PQconnectionNeedsPassword(handle.raw) != 0
            || error.message.contains("authentication failed")
        return isRefused ? error.with(kind: .authentication) : error
    }

    private func setUp(_ handle: ConnectionHandle) {
        state = .settingUp
        guard PQsetnonblocking(handle.raw, 1) == 0, PQsendQuery(handle.raw, setUpScript) == 1 else {
            return fail(handle.error(.connectionLost, doing: "set up connection"))
        }
        flush()
    }

    private func continueSetUp(_ handle: ConnectionHandle) {
        while PQisBusy(handle.raw) == 0 {
            guard let result = PQgetResult(handle.raw) else { return open(handle) }
            defer { PQclear(result) }
            guard PQresultStatus(result) == PGRES_COMMAND_OK else {
                return fail(PostgresError(result: result, doing: "set up connection"))
            }
        }
    }

    private func open(_ handle: ConnectionHandle) {
        if let timer { loop.cancel(timer) }
        timer = nil
        backoff.reset()
        downSince = nil
        opened += 1
        state = .open
        user?.sessionDidOpen(handle)
    }

    // MARK: Events

    private func ready(_ readiness: Readiness) {
        guard let handle else { return }
        if state == .connecting { return poll(handle) }
        if readiness.contains(.writable) { flush() }
        guard self.handle === handle else { return }
        guard readiness.meets(.worthReading) else {
            user?.sessionDidMove()
            return
        }
        takeInput(handle)
    }

    private func takeInput(_ handle: ConnectionHandle) {
        let isAlive = PQconsumeInput(handle.raw) == 1
        let failure = isAlive ? nil : handle.error(.connectionLost, doing: "receive")
        if state == .settingUp { continueSetUp(handle) } else { user?.sessionDidMove() }
        // The last words of the server, such as 57P01, were taken above.
        if let failure, self.handle === handle { fail(failure) }
    }

    private func watch(for wanted: Readiness) {
        guard let handle else { return }
        let descriptor = PQsocket(handle.raw)
        if watched == descriptor {
            if interest != wanted { loop.rewatch(descriptor, for: wanted) }
            interest = wanted
            return
        }
        unwatch()
        do {
            try loop.watch(descriptor, for: wanted) { [weak self] in self?.ready($0) }
            watched = descriptor
            interest = wanted
        } catch {
            fail(PostgresError(.unreachable, "watch connection", "\(error)"))
        }
    }

    private func unwatch() {
        if let watched { loop.unwatch(watched) }
        watched = nil
        interest = []
    }

    private func letGo() {
        if let timer { loop.cancel(timer) }
        timer = nil
        unwatch()
        handle = nil
    }
}
