import Basics
import CCurl
package import EventLoop
import Glibc

/// What holds for all pools of a transport.
package struct TransportConfiguration: Sendable {
    /// Networks that no origin's name may lead into, whatever its DNS says.
    package var forbidden: NetworkList
    /// If given, the only networks that may be dialled.
    package var allowed: NetworkList?
    /// Plain-text origins are spoken to on connections of our own. Otherwise libcurl serves them as
    /// it serves TLS; tests hold both to the same contract.
    package var usesPlainConnections: Bool

    package init(
        forbidden: NetworkList = .linkLocal,
        allowed: NetworkList? = nil,
        usesPlainConnections: Bool = true
    ) {
        self.forbidden = forbidden
        self.allowed = allowed
        self.usesPlainConnections = usesPlainConnections
    }
}

/// The ways to all origins of one loop: libcurl's multi interface, which dials and speaks TLS, and
/// connections of our own where a request needs no more than a `send` and a `recv`.
///
/// libcurl must not be called from its own callbacks, and whoever hears of a transfer may want to
/// start or cancel another. So callbacks only take notes; when the outermost libcurl call has
/// returned, ``settle()`` turns them into events and orders until none is left.
///
/// Loop-bound. `@unchecked Sendable`: confined to its loop's thread.
package final class Transport: TimerTarget, @unchecked Sendable {
    enum Order {
        case launch(Transfer)
        /// On a new connection, after a reused one died.
        case launchAgain(Transfer)
        case end(Transfer, TransferError?)
        case resumeSending(Transfer)
        case resumeReceiving(Transfer)
    }

    /// How a carrier is done with a transfer.
    enum Ending {
        case curl(CURLcode)
        case whole
        case failed(TransferError.Kind, String)
    }

    private enum Timer: Int { case curl, idle }

    let loop: EventLoop
    let sockets: SocketTable
    /// What plain connections read into; its content is dead when they return.
    let scratch = UnsafeMutableRawBufferPointer.allocate(
        byteCount: EasyHandle.receiveBytes,
        alignment: 16
    )

    private let configuration: TransportConfiguration
    private let multi: UnsafeMutableRawPointer
    private var pools: [WeakPool] = []
    private var isInside = false
    private var isSettling = false
    private var isSettlePosted = false
    private var isTimeoutDue = false
    private var orders: [Order] = []
    private var heads: [Transfer] = []
    private var finished: [(Transfer, Ending)] = []
    private var isClosed = false
    private var curlDue: Instant?
    private var curlTimer: (token: TimerToken, due: Instant)?
    private var idleTimer: TimerToken?

    /// Most rounds of libcurl's "call me at once" that one turn serves.
    private static let maxRounds = 64
    /// Most connections kept by libcurl; pools bound them far below.
    private static let maxCachedConnections = 4096

    /// Ignores SIGPIPE for the whole process: OpenSSL writes with plain `write`.
    package init(
        loop: EventLoop,
        configuration: TransportConfiguration = .init()
    ) throws(TransferError) {
        guard globalSetup == CURLE_OK, let multi = curl_multi_init() else {
            throw TransferError(.outOfMemory, doing: "set up libcurl")
        }
        self.loop = loop
        self.configuration = configuration
        self.multi = multi
        sockets = SocketTable(loop: loop)
        let context = Unmanaged.passUnretained(self).toOpaque()
        let codes = [
            shim_curl_multi_set_context(multi, CURLMOPT_SOCKETDATA, context),
            shim_curl_multi_set_context(multi, CURLMOPT_TIMERDATA, context),
            shim_curl_multi_set_socket(multi, watchSocket),
            shim_curl_multi_set_timer(multi, wantTimer),
            shim_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.maxCachedConnections),
        ]
        guard codes.allSatisfy({ $0 == CURLM_OK }) else {
            throw TransferError(.outOfMemory, doing: "set up libcurl")
        }
        sockets.onEvent = { [unowned self] descriptor, mask in
            self.act(descriptor, mask)
            self.settle()
        }
    }

    deinit {
        scratch.deallocate()
        guard !isClosed else { return }
        sockets.detach()
        curl_multi_cleanup(multi)
    }

    /// A way to `origin`. Keep it: a second call makes a second pool with limits of its own.
    package func pool(
        _ origin: Origin,
        limits: PoolLimits = .init()
    ) throws(TransferError) -> ConnectionPool {
        guard !isClosed else { throw TransferError(.cancelled, doing: "open pool") }
        let pool = try ConnectionPool(origin: origin, limits: limits, transport: self)
        pools.removeAll { $0.pool == nil }
        pools.append(WeakPool(pool: pool))
        return pool
    }

    /// Ends every transfer as cancelled, closes every pool and every socket. Once, at the end.
    package func close() {
        loop.assertCurrent()
        precondition(!isInside, "closed from a callback of libcurl")
        guard !isClosed else { return }
        for entry in pools { entry.pool?.close() }
        settle()
        isClosed = true
        curl_multi_cleanup(multi)
    }

    // MARK: Orders

    /// Does it now, or as soon as libcurl has returned.
    func perform(_ order: Order) {
        guard !isInside else { return orders.append(order) }
        execute(order)
        if hasNotes, !isSettling { postSettle() }
    }

    /// Does it after the present call, so that nobody hears of it while still asking for it.
    func later(_ order: Order) {
        orders.append(order)
        if !isSettling { postSettle() }
    }

    func announceHead(of transfer: Transfer) { heads.append(transfer) }

    func announceEnd(of transfer: Transfer, _ ending: Ending) {
        finished.append((transfer, ending))
    }

    /// Whether requests to `origin` need libcurl only for a connection.
    func speaksPlainly(to origin: Origin) -> Bool {
        origin.scheme == .http && configuration.usesPlainConnections
    }

    private func execute(_ order: Order) {
        switch order {
        case .launch(let transfer): transfer.pool.launch(transfer)
        case .launchAgain(let transfer): transfer.pool.launchAgain(transfer)
        case .end(let transfer, let error): transfer.end(error)
        case .resumeSending(let transfer): transfer.resumeSending()
        case .resumeReceiving(let transfer): transfer.resumeReceiving()
        }
    }

    // MARK: Plain connections

    /// Runs what may find out about transfers but must not tell anybody yet.
    func inside(_ body: () -> Void) {
        let wasInside = isInside
        isInside = true
        body()
        isInside = wasInside
    }

    /// Lets a connection that has had its share go on in the next turn.
    func again(_ connection: PlainConnection) {
        loop.post { [self] in
            connection.goOn()
            settle()
        }
    }

    // MARK: Calls into libcurl

    func add(_ handle: EasyHandle) {
        sweepIdle()
        isInside = true
        let code = curl_multi_add_handle(multi, handle.raw)
        isInside = false
        guard code == CURLM_OK else {
            guard let transfer = handle.transfer else { return }
            return later(.end(transfer, transfer.failure(.outOfMemory, "libcurl took no handle")))
        }
        runDue()
    }

    func remove(_ handle: EasyHandle, of pool: ConnectionPool) {
        let descriptor = handle.socket >= 0 ? handle.socket : handle.lastSocket
        isInside = true
        curl_multi_remove_handle(multi, handle.raw)
        isInside = false
        guard descriptor >= 0 else { return }
        sockets.released(
            descriptor,
            of: ObjectIdentifier(handle),
            by: ObjectIdentifier(pool),
            idleLimit: pool.limits.idle
        )
        armIdleTimer(after: pool.limits.idle)
    }

    /// Lets a paused transfer go on, except for what `keeping` says.
    func unpause(_ handle: EasyHandle, keeping: Int32) {
        isInside = true
        curl_easy_pause(handle.raw, keeping)
        isInside = false
        runDue()
    }

    private func act(_ descriptor: Int32, _ mask: Int32) {
        var running: Int32 = 0
        isInside = true
        curl_multi_socket_action(multi, descriptor, mask, &running)
        isInside = false
        collectMessages()
    }

    /// Notes what libcurl has finished. By transfer: a handle may serve another one by the time the
    /// note is read.
    private func collectMessages() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            var context: UnsafeMutableRawPointer?
            _ = shim_curl_get_pointer(message.pointee.easy_handle, CURLINFO_PRIVATE, &context)
            guard let context else { continue }
            let handle = Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
            guard let transfer = handle.transfer else { continue }
            finished.append((transfer, .curl(shim_curl_message_result(message))))
        }
    }

    /// Serves a timer that libcurl set to "at once": a new or resumed transfer takes its first step.
    private func runDue() {
        guard isTimeoutDue else { return }
        isTimeoutDue = false
        act(CURL_SOCKET_TIMEOUT, 0)
    }

    // MARK: Notes and events

    private var hasNotes: Bool {
        isTimeoutDue || !finished.isEmpty || !heads.isEmpty || !orders.isEmpty
    }

    /// Settles in the next turn, when nobody who may be surprised is on the stack.
    private func postSettle() {
        guard !isSettlePosted else { return }
        isSettlePosted = true
        loop.post { [self] in
            isSettlePosted = false
            settle()
        }
    }

    /// Turns notes into events and orders until none is left.
    func settle() {
        guard !isSettling, !isInside else { return }
        isSettling = true
        defer { isSettling = false }
        for _ in 0..<Self.maxRounds {
            runDue()
            takeFinished()
            deliverHeads()
            takeOrders()
            guard hasNotes else { return }
        }
        postSettle()
    }

    private func takeFinished() {
        var index = 0
        while index < finished.count {
            let (transfer, ending) = finished[index]
            index += 1
            transfer.finish(ending)
        }
        finished.removeAll(keepingCapacity: true)
    }

    private func deliverHeads() {
        var index = 0
        while index < heads.count {
            heads[index].deliverHead()
            index += 1
        }
        heads.removeAll(keepingCapacity: true)
    }

    private func takeOrders() {
        var index = 0
        while index < orders.count {
            let order = orders[index]
            index += 1
            execute(order)
        }
        orders.removeAll(keepingCapacity: true)
    }

    // MARK: Time

    /// libcurl's wish: milliseconds from now, 0 at once, -1 never.
    func setTimer(_ milliseconds: Int) {
        isTimeoutDue = milliseconds == 0
        curlDue = nil
        guard milliseconds > 0 else { return }
        let due = Instant.now.advanced(by: .milliseconds(milliseconds))
        curlDue = due
        armCurlTimer(due)
    }

    /// Timers that come too early are put off when they fire, so most wishes cost nothing.
    private func armCurlTimer(_ due: Instant) {
        if let curlTimer {
            guard due < curlTimer.due else { return }
            loop.cancel(curlTimer.token)
        }
        let wait = Instant.now.duration(to: due)
        curlTimer = (
            loop.schedule(after: wait, target: self, tag: Timer.curl.rawValue), due
        )
    }

    package func timerFired(tag: Int) {
        if tag == Timer.idle.rawValue {
            idleTimer = nil
            sweepIdle()
        } else {
            curlTimer = nil
            curlTimerFired()
        }
    }

    private func curlTimerFired() {
        guard let due = curlDue, !isClosed else { return }
        guard due <= Instant.now else { return armCurlTimer(due) }
        curlDue = nil
        act(CURL_SOCKET_TIMEOUT, 0)
        settle()
    }

    /// Ends connections that were idle for too long; also before each request, in case the loop was
    /// too busy for its timer.
    private func sweepIdle() {
        guard let due = sockets.sweep(at: loop.now) else { return }
        armIdleTimer(after: loop.now.duration(to: due) + .milliseconds(1))
    }

    private func armIdleTimer(after duration: Duration) {
        guard idleTimer == nil else { return }
        idleTimer = loop.schedule(after: duration, target: self, tag: Timer.idle.rawValue)
    }

    // MARK: Addresses

    /// Whether a socket may be opened towards `address`; if not, the transfer learns why it fails.
    func allows(_ address: UnsafePointer<sockaddr>, for transfer: Transfer?) -> Bool {
        let isAllowed =
            !configuration.forbidden.contains(address)
            && configuration.allowed?.contains(address) ?? true
        if !isAllowed { transfer?.addressWasForbidden() }
        return isAllowed
    }
}

private struct WeakPool {
    weak var pool: ConnectionPool?
}

/// Once a process. Source: curl_global_init(3).
private let globalSetup: CURLcode = {
    signal(SIGPIPE, SIG_IGN)
    return curl_global_init(Int(CURL_GLOBAL_ALL))
}()
