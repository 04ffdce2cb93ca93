import Basics
import EventLoop
import Glibc

/// A connection to an origin that speaks plain HTTP/1.1, used for one request after the other.
///
/// libcurl dials it, which is the rare and difficult part; a request then costs one `send` and one
/// `recv`. The socket is registered once, edge-triggered: what the loop told is remembered until a
/// call says that there is no more. An answer's head and small bodies pass through the transport's
/// receive buffer, a long body goes from the socket into its ``ByteChannel``.
///
/// Like libcurl's callbacks, nothing here tells anybody anything: it leaves notes with the
/// transport.
///
/// Loop-bound. `@unchecked Sendable`: confined to its loop's thread.
final class PlainConnection: @unchecked Sendable {
    private let loop: EventLoop
    unowned let pool: ConnectionPool
    let descriptor: Int32
    var transfer: Transfer?
    /// When it was last used; while no transfer runs.
    private(set) var idleSince = Instant.now
    /// Bytes of the running request that the socket has taken.
    var requestBytes = 0

    // What the socket was last said to be ready for.
    var isReadable = false
    var isWritable = true
    /// The peer has closed its half, or the connection broke: reading ends with that.
    var hasEnd = false

    // The request.
    var out: [UInt8] = []
    var outSent = 0
    /// Nothing more is to be put into `out` or sent from the body.
    var isRequestWhole = false
    var sendProblem: Int32 = 0

    // The answer.
    var reader = AnswerReader()
    /// Whether another request may follow on it.
    var isReusable = true

    private var hasCarried = false
    private var isReused = false
    private var isOpen = true

    /// Most bytes kept in `out` from one request to the next.
    private static let keptOutBytes = 16 << 10

    /// Takes a connected, non-blocking socket over.
    ///
    /// - Throws: `.outOfMemory` when the loop can't watch it; the socket is closed then.
    init(_ descriptor: Int32, pool: ConnectionPool) throws(TransferError) {
        self.descriptor = descriptor
        self.pool = pool
        loop = pool.transport.loop
        do {
            try loop.watch(
                descriptor,
                for: [.readable, .writable, .hangUp, .edge]
            ) { [unowned self] in event($0) }
        } catch {
            isOpen = false
            Glibc.close(descriptor)
            throw TransferError(.outOfMemory, doing: "watch a connection to \(pool.origin.text)")
        }
    }

    deinit { close() }

    var transport: Transport { pool.transport }

    /// Ends the connection, whatever is under way on it.
    func close() {
        guard isOpen else { return }
        isOpen = false
        if loop.isCurrent { loop.unwatch(descriptor) }
        Glibc.close(descriptor)
    }

    // MARK: One transfer

    /// Sends the request of `transfer`, which knows of it already.
    func carry(_ transfer: Transfer, head: RequestText) {
        isReused = hasCarried
        hasCarried = true
        self.transfer = transfer
        requestBytes = 0
        isRequestWhole = false
        sendProblem = 0
        reader.begin(answersHead: transfer.request.method == .head)
        beginRequest(transfer.request, head)
        transport.inside { send() }
    }

    /// Lets go of the transfer, which has ended; whether the connection may serve another.
    func release() -> Bool {
        transfer = nil
        idleSince = loop.now
        if out.capacity > Self.keptOutBytes { out = [] }
        return isOpen && reader.isOver && isRequestWhole && isReusable && !hasEnd
    }

    /// Goes on with what was paused.
    func goOn() {
        transport.inside {
            send()
            receive()
        }
    }

    /// Whether the socket holds nothing that nobody asked for, and no end.
    func isSilent() -> Bool {
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
        guard count < 0, errno == EAGAIN else { return false }
        isReadable = false
        return true
    }

    // MARK: Ending

    /// The answer is here; the request may not be.
    func answerIsWhole() {
        if !reader.parser.isPersistent { isReusable = false }
        guard isRequestWhole else { return }  // `send` comes back
        finish(.whole)
    }

    func finish(_ ending: Transport.Ending) {
        guard let transfer else { return }
        if case .failed = ending { isReusable = false }
        reader.stop()
        transport.announceEnd(of: transfer, ending)
    }

    /// The connection ended before an answer's first byte.
    func lost(_ code: Int32) {
        guard let transfer else { return }
        isReusable = false
        if isReused, transfer.mayGoAgain(bytesSent: requestBytes) {
            reader.stop()
            return transport.later(.launchAgain(transfer))
        }
        finish(.failed(.connectionLost, Self.text(code) ?? "closed instead of an answer"))
    }

    static func text(_ code: Int32) -> String? { code == 0 ? nil : String(cString: strerror(code)) }

    // MARK: Events

    private func event(_ readiness: Readiness) {
        if readiness.meets(.worthReading) { isReadable = true }
        if readiness.meets(.ended) { hasEnd = true }
        if readiness.contains(.writable) { isWritable = true }
        guard transfer != nil else {
            // The peer hung up or talks out of turn. The event may also be older than its cause.
            if isReadable, !isSilent() { pool.forget(self) }
            return
        }
        goOn()
        transport.settle()
    }
}
