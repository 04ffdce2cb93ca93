import Basics
import CCurl
import EventLoop

/// The way to one origin: at most so many requests at a time, the rest in order of arrival.
///
/// Loop-bound. `@unchecked Sendable`: confined to its loop's thread.
package final class ConnectionPool: @unchecked Sendable {
    package let origin: Origin
    package let limits: PoolLimits
    let transport: Transport

    private var admission: Admission<Transfer>
    /// Every handle made; at most one for each request under way.
    private var handles: [EasyHandle] = []
    private var spare: [EasyHandle] = []
    private var common = HeaderLines(capacity: 6)
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
        for transfer in admission.drain() + handles.compactMap(\.transfer) {
            transport.perform(.end(transfer, transfer.failure(.cancelled, "the pool was closed")))
        }
        spare.removeAll()
        handles.removeAll()
        transport.sockets.shutIdle(of: ObjectIdentifier(self))
    }

    private func admit(_ transfer: Transfer) {
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

    /// Hands an admitted transfer to libcurl.
    func launch(_ transfer: Transfer) {
        guard !transfer.isOver else { return }
        guard !isClosed else { return refuse(transfer, .cancelled, "the pool is closed") }
        do throws(TransferError) {
            let handle = try prepareHandle(for: transfer.request)
            transfer.begin(on: handle, at: Instant.now)
            transport.add(handle)
        } catch {
            transport.later(.end(transfer, error))
        }
    }

    private func prepareHandle(
        for request: ClientRequest
    ) throws(TransferError) -> EasyHandle {
        if let handle = spare.last {
            try handle.prepare(request, common: common.head)
            spare.removeLast()
            return handle
        }
        let handle = try EasyHandle(origin: origin, transport: transport)
        try handle.prepare(request, common: common.head)
        handles.append(handle)
        return handle
    }

    /// Takes back what an ended transfer held, and lets the next one go.
    func release(_ transfer: Transfer, _ handle: EasyHandle?) {
        if let handle {
            transport.remove(handle, of: self)
            handle.transfer = nil
            if !isClosed { spare.append(handle) }
        }
        guard transfer.isAdmitted else { return admission.remove(transfer) }
        guard let next = admission.finishOne() else { return }
        next.isAdmitted = true
        transport.later(.launch(next))
    }
}
