package import Basics
import CCurl
import EventLoop
import Glibc

/// Who hears of a transfer in callbacks. All on the loop's thread.
package protocol TransferEvents: AnyObject {
    /// `head` is set and `body` fills. A small answer may be whole already: see `body.isWhole`.
    func transferReceivedHead(_ transfer: Transfer)

    /// Last, and once; not after ``Transfer/cancel()``.
    func transferEnded(_ transfer: Transfer, error: TransferError?)
}

/// One request on its way and its answer.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class Transfer: TimerTarget, @unchecked Sendable {
    private enum State { case queued, running, over }

    enum Taken { case taken, full, refused }

    /// What became of an offer of the request's next bytes.
    enum Offered {
        case taken(Int)
        /// Taken, and the body is whole.
        case last(Int)
        /// The producer has none now.
        case notYet
        /// The producer failed, or gave another length than promised.
        case broken
    }

    let pool: ConnectionPool
    let request: ClientRequest
    /// Most bytes to collect; nil if the body is streamed.
    let collectLimit: Int?
    /// Whether it holds one of the pool's places.
    var isAdmitted = false
    /// The answer's head, once it is whole.
    package private(set) var head: ResponseHead?
    /// Why it ended, if not well.
    package private(set) var error: TransferError?
    /// The answer's body, unless it is collected.
    package private(set) lazy var body = ByteChannel(capacity: pool.limits.bodyCapacityBytes)
    private(set) var hasDeliveredHead = false
    private var collected: [UInt8] = []

    private var events: (any TransferEvents)?
    private var state = State.queued
    private var carrier: Carrier?
    private var clock: TransferClock
    private var timer: TimerToken?
    private var timerDue: Instant?
    /// Why a callback stopped the transfer.
    private var refusal: (kind: TransferError.Kind, cause: String)?
    /// How often a connection stood and the request could go out.
    private var attempts = 0
    private var didSendBefore = false
    private(set) var isSendPaused = false
    private(set) var isReceivePaused = false
    private var uploaded: Int64 = 0
    private var isUploadWhole = false

    init(
        pool: ConnectionPool,
        request: ClientRequest,
        collectLimit: Int?,
        events: any TransferEvents
    ) {
        self.pool = pool
        self.request = request
        self.collectLimit = collectLimit
        self.events = events
        clock = TransferClock(request.deadlines, now: Instant.now)
    }

    private var transport: Transport { pool.transport }

    var isOver: Bool { state == .over }

    /// `GET http://store-b:8042/changes`: without the query, which may name a patient.
    var action: String {
        let path = request.target.prefix { $0 != "?" }
        return "\(request.method.rawValue) \(pool.origin.text)\(path)"
    }

    /// Closes the socket at once and fails the body. No event follows.
    package func cancel() {
        transport.loop.assertCurrent()
        guard !isOver else { return }
        events = nil
        transport.perform(.end(self, failure(.cancelled)))
    }

    // MARK: Beginning

    /// Waits in the pool's queue.
    func wait() { armTimer(at: transport.loop.now) }

    /// Goes to libcurl, be it for the whole exchange or only for a connection.
    func begin(on handle: EasyHandle, at now: Instant) {
        begin(on: .curl(handle), .connecting, at: now)
        handle.transfer = self
    }

    /// Goes out on a connection that stands.
    func begin(on connection: PlainConnection) {
        attempts += 1
        let phase: TransferClock.Phase = isStreamingUpload ? .sending : .waiting
        begin(on: .plain(connection), phase, at: transport.loop.now)
    }

    private func begin(on carrier: Carrier, _ phase: TransferClock.Phase, at now: Instant) {
        state = .running
        self.carrier = carrier
        clock.enter(phase, at: now)
        armTimer(at: now)
        if case .channel(let channel, _) = request.body {
            channel.onReadable = { [unowned self] in uploadIsReady() }
        }
    }

    /// A connection stands. Says no to libcurl's own retry unless it can do no harm: one retry, and
    /// only if the peer has seen nothing or may see it twice.
    func mayBegin(on handle: EasyHandle) -> Bool {
        attempts += 1
        if attempts > 1 {
            if handle.requestBytes > 0 { didSendBefore = true }
            guard attempts == 2, uploaded == 0, request.isRepeatable || !didSendBefore else {
                refusal = (.connectionLost, "reused connection died")
                return false
            }
        }
        clock.enter(isStreamingUpload ? .sending : .waiting, at: transport.loop.now)
        return true
    }

    /// Its carrier was taken back while it goes on.
    func letGo() { carrier = nil }

    /// A reused plain connection died without an answer byte. The same rule as libcurl is held to:
    /// one more try, and only if the peer has seen nothing or may see it twice.
    func mayGoAgain(bytesSent: Int) -> Bool {
        guard attempts == 1, uploaded == 0, request.isRepeatable || bytesSent == 0 else {
            return false
        }
        if bytesSent > 0 { didSendBefore = true }
        return true
    }

    func addressWasForbidden() {
        refusal = (.addressForbidden, "the name leads into a forbidden network")
    }

    private var isStreamingUpload: Bool {
        switch request.body {
        case .none: false
        case .bytes(let bytes): bytes.count > EasyHandle.inlineBodyBytes
        case .channel: true
        }
    }

    // MARK: The request's body

    /// Shows `take` the next at most `most` bytes of the body; it says how many it took.
    func offerBody(most: Int, _ take: (UnsafeRawBufferPointer) -> Int) -> Offered {
        switch request.body {
        case .none: return .last(0)
        case .bytes(let bytes):
            return bytes.withUnsafeBytes { offer($0, from: Int(uploaded), most, take) }
        case .channel(let channel, let length): return offer(channel, length, most, take)
        }
    }

    private func offer(
        _ bytes: UnsafeRawBufferPointer,
        from start: Int,
        _ most: Int,
        _ take: (UnsafeRawBufferPointer) -> Int
    ) -> Offered {
        let amount = take(
            UnsafeRawBufferPointer(rebasing: bytes[start...].prefix(most))
        )
        return gave(amount, isLast: start + amount == bytes.count)
    }

    private func offer(
        _ channel: ByteChannel,
        _ length: Int64?,
        _ most: Int,
        _ take: (UnsafeRawBufferPointer) -> Int
    ) -> Offered {
        if channel.end == .failed { return broken("the body's producer failed") }
        if uploaded == length { return gave(0, isLast: true) }
        if channel.count > 0 {
            let wanted = Int(min(Int64(most), length.map { $0 - uploaded } ?? .max))
            let amount = channel.withReadable {
                take(UnsafeRawBufferPointer(rebasing: $0.prefix(wanted)))
            }
            channel.drop(amount)
            return gave(amount, isLast: uploaded + Int64(amount) == length)
        }
        if channel.end == .complete {
            return length == nil ? gave(0, isLast: true) : broken("the body is too short")
        }
        isSendPaused = true
        clock.hold(true, at: transport.loop.now)
        return .notYet
    }

    private func gave(_ amount: Int, isLast: Bool) -> Offered {
        uploaded += Int64(amount)
        guard isLast else {
            if amount > 0 { clock.moved(at: transport.loop.now) }
            return .taken(amount)
        }
        if !isUploadWhole {
            isUploadWhole = true
            if head == nil { clock.enter(.waiting, at: transport.loop.now) }
            rearmTimer()
        }
        return .last(amount)
    }

    private func broken(_ cause: String) -> Offered {
        refusal = (.bodyFailed, cause)
        return .broken
    }

    private func uploadIsReady() {
        guard state == .running, isSendPaused else { return }
        transport.perform(.resumeSending(self))
    }

    // MARK: The answer

    func takeHeader(_ line: UnsafeRawBufferPointer, of handle: EasyHandle) -> Bool {
        guard state == .running else { return false }
        switch handle.parser.take(line) {
        case .more: return true
        case .refused(let cause):
            refusal = (.malformed, cause)
            return false
        case .complete: return takeHead(handle.parser)
        }
    }

    /// The head is whole and its body comes next; false when the answer isn't wanted.
    func takeHead(_ parser: HeadParser) -> Bool {
        let framing = parser.framing(answersHead: request.method == .head)
        let length: Int64? =
            switch framing {
            case .none: request.method == .head ? parser.contentLength : 0
            case .sized(let length): length
            case .chunked, .untilClose: nil
            }
        head = ResponseHead(
            status: parser.status,
            headers: parser.headers,
            length: length,
            endsWithClose: framing == .untilClose
        )
        clock.enter(.receiving, at: transport.loop.now)
        rearmTimer()
        // libcurl gives the rest of the upload up on an error, but waits if it is paused.
        if isSendPaused, parser.status >= 300 { transport.perform(.resumeSending(self)) }
        guard let collectLimit else {
            if let length { body.expect(Int(clamping: length)) }
            transport.announceHead(of: self)
            return true
        }
        if case .sized(let length) = framing, length > Int64(collectLimit) {
            return tooLarge(collectLimit)
        }
        collected.reserveCapacity(Int(min(length ?? 0, 1 << 20)))
        return true
    }

    private func tooLarge(_ limit: Int) -> Bool {
        refusal = (.tooLarge, "more than \(limit) bytes")
        return false
    }

    func takeBody(_ piece: UnsafeRawBufferPointer) -> Taken {
        guard state == .running else { return .refused }
        guard head != nil else {
            refusal = (.malformed, "body without head")
            return .refused
        }
        if let collectLimit {
            guard collected.count + piece.count <= collectLimit else {
                return tooLarge(collectLimit) ? .taken : .refused
            }
            collected.append(contentsOf: piece)
            clock.moved(at: transport.loop.now)
            return .taken
        }
        return stream(piece)
    }

    private func stream(_ piece: UnsafeRawBufferPointer) -> Taken {
        if body.isAbandoned { return .refused }
        guard body.space >= piece.count else {
            waitForReader()
            return .full
        }
        body.write(piece)
        clock.moved(at: transport.loop.now)
        // Told "full", libcurl copies what it holds. So it is stopped while one more read fits.
        if body.space < EasyHandle.receiveBytes, Int64(body.written) != head?.length,
            !isReceivePaused, !isUploading, let carrier
        {
            carrier.pauseReceiving()
            waitForReader()
        }
        return .taken
    }

    private var isUploading: Bool { isStreamingUpload && !isUploadWhole }

    /// Bytes of the body that may be given now.
    var room: Int { collectLimit == nil ? body.space : .max }

    /// Bytes went into ``body`` without passing through here.
    func bodyMoved() { clock.moved(at: transport.loop.now) }

    func waitForReader() {
        isReceivePaused = true
        clock.hold(true, at: transport.loop.now)
        listenToReader()
    }

    private func listenToReader() {
        guard body.onWritable == nil else { return }
        body.onWritable = { [unowned self] in readerMoved() }
    }

    private func readerMoved() {
        guard state == .running else { return }
        if body.isAbandoned { return cancel() }
        guard isReceivePaused, body.space >= EasyHandle.receiveBytes else { return }
        transport.perform(.resumeReceiving(self))
    }

    // MARK: Orders of the transport

    func resumeSending() {
        guard state == .running, isSendPaused, let carrier else { return }
        isSendPaused = false
        clock.hold(false, at: transport.loop.now)
        rearmTimer()
        carrier.goOn(with: self)
    }

    func resumeReceiving() {
        guard state == .running, isReceivePaused, let carrier else { return }
        isReceivePaused = false
        clock.hold(false, at: transport.loop.now)
        rearmTimer()
        carrier.goOn(with: self)
    }

    /// What was collected; for whoever waited for all of it.
    func takeCollected() -> [UInt8] {
        defer { collected = [] }
        return collected
    }

    func deliverHead() {
        guard state == .running, !hasDeliveredHead else { return }
        hasDeliveredHead = true
        listenToReader()
        events?.transferReceivedHead(self)
    }

    // MARK: Ending

    /// Its carrier is done with it.
    func finish(_ ending: Transport.Ending) {
        guard !isOver else { return }
        switch ending {
        case .whole: end(nil)
        case .failed(let kind, let cause):
            let (kind, cause) = refusal ?? (kind, cause)
            end(failure(kind, cause))
        case .curl(let code): finish(code)
        }
    }

    private func finish(_ code: CURLcode) {
        guard case .curl(let handle) = carrier else { return }
        if code == CURLE_OK, handle.onlyDials { return pool.dialled(self, by: handle) }
        if code == CURLE_OK, head == nil { return end(failure(.malformed, "no head")) }
        if code == CURLE_OK, head?.endsWithClose == true, handle.parser.promisesKeepAlive {
            return end(failure(.truncated, "closed what it had promised to keep"))
        }
        if code == CURLE_OK { return end(nil) }
        let (kind, cause) = refusal ?? CurlFailure.kind(of: code, handle, hasHead: head != nil)
        end(failure(kind, cause))
    }

    /// Releases everything, then tells whoever waits. The first call counts.
    func end(_ error: TransferError?) {
        guard !isOver else { return }
        self.error = error
        if let timer { transport.loop.cancel(timer) }
        timer = nil
        state = .over
        let carrier = carrier
        self.carrier = nil
        pool.release(self, carrier)
        endUpload()
        endBody(error)
        let events = events
        self.events = nil
        if error == nil, !hasDeliveredHead, collectLimit == nil {
            hasDeliveredHead = true
            events?.transferReceivedHead(self)
        }
        events?.transferEnded(self, error: error)
    }

    private func endUpload() {
        guard case .channel(let channel, _) = request.body else { return }
        channel.onReadable = nil
        if !isUploadWhole || channel.count > 0 { channel.abandon() }
    }

    private func endBody(_ error: TransferError?) {
        guard collectLimit == nil else { return }
        body.onWritable = nil
        if error == nil { body.finish() } else { body.fail() }
    }

    func failure(_ kind: TransferError.Kind, _ cause: String = "") -> TransferError {
        let didSend = didSendBefore || attempts > 0 && (carrier?.requestBytes ?? 0) > 0
        return TransferError(kind, doing: action, cause: cause, bytesSent: didSend)
    }

    // MARK: Time

    package func timerFired(tag: Int) {
        timer = nil
        timerDue = nil
        guard !isOver else { return }
        switch clock.verdict(at: transport.loop.now) {
        case .expired(let kind): transport.perform(.end(self, failure(kind)))
        case .check(let due): arm(due, at: transport.loop.now)
        }
    }

    /// A phase may expire before the timer that an earlier one set.
    private func rearmTimer() { armTimer(at: transport.loop.now) }

    private func armTimer(at now: Instant) {
        guard case .check(let due) = clock.verdict(at: now) else { return arm(now, at: now) }
        arm(due, at: now)
    }

    private func arm(_ due: Instant?, at now: Instant) {
        guard let due else { return }
        if let timerDue, timerDue <= due, timer != nil { return }
        if let timer { transport.loop.cancel(timer) }
        timerDue = due
        timer = transport.loop.schedule(
            after: now.duration(to: due) + .milliseconds(1),
            target: self
        )
    }
}
