import Basics
import CCurl
import EventLoop

/// The way to one origin: at most so many requests at a time, the rest in order of arrival.
///
/// Loop-bound. `@unchecked Sendable`: confined to its loop's thread.
package final class ConnectionPool: TimerTarget, @unchecked Sendable {
    package let origin: Origin
    package let limits: PoolLimits
    let transport: Transport

    private var admission: Admission<Transfer>
    private var used: PoolUsage
    /// Every handle made; at most one for each request under way.
    private var handles: [EasyHandle] = []
    private var spare: [EasyHandle] = []
    private var common = HeaderLines(capacity: 6)
    /// Every plain connection that is open, and those without a transfer, last used last.
    private var connections: [PlainConnection] = []
    private var idle: [PlainConnection] = []
    private var idleTimer: TimerToken?
    private let text: RequestText
    private var isClosed = false

    init(origin: Origin, limits: PoolLimits, transport: Transport) throws(TransferError) {
        precondition(
            limits.bodyCapacityBytes >= EasyHandle.receiveBytes,
            "a body's capacity must hold one read"
        )
        self.origin = origin
        self.limits = limits
        self.transport = transport
        admission = Admission(limit: limits.maxConnections, maxQueued: limits.maxQueued)
        used = PoolUsage(from: transport.loop.now)
        text = RequestText(origin: origin)
        common.set(try Self.commonLines(origin))
    }

    /// Sent with every request. `Expect:` keeps libcurl from waiting for a 100, `Content-Type:`
    /// from calling a body a form.
    private static func commonLines(_ origin: Origin) throws(TransferError) -> [String] {
        let lines = ["Accept-Encoding: identity", "Expect:", "Content-Type:"]
        guard let value = origin.credentials?.headerValue else { return lines }
        guard RequestCheck.isValue(value), !value.isEmpty else {
            throw TransferError(.invalidRequest, doing: "use credentials of \(origin.text)")
        }
        return lines + ["Authorization: \(value)"]
    }

    /// Requests under way.
    package var inFlight: Int { admission.inFlight }
    /// Requests that wait for a connection.
    package var queued: Int { admission.queued }

    /// Up to now.
    package func usage() -> PoolUsage {
        note()
        return used
    }

    /// Goes before every change of what is under way or waits.
    private func note() {
        used.advance(to: transport.loop.now, inFlight: inFlight, queued: queued)
    }

    /// Starts a request that tells `events` how it goes, never before this call returned.
    package func start(_ request: ClientRequest, events: any TransferEvents) -> Transfer {
        start(request, collecting: nil, events: events)
    }

    func start(
        _ request: ClientRequest,
        collecting limit: Int?,
        events: any TransferEvents
    ) -> Transfer {
        transport.loop.assertCurrent()
        let transfer = Transfer(
            pool: self,
            request: request,
            collectLimit: limit,
            events: events
        )
        if isClosed {
            refuse(transfer, .cancelled, "the pool is closed")
        } else if let fault = RequestCheck.fault(in: request) {
            refuse(transfer, .invalidRequest, fault)
        } else {
            admit(transfer)
        }
        return transfer
    }

    /// Ends every request and closes what is idle. Later requests are refused.
    package func close() {
        transport.loop.assertCurrent()
        isClosed = true
        note()
        let running = handles.compactMap(\.transfer) + connections.compactMap(\.transfer)
        for transfer in admission.drain() + running {
            transport.perform(.end(transfer, transfer.failure(.cancelled, "the pool was closed")))
        }
        for connection in idle { forget(connection) }
        if let idleTimer { transport.loop.cancel(idleTimer) }
        idleTimer = nil
        spare.removeAll()
        handles.removeAll()
        transport.sockets.shutIdle(of: ObjectIdentifier(self))
    }

    private func admit(_ transfer: Transfer) {
        note()
        switch admission.admit(transfer) {
        case .go:
            transfer.isAdmitted = true
            transport.perform(.launch(transfer))
        case .wait: transfer.wait()
        case .refused: refuse(transfer, .poolQueueFull, "\(limits.maxQueued) requests wait")
        }
    }

    private func refuse(_ transfer: Transfer, _ kind: TransferError.Kind, _ cause: String) {
        transport.later(.end(transfer, transfer.failure(kind, cause)))
    }

    // MARK: Orders of the transport

    /// Sends an admitted transfer on its way.
    func launch(_ transfer: Transfer) {
        guard !transfer.isOver else { return }
        guard !isClosed else { return refuse(transfer, .cancelled, "the pool is closed") }
        if !transport.speaksPlainly(to: origin) {
            handOver(transfer, onlyDials: false)
        } else if let connection = takeIdle() {
            carry(transfer, on: connection)
        } else {
            handOver(transfer, onlyDials: true)
        }
    }

    /// Hands a transfer to libcurl, be it for the whole exchange or only for a connection.
    private func handOver(_ transfer: Transfer, onlyDials: Bool) {
        do throws(TransferError) {
            let handle = try takeHandle(onlyDials: onlyDials)
            if onlyDials {
                handle.prepareToDial()
            } else {
                try handle.prepare(transfer.request, common: common.head)
            }
            transfer.begin(on: handle, at: Instant.now)
            transport.add(handle)
        } catch {
            transport.later(.end(transfer, error))
        }
    }

    private func takeHandle(onlyDials: Bool) throws(TransferError) -> EasyHandle {
        if let handle = spare.popLast() { return handle }
        let handle = try EasyHandle(origin: origin, transport: transport, onlyDials: onlyDials)
        handles.append(handle)
        return handle
    }

    /// Takes back what an ended transfer held, and lets the next one go.
    func release(_ transfer: Transfer, _ carrier: Carrier?) {
        switch carrier {
        case .curl(let handle): takeBack(handle)
        case .plain(let connection): takeBack(connection)
        case nil: break
        }
        note()
        guard transfer.isAdmitted else { return admission.remove(transfer) }
        guard let next = admission.finishOne() else { return }
        next.isAdmitted = true
        transport.later(.launch(next))
    }

    private func takeBack(_ handle: EasyHandle) {
        transport.remove(handle, of: self)
        handle.transfer = nil
        if !isClosed { spare.append(handle) }
    }

    // MARK: Plain connections

    /// libcurl has made a connection; from here on it is ours.
    func dialled(_ transfer: Transfer, by handle: EasyHandle) {
        let descriptor = handle.duplicateSocket()
        takeBack(handle)
        transfer.letGo()
        do throws(TransferError) {
            guard descriptor >= 0 else {
                throw transfer.failure(.outOfMemory, "no descriptor for a connection")
            }
            let connection = try PlainConnection(descriptor, pool: self)
            connections.append(connection)
            carry(transfer, on: connection)
        } catch {
            transport.later(.end(transfer, error))
        }
    }

    private func carry(_ transfer: Transfer, on connection: PlainConnection) {
        transfer.begin(on: connection)
        connection.carry(transfer, head: text)
    }

    /// A reused connection died before it brought a byte.
    func launchAgain(_ transfer: Transfer) {
        guard !transfer.isOver, let dead = connections.first(where: { $0.transfer === transfer })
        else { return }
        _ = dead.release()
        forget(dead)
        transfer.letGo()
        handOver(transfer, onlyDials: true)
    }

    /// The connection that was used last, if the peer can be trusted to hold it still.
    private func takeIdle() -> PlainConnection? {
        while let connection = idle.popLast() {
            let isYoung = connection.idleSince.duration(to: transport.loop.now) < limits.idle
            // What came since the loop last looked would be taken for the next answer.
            if isYoung, connection.isSilent() { return connection }
            forget(connection)
        }
        return nil
    }

    private func takeBack(_ connection: PlainConnection) {
        guard connection.release(), !isClosed else { return forget(connection) }
        idle.append(connection)
        armIdleTimer(for: connection)
    }

    /// Closes a connection without a transfer.
    func forget(_ connection: PlainConnection) {
        connection.close()
        idle.removeAll { $0 === connection }
        connections.removeAll { $0 === connection }
    }

    private func armIdleTimer(for oldest: PlainConnection) {
        guard idleTimer == nil else { return }
        let due = oldest.idleSince.advanced(by: limits.idle)
        let wait = transport.loop.now.duration(to: due) + .milliseconds(1)
        idleTimer = transport.loop.schedule(after: wait, target: self)
    }

    /// Closes what is idle for too long.
    package func timerFired(tag: Int) {
        idleTimer = nil
        let now = transport.loop.now
        for connection in idle where connection.idleSince.duration(to: now) >= limits.idle {
            forget(connection)
        }
        if let oldest = idle.first { armIdleTimer(for: oldest) }
    }
}
