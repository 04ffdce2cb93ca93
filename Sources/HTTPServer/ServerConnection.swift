internal import Basics
internal import CLinux
internal import CMicrohttpd
internal import EventLoop
import Glibc

/// One client's connection and the request that is on it.
///
/// libmicrohttpd calls in; the handler's answer comes from the other side. Between the two this
/// keeps the phase, and suspends the connection whenever libmicrohttpd has to wait for us.
///
/// `@unchecked Sendable`: confined to its loop's thread.
final class ServerConnection: @unchecked Sendable {
    enum Phase {
        /// Between requests; a fresh connection also.
        case idle
        /// The request line is there, the head isn't complete.
        case head
        /// The head has passed; nobody has taken the body yet, so none is read.
        case offered
        /// The body is coming.
        case receiving
        /// The request is complete, its answer isn't there.
        case waiting
        /// libmicrohttpd has the answer.
        case answering
    }

    /// Outlives its connections: it ends them all before it goes.
    unowned(unsafe) let server: HTTPServer
    let descriptor: Int32
    let remoteAddress: String
    /// libmicrohttpd's connection; valid until it says that the connection has ended.
    var raw: OpaquePointer?
    /// Where the server keeps this.
    var index = 0

    private(set) var phase = Phase.idle
    /// When the phase began or last got on.
    var since: Instant
    /// No request was completed on it yet.
    private(set) var isFresh = true
    private(set) var isSuspended = false
    /// Counts requests, so that a late timer knows that its request is gone.
    private(set) var serial: UInt32 = 0
    private(set) var exchange: ServerExchange?
    /// Bytes of the body since `windowStart`.
    var windowBytes = 0
    var windowStart: Instant
    /// What the client had acknowledged at `since`, while answering.
    var acknowledgedBytes: Int64 = -1

    private var block = HeadBlock()
    private var target: [UInt8] = []
    /// Where the target lies in libmicrohttpd's memory, and how long it was there.
    private var targetPlace = UnsafeRawBufferPointer(start: nil, count: 0)
    private var answer: Answer?
    private var isHandlerStarted = false
    private var isChunked = false
    private var awaitsContinue = false
    private var isCut = false
    private var lingers = false
    private var abandonedBytes: Int64 = 0
    private var isWatched = false

    init(_ server: HTTPServer, descriptor: Int32, remoteAddress: String) {
        self.server = server
        self.descriptor = descriptor
        self.remoteAddress = remoteAddress
        since = server.loop.now
        windowStart = since
    }

    static func from(_ pointer: UnsafeMutableRawPointer) -> ServerConnection {
        Unmanaged<ServerConnection>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// What libmicrohttpd carries for us. The server holds the object as long as it does.
    var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    var lingersAtEnd: Bool { lingers }

    private func enter(_ next: Phase) {
        phase = next
        since = server.loop.now
    }

    // MARK: The head

    /// Keeps the raw target; libmicrohttpd decodes it in place next.
    func noteTarget(_ text: UnsafePointer<CChar>?) {
        serial &+= 1
        if isFresh { phase = .head } else { enter(.head) }
        target.removeAll(keepingCapacity: true)
        targetPlace = UnsafeRawBufferPointer(start: text, count: text.map(strlen) ?? 0)
        target.append(contentsOf: targetPlace.prefix(server.configuration.limits.targetBytes + 1))
    }

    /// The one callback for head, body and end of a request.
    ///
    /// - Parameter left: Bytes of `piece` that stay for the next call.
    func access(
        method: UnsafePointer<CChar>,
        version: UnsafePointer<CChar>,
        piece: UnsafeRawBufferPointer,
        left: inout Int
    ) -> MHD_Result {
        if isCut || server.isClosing { return .NO }
        switch phase {
        case .idle, .answering: return .NO
        case .head: return begin(method, version)
        case .offered: return offerBody()
        case .receiving: return piece.isEmpty ? bodyIsComplete() : receive(piece, &left)
        case .waiting: return answerOrWait()
        }
    }

    private func begin(
        _ method: UnsafePointer<CChar>,
        _ version: UnsafePointer<CChar>
    ) -> MHD_Result {
        guard let raw else { return .NO }
        isHandlerStarted = false
        abandonedBytes = 0
        if !isKnownUniquelyReferenced(&block) { block = HeadBlock() }
        let head = WireReader(raw, method: method, version: version, target: targetPlace)
            .read(target: target, into: block)
        switch server.gate.judge(head, from: remoteAddress) {
        case .success(let admission): return admit(admission)
        case .failure(let fault): return refuse(fault.refusal)
        }
    }

    private func refuse(_ refusal: Refusal) -> MHD_Result {
        server.counters.noteRefusal(refusal.reason)
        answer = Answer(refusal, writer: server.configuration.refusalWriter)
        isHandlerStarted = true
        guard refusal.closes else {
            enter(.waiting)
            return .YES
        }
        lingers = true
        return queueAnswer()
    }

    private func admit(_ admission: RequestGate.Admission) -> MHD_Result {
        let length: Int64? = if case .length(let bytes) = admission.framing { bytes } else { nil }
        let hasBody = admission.framing != .none
        isChunked = admission.framing == .chunked
        let upload =
            hasBody ? ByteChannel(capacity: server.configuration.bodyBufferBytes) : nil
        let exchange = ServerExchange(
            head: admission.head,
            loop: server.loop,
            bodyLength: length,
            upload: upload
        )
        exchange.connection = self
        self.exchange = exchange
        server.counters.inFlight += 1
        enter(hasBody ? .offered : .waiting)
        guard let upload else { return .YES }
        upload.onWritable = { [unowned(unsafe) self] in uploadWasRead() }
        awaitsContinue = admission.awaitsContinue
        startHandler(exchange)
        return offerBody()
    }

    private func startHandler(_ exchange: ServerExchange) {
        isHandlerStarted = true
        server.handler.handle(exchange)
    }

    // MARK: The body

    /// Decides whether to let the body come. libmicrohttpd is still in the state in which it can
    /// be answered without reading the body, but not kept alive then.
    private func offerBody() -> MHD_Result {
        if isCut { return .NO }
        guard let exchange else { return .NO }
        if let answer, !exchange.isBodyTaken {
            let rest = exchange.bodyLength ?? .max
            let isSmall = rest <= server.configuration.abandonedBodyLimitBytes
            if awaitsContinue || !isSmall || answer.closesConnection {
                lingers = true
                return queueAnswer()
            }
            exchange.upload?.abandon()
        } else if answer == nil, !exchange.isBodyTaken {
            suspend()
            return .YES
        }
        enter(.receiving)
        windowStart = since
        windowBytes = 0
        return .YES
    }

    func bodyWasTaken() {
        if phase == .offered { resume() }
    }

    private func receive(_ piece: UnsafeRawBufferPointer, _ left: inout Int) -> MHD_Result {
        guard let upload = exchange?.upload else { return .NO }
        var rest = piece
        while !rest.isEmpty, upload.space > 0 {
            rest = UnsafeRawBufferPointer(rebasing: rest[upload.write(rest)...])
        }
        if isCut { return .NO }
        if upload.isAbandoned || upload.end != nil {
            abandonedBytes += Int64(rest.count)
            guard abandonedBytes <= server.configuration.abandonedBodyLimitBytes
            else { return .NO }
            rest = UnsafeRawBufferPointer(rebasing: rest[rest.count...])
        }
        let taken = piece.count - rest.count
        server.counters.bodyBytesIn += Int64(taken)
        windowBytes += taken
        left = rest.count
        if !rest.isEmpty { suspend() }
        return .YES
    }

    private func uploadWasRead() {
        guard phase == .receiving, isSuspended, let upload = exchange?.upload else { return }
        guard upload.space > 0 || upload.isAbandoned else { return }
        since = server.loop.now
        windowStart = since
        windowBytes = 0
        resume()
    }

    private func bodyIsComplete() -> MHD_Result {
        enter(.waiting)
        exchange?.upload?.finish()
        if isCut { return .NO }
        return answerOrWait()
    }

    // MARK: The answer

    private func answerOrWait() -> MHD_Result {
        if !isHandlerStarted, let exchange { startHandler(exchange) }
        if isCut { return .NO }
        if answer != nil { return queueAnswer() }
        suspend()
        return .YES
    }

    /// Takes the handler's answer; libmicrohttpd gets it in its next call.
    func respond(_ answer: Answer) {
        guard phase != .answering, !isCut else { return answer.abandon() }
        self.answer = answer
        if phase == .receiving { exchange?.upload?.abandon() }
        if isSuspended { resume() }
    }

    private func queueAnswer() -> MHD_Result {
        guard var answer, let raw, !answer.hasFailed else { return .NO }
        if server.isDraining || isChunked { answer.closesConnection = true }
        self.answer = answer
        enter(.answering)
        acknowledgedBytes = -1
        server.counters.noteAnswer(status: answer.status)
        guard let response = answer.makeResponse(reader: context) else { return .NO }
        defer { MHD_destroy_response(response) }
        server.counters.droppedHeaders += answer.addHeaders(to: response)
        switch answer.body {
        case .bytes(let bytes): server.counters.bodyBytesOut += Int64(bytes.count)
        case .channel(let channel, _):
            channel.onReadable = { [unowned(unsafe) self] in answerGrew() }
        }
        return MHD_queue_response(raw, UInt32(answer.status), response)
    }

    private func answerGrew() {
        guard phase == .answering, isSuspended else { return }
        since = server.loop.now
        resume()
    }

    /// Moves the answer's next bytes into libmicrohttpd's block.
    ///
    /// - Returns: How many, 0 when suspended, or one of libmicrohttpd's codes for the end.
    func readAnswer(into target: UnsafeMutableRawBufferPointer) -> Int {
        guard !isCut, case .channel(let channel, let length) = answer?.body else {
            endUncleanly()
            return shim_mhd_end_with_error
        }
        since = server.loop.now
        let count = channel.read(into: target)
        if count > 0 {
            server.counters.bodyBytesOut += Int64(count)
            return count
        }
        switch channel.end {
        case .complete where length == nil: return shim_mhd_end_of_stream
        case .complete, .failed:
            endUncleanly()
            return shim_mhd_end_with_error
        case nil:
            suspend()
            return 0
        }
    }

    /// An answer that ends with its connection would look whole; so the connection is reset.
    private func endUncleanly() {
        guard phase == .answering, exchange?.head.isHTTP10 == true else { return }
        if case .channel(_, nil) = answer?.body { _ = shim_tcp_reset(descriptor) }
    }

    /// Bytes of this connection that the client has acknowledged; -1 when unknown.
    func acknowledgedByClient() -> Int64 { shim_tcp_bytes_acknowledged(descriptor) }

    // MARK: Suspension

    private func suspend() {
        guard !isSuspended, let raw else { return }
        isSuspended = true
        since = server.loop.now
        MHD_suspend_connection(raw)
        server.requestWaits(self)
    }

    private func resume() {
        guard isSuspended, let raw else { return }
        isSuspended = false
        MHD_resume_connection(raw)
        server.needsRun()
    }

    // MARK: The end

    /// Has the loop say when the client hangs up. libmicrohttpd doesn't notice while suspended.
    func watchForHangUp() {
        guard !isWatched, phase != .idle else { return }
        isWatched = true
        do {
            try server.loop.watch(descriptor, for: .hangUp) { [unowned(unsafe) self] _ in
                server.counters.hangUps += 1
                cut()
            }
        } catch {
            isWatched = false
        }
    }

    /// Ends connection and request now; an answer under way must not look complete.
    func cut() {
        guard !isCut else { return }
        isCut = true
        unwatch()
        endUncleanly()
        exchange?.abort()
        answer?.abandon()
        if isSuspended {
            resume()
        } else {
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }

    /// Answers 503 in the handler's place.
    func handlerIsTooLate() {
        guard answer == nil, let exchange else { return cut() }
        let refusal = Refusal(.handlerDeadline)
        server.counters.noteRefusal(refusal.reason)
        exchange.abort()
        lingers = true
        respond(Answer(refusal, writer: server.configuration.refusalWriter))
    }

    /// libmicrohttpd is done with the request.
    func complete(wasAnswered: Bool) {
        unwatch()
        if phase == .head {
            server.counters.noteRefusal(.malformedHead)
            lingers = true
        }
        let finished = exchange
        let answer = answer
        let isWhole = wasAnswered && phase == .answering && !isCut
        exchange = nil
        self.answer = nil
        isSuspended = false
        isFresh = false
        enter(.idle)
        if case .channel(let channel, _) = answer?.body {
            channel.onReadable = nil
            channel.abandon()
        }
        guard let finished else { return }
        server.counters.inFlight -= 1
        finished.connection = nil
        finished.upload?.onWritable = nil
        if isWhole { return finished.complete() }
        server.counters.aborted += 1
        finished.abort()
    }

    private func unwatch() {
        guard isWatched else { return }
        isWatched = false
        server.loop.unwatch(descriptor)
    }
}
