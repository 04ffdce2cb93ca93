internal import Basics
internal import CLinux
internal import Glibc

/// Lets Prometheus read how a load goes: answers `GET /metrics` with what was published last, on a
/// thread of its own.
///
/// Whoever connects, however many and whatever they send, costs the load next to nothing: there are
/// ``Limits``, and no loop waits for any of them.
package final class MetricsServer: @unchecked Sendable {
    // @unchecked Sendable: all but `page` and `stopped` belongs to the thread once it runs.

    private struct Client {
        let socket: Int32
        var exchange: MetricsExchange
    }

    /// Our choice.
    struct Limits: Sendable {
        var clients = 16
        /// From the taking of a client to the end of its answer.
        var patience = Duration.seconds(2)
        /// From the taking of one client to that of the next.
        var pause = Duration.milliseconds(50)
    }

    /// With the port that the kernel chose, if it was to.
    package let address: ListenAddress
    private let limits: Limits
    private let listener: Int32
    private let page = Locked<[UInt8]>([])
    private let stopped = Locked(false)
    private var clients: [Client] = []
    /// When the next connection is taken, in ``Monotonic`` nanoseconds.
    private var acceptAt: Int64 = 0
    private var thread = pthread_t()

    /// - Throws: ``LoadError`` — `.resources` if nobody can listen there.
    package convenience init(_ address: ListenAddress) throws(LoadError) {
        try self.init(address, Limits())
    }

    init(_ address: ListenAddress, _ limits: Limits) throws(LoadError) {
        self.limits = limits
        var port = address.port
        listener = shim_listen_on(address.host, &port)
        let action = "listen on \(address.host) port \(address.port) for Prometheus"
        guard listener >= 0 else {
            let isAddress = errno != EINVAL
            throw LoadError(
                .resources,
                doing: action,
                isAddress ? String(cString: strerror(errno)) : "that is no numeric IP address"
            )
        }
        self.address = ListenAddress(host: address.host, port: port)
        let context = Unmanaged.passUnretained(self).toOpaque()
        let code = pthread_create(&thread, nil, runMetrics, context)
        guard code == 0 else {
            close(listener)
            throw LoadError(.resources, doing: action, String(cString: strerror(code)))
        }
    }

    /// What clients are told from now on.
    package func publish(_ text: String) {
        let bytes = Array(text.utf8)
        page.withLock { $0 = bytes }
    }

    /// Ends the thread and closes every connection. Call once.
    package func stop() {
        stopped.withLock { $0 = true }
        // Wakes the thread: a listener that was shut down is reported at once.
        shutdown(listener, Int32(SHUT_RDWR))
        pthread_join(thread, nil)
        for client in clients { close(client.socket) }
        close(listener)
    }

    // MARK: The thread

    fileprivate func run() {
        _ = shim_name_thread("load-metrics")
        while !stopped.withLock({ $0 }) {
            var polled = watched()
            _ = poll(&polled, nfds_t(polled.count), pause())
            let now = Monotonic.now
            for index in clients.indices where polled[index + 1].revents != 0 { serve(index) }
            clients.removeAll { client in
                guard client.exchange.hasEnded || client.exchange.deadline <= now else {
                    return false
                }
                close(client.socket)
                return true
            }
            if polled[0].revents != 0 { accept(at: now) }
        }
    }

    /// The listener first.
    private func watched() -> [pollfd] {
        let takesMore = clients.count < limits.clients && acceptAt <= Monotonic.now
        // Nothing is asked of one that isn't taken, but its end is reported all the same.
        let interest = takesMore ? Int16(POLLIN) : 0
        return [pollfd(fd: listener, events: interest, revents: 0)]
            + clients.map { client in
                let wanted = client.exchange.isAnswering ? POLLOUT : POLLIN
                return pollfd(fd: client.socket, events: Int16(wanted), revents: 0)
            }
    }

    /// Milliseconds until something is due by the clock; -1 for never.
    private func pause() -> Int32 {
        let now = Monotonic.now
        var moments = clients.map(\.exchange.deadline)
        if clients.count < limits.clients, acceptAt > now { moments.append(acceptAt) }
        guard let first = moments.min() else { return -1 }
        return Int32(max(0, first - now) / 1_000_000 + 1)
    }

    private func accept(at now: Int64) {
        acceptAt = now + limits.pause.nanoseconds
        let socket = shim_accept_prompt(listener)
        guard socket >= 0 else { return }
        let exchange = MetricsExchange(until: now + limits.patience.nanoseconds)
        clients.append(Client(socket: socket, exchange: exchange))
    }

    private func serve(_ index: Int) {
        let socket = clients[index].socket
        if !clients[index].exchange.isAnswering {
            var room = [UInt8](repeating: 0, count: MetricsExchange.limitBytes)
            let count = recv(socket, &room, room.count, 0)
            guard count > 0 else { return drop(index, after: count) }
            let page = page.withLock { $0 }
            clients[index].exchange.take(room[..<count], page: page)
        }
        guard clients[index].exchange.isAnswering else { return }
        let count = clients[index].exchange.unsent.withUnsafeBytes {
            send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return drop(index, after: count) }
        clients[index].exchange.wasSent(count)
    }

    /// Has a client removed that has gone; one that is only slow may stay.
    private func drop(_ index: Int, after count: Int) {
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        clients[index].exchange = MetricsExchange(until: 0)
    }
}

/// The thread's body.
private func runMetrics(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<MetricsServer>.fromOpaque(context).takeUnretainedValue().run()
    return nil
}
