import Basics
import EventLoop

extension ConnectionPool {
    /// Fetches a whole answer into memory, of any status.
    ///
    /// - Parameter limitBytes: Largest body accepted.
    /// - Throws: ``TransferError``; `.tooLarge` beyond the limit, `.cancelled` with the task.
    package func send(
        _ request: ClientRequest,
        limitBytes: Int
    ) async throws(TransferError) -> ClientResponse {
        let transfer = try await wait(for: request, collecting: limitBytes)
        if let error = transfer.error { throw error }
        guard let head = transfer.head else { throw transfer.failure(.malformed) }
        return ClientResponse(head: head, body: transfer.takeCollected())
    }

    /// Returns as soon as the answer's head is here; its body streams.
    ///
    /// - Throws: ``TransferError`` for all that happens before the head; later faults fail the body.
    package func open(_ request: ClientRequest) async throws(TransferError) -> StreamedResponse {
        let transfer = try await wait(for: request, collecting: nil)
        guard let head = transfer.head, transfer.hasDeliveredHead else {
            throw transfer.error ?? transfer.failure(.malformed)
        }
        return StreamedResponse(head: head, body: transfer.body, transfer: transfer)
    }

    private func wait(
        for request: ClientRequest,
        collecting limit: Int?
    ) async throws(TransferError) -> Transfer {
        let waiter = Waiter()
        let loop = transport.loop
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                waiter.begin(continuation) {
                    self.start(request, collecting: limit, events: waiter)
                }
            }
        } onCancel: {
            loop.post { waiter.cancel() }
        }
        guard let transfer = waiter.transfer else {
            throw TransferError(.cancelled, doing: "\(request.method.rawValue) \(origin.text)")
        }
        return transfer
    }
}

/// A task that waits for a transfer's head or end, whichever the transfer tells first.
///
/// `@unchecked Sendable`: confined to its loop's thread.
private final class Waiter: TransferEvents, @unchecked Sendable {
    private(set) var transfer: Transfer?
    private var continuation: UnsafeContinuation<Void, Never>?

    func begin(
        _ continuation: UnsafeContinuation<Void, Never>,
        _ start: () -> Transfer
    ) {
        guard !Task.isCancelled else { return continuation.resume() }
        self.continuation = continuation
        transfer = start()
    }

    func cancel() {
        guard continuation != nil else { return }
        transfer?.cancel()
        resume()
    }

    func transferReceivedHead(_ transfer: Transfer) { resume() }

    func transferEnded(_ transfer: Transfer, error: TransferError?) { resume() }

    private func resume() {
        continuation?.resume()
        continuation = nil
    }
}
