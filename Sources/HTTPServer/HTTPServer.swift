package import Basics
internal import CLinux
internal import CMicrohttpd
package import EventLoop
import Glibc

/// Answers requests. Called on the server's loop.
package protocol RequestHandler: AnyObject {
    /// Takes a request whose head is complete and has passed the gate. Answers through `exchange`,
    /// now or later.
    func handle(_ exchange: ServerExchange)
}

/// One HTTP/1.1 server on one loop.
///
/// libmicrohttpd parses and writes; its epoll descriptor is nested in the loop's. Connections are
/// accepted here, because libmicrohttpd spins when descriptors run out.
///
/// After ``start()``, ``close()`` must come before the last reference goes.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class HTTPServer: @unchecked Sendable {
    package let configuration: ServerConfiguration
    package let port: UInt16
    /// What happened so far. Loop thread only.
    package internal(set) var counters = ServerCounters()

    let loop: EventLoop
    let handler: any RequestHandler
    let gate: RequestGate
    private(set) var connections: [ServerConnection] = []
    private(set) var isDraining = false
    private(set) var isClosing = false

    /// What accepting says instead of the truth; for tests of running out of descriptors.
    var acceptFault: (() -> ListenSocket.Outcome)?

    private var daemon: OpaquePointer?
    private var listener: ListenSocket?
    /// The connection that libmicrohttpd is just being given.
    private var arrival: ServerConnection?
    private var isAccepting = false
    private var connectionsByAddress: [String: Int] = [:]
    private var isRunNeeded = false
    private var isRunning = false
    private var patrol: Patrol?
    private var hook: TurnHook?
    private var lingerers: [Int32: Lingerer] = [:]
    private var drainWaiter: UnsafeContinuation<Void, Never>?

    private static let acceptsPerTurn = 64
    private static let runsPerTurn = 8

    /// Checks that nobody else serves `port`, which sharing it between loops would hide.
    package static func requireFree(address: String, port: UInt16) throws(ServerError) {
        try ListenSocket.requireFree(address: address, port: port)
    }

    /// Binds the address. On any thread before the loop starts, else on the loop's.
    ///
    /// - Throws: ``ServerError`` — `.address`, `.certificate` or `.resources`.
    package init(
        loop: EventLoop,
        configuration: ServerConfiguration,
        handler: any RequestHandler
    ) throws(ServerError) {
        self.loop = loop
        self.configuration = configuration
        self.handler = handler
        gate = RequestGate(limits: configuration.limits)
        let listener = try ListenSocket(
            address: configuration.address,
            port: configuration.port,
            backlog: configuration.backlog
        )
        port = listener.port
        self.listener = consume listener
        daemon = try startDaemon()
    }

    deinit {
        hook?.server = nil
        if let daemon { MHD_stop_daemon(daemon) }
    }

    private func startDaemon() throws(ServerError) -> OpaquePointer {
        var callbacks = shim_mhd_callbacks(
            context: Unmanaged.passUnretained(self).toOpaque(),
            access: accessRequest,
            target: noteTarget,
            completed: completeRequest,
            connection: noteConnection
        )
        let daemon = shim_mhd_start(
            &callbacks,
            configuration.poolBytes,
            UInt32(configuration.maximumConnections + 64),
            configuration.tls?.keyPEM.reveal,
            configuration.tls?.certificatePEM,
            Self.tlsPriorities
        )
        if let daemon { return daemon }
        throw configuration.tls == nil
            ? ServerError(.resources, "start libmicrohttpd", code: errno)
            : ServerError(.certificate, "load TLS certificate and key")
    }

    /// TLS 1.2 and 1.3, 128 bits, forward secrecy and authenticated ciphers only.
    private static let tlsPriorities =
        "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-AES-128-CBC:-AES-256-CBC"

    // MARK: Life

    /// Begins to accept. On the loop.
    package func start() throws(ServerError) {
        loop.assertCurrent()
        precondition(patrol == nil, "a server starts once")
        guard let daemon else { throw ServerError(.resources, "start closed server") }
        let patrol = Patrol(self)
        self.patrol = patrol
        do {
            try loop.watch(shim_mhd_epoll(daemon), for: .readable) { [unowned self] _ in
                isRunNeeded = true
            }
        } catch {
            throw ServerError(.resources, error.action, code: error.code)
        }
        let hook = TurnHook(self)
        self.hook = hook
        loop.eachTurn { hook.server?.turn() }
        patrol.begin()
        watchListener()
    }

    /// Ends accepting; connections that exist go on. On the loop.
    package func stopAccepting() {
        loop.assertCurrent()
        unwatchListener()
        listener = nil
    }

    /// Ends accepting, lets running requests finish and closes each connection after its answer;
    /// cuts what is left at `deadline`.
    package func drain(until deadline: Deadline) async {
        precondition(!isDraining, "a server drains once")
        stopAccepting()
        isDraining = true
        for connection in connections where connection.phase == .idle { connection.cut() }
        if !connections.isEmpty {
            patrol?.endDrain(after: deadline.remaining(at: Instant.now))
            await withUnsafeContinuation { drainWaiter = $0 }
        }
        for connection in connections { connection.cut() }
    }

    func drainIsOver() {
        drainWaiter?.resume()
        drainWaiter = nil
    }

    /// Cuts every connection and frees everything. On the loop; within a handler's call it takes
    /// effect at the end of the turn.
    package func close() {
        loop.assertCurrent()
        guard !isClosing else { return }
        isClosing = true
        stopAccepting()
        if !isRunning { finishClosing() }
    }

    private func finishClosing() {
        guard let daemon else { return }
        for connection in connections { connection.cut() }
        loop.unwatch(shim_mhd_epoll(daemon))
        // Suspended connections must be resumed, and have ended, before the daemon stops.
        for _ in 0..<2 { MHD_run(daemon) }
        self.daemon = nil
        MHD_stop_daemon(daemon)
        for lingerer in Array(lingerers.values) { lingerer.end() }
        patrol?.end()
        patrol = nil
        hook?.server = nil
        drainIsOver()
    }

    // MARK: Running libmicrohttpd

    /// libmicrohttpd has something to do before the loop waits.
    func needsRun() {
        isRunNeeded = true
        if !isRunning { loop.settleAgain() }
    }

    fileprivate func turn() {
        guard isRunNeeded, let daemon else { return }
        isRunning = true
        var runs = 0
        repeat {
            isRunNeeded = false
            MHD_run(daemon)
            runs += 1
            if shim_mhd_is_pending(daemon) != 0 { isRunNeeded = true }
        } while isRunNeeded && runs < Self.runsPerTurn
        isRunning = false
        if isClosing { return finishClosing() }
        if isRunNeeded { loop.settleAgain() }
    }

    // MARK: Accepting

    func watchListener() {
        guard !isAccepting, !isDraining, let descriptor = listener?.descriptor else { return }
        do {
            try loop.watch(descriptor, for: .readable) { [unowned self] _ in acceptWaiting() }
            isAccepting = true
        } catch {
            patrol?.retryAccepting()
        }
    }

    private func unwatchListener() {
        guard isAccepting, let descriptor = listener?.descriptor else { return }
        isAccepting = false
        loop.unwatch(descriptor)
    }

    private func acceptWaiting() {
        for _ in 0..<Self.acceptsPerTurn {
            guard connections.count < configuration.maximumConnections
            else { return unwatchListener() }
            guard let outcome = acceptFault?() ?? listener?.accept() else { return }
            switch outcome {
            case .arrived(let descriptor, let peer): adopt(descriptor, peer)
            case .empty: return
            case .exhausted:
                counters.acceptPauses += 1
                unwatchListener()
                patrol?.retryAccepting()
                return
            }
        }
    }

    /// Gives a connection to libmicrohttpd, which owns its descriptor from then on.
    private func adopt(_ descriptor: Int32, _ peer: SocketAddress) {
        let address = peer.text
        if let most = configuration.maximumConnectionsPerAddress,
            connectionsByAddress[address, default: 0] >= most
        {
            counters.rejectedConnections += 1
            Glibc.close(descriptor)
            return
        }
        guard let daemon else { return }
        counters.acceptedConnections += 1
        arrival = ServerConnection(self, descriptor: descriptor, remoteAddress: address)
        var peer = peer
        _ = peer.withPointer { MHD_add_connection(daemon, descriptor, $0, $1) }
        arrival = nil
        needsRun()
    }

    /// - Returns: What libmicrohttpd keeps with its connection.
    func connectionBegan(_ raw: OpaquePointer) -> UnsafeMutableRawPointer? {
        guard let connection = arrival else { return nil }
        connection.raw = raw
        connection.index = connections.count
        connections.append(connection)
        counters.openConnections += 1
        if configuration.maximumConnectionsPerAddress != nil {
            connectionsByAddress[connection.remoteAddress, default: 0] += 1
        }
        return connection.context
    }

    func connectionEnded(_ connection: ServerConnection) {
        connection.raw = nil
        if let last = connections.popLast(), last !== connection {
            last.index = connection.index
            connections[connection.index] = last
        }
        counters.openConnections -= 1
        forgetAddress(connection.remoteAddress)
        if connection.lingersAtEnd { linger(connection.descriptor) }
        if connections.isEmpty, isDraining { drainIsOver() }
        watchListener()
    }

    private func forgetAddress(_ address: String) {
        guard configuration.maximumConnectionsPerAddress != nil,
            let count = connectionsByAddress[address]
        else { return }
        connectionsByAddress[address] = count > 1 ? count - 1 : nil
    }

    // MARK: Waiting requests

    func requestWaits(_ connection: ServerConnection) { patrol?.note(connection) }

    private func linger(_ descriptor: Int32) {
        guard !isClosing, lingerers.count < Lingerer.mostAtATime,
            let lingerer = Lingerer(descriptor, on: loop, for: configuration.deadlines.linger)
        else { return }
        lingerers[lingerer.descriptor] = lingerer
        lingerer.onEnd = { [unowned(unsafe) self] in lingerers[$0] = nil }
    }
}

/// What the loop keeps of a server for ever; cheaper than a weak reference.
private final class TurnHook {
    unowned(unsafe) var server: HTTPServer?

    init(_ server: HTTPServer) { self.server = server }
}
