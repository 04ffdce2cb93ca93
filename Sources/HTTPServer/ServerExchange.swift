package import Basics
package import EventLoop

/// One request and the answer to it.
///
/// May be held longer than the request lives: after its end everything here is inert.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class ServerExchange: @unchecked Sendable {
    package let head: RequestHead
    package let loop: EventLoop
    /// Declared by the client; nil for a chunked body and for none.
    package let bodyLength: Int64?
    /// The client ended the request before it was answered, or was cut.
    package private(set) var isAborted = false
    package private(set) var hasResponded = false

    /// Called once, on the loop, when the answer can't be completed: the client hung up, a deadline
    /// passed or the server was closed. Set after that, it is called at once.
    package var onAbort: (() -> Void)? {
        didSet { if isAborted { tellAborted() } }
    }

    /// How long its handler may take, where that is known better than by
    /// ``ServerDeadlines/handler``.
    package var patience: Duration?

    private(set) var isBodyTaken = false
    let upload: ByteChannel?
    /// nil when the request is over; until then the server holds it. Not `weak`, which would slow
    /// down every reference to the connection.
    unowned(unsafe) var connection: ServerConnection?

    init(head: RequestHead, loop: EventLoop, bodyLength: Int64?, upload: ByteChannel?) {
        self.head = head
        self.loop = loop
        self.bodyLength = bodyLength
        self.upload = upload
    }

    package var hasBody: Bool { upload != nil }

    /// The body, nil when there is none. Asking for it takes it: only then may the client send
    /// (`100 Continue`). ``hasBody`` merely looks.
    package var body: ByteChannel? {
        if upload != nil, !isBodyTaken {
            isBodyTaken = true
            connection?.bodyWasTaken()
        }
        return upload
    }

    /// Reads the whole body.
    ///
    /// - Throws: ``ServerError`` — `.bodyTooLarge` beyond `limitBytes`, the rest is dropped;
    ///   `.aborted` when the client went away.
    package func collectBody(limitBytes: Int) async throws(ServerError) -> [UInt8] {
        loop.assertCurrent()
        if let bodyLength, bodyLength > limitBytes {
            upload?.abandon()
            throw ServerError(.bodyTooLarge, "collect body of \(bodyLength) bytes")
        }
        guard let body else { return [] }
        var collected: [UInt8] = []
        while let piece = await body.nextPiece() {
            collected.append(contentsOf: piece)
            guard collected.count <= limitBytes else {
                body.abandon()
                throw ServerError(.bodyTooLarge, "collect body beyond \(limitBytes) bytes")
            }
        }
        guard body.end == .complete else { throw ServerError(.aborted, "collect body") }
        return collected
    }

    /// Answers with `bytes`. One answer an exchange; ignored after an abort.
    package func respond(status: Int, headers: [(String, String)] = [], bytes: [UInt8] = []) {
        submit(Answer(status: status, headers: headers, body: .bytes(bytes)))
    }

    /// Answers with what `body` will bring: `length` bytes, or chunks when that is nil.
    ///
    /// A body that fails or ends short cuts the connection. The body is abandoned when the client
    /// goes away.
    package func respond(
        status: Int,
        headers: [(String, String)] = [],
        length: Int64?,
        body: ByteChannel
    ) {
        submit(Answer(status: status, headers: headers, body: .channel(body, length: length)))
    }

    private func submit(_ answer: Answer) {
        loop.assertCurrent()
        guard !isAborted else { return answer.abandon() }
        precondition(!hasResponded, "a request is answered once")
        hasResponded = true
        connection?.respond(answer)
    }

    /// The request is over before its answer was.
    func abort() {
        guard !isAborted else { return }
        isAborted = true
        upload?.fail()
        tellAborted()
    }

    /// The answer is out; nobody needs to be told of anything more.
    func complete() { onAbort = nil }

    private func tellAborted() {
        guard let tell = onAbort else { return }
        onAbort = nil
        tell()
    }
}
