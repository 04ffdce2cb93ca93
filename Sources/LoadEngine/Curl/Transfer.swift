internal import CCurl
internal import Glibc
internal import LoadModel

/// One connection's worth of work: a libcurl handle with the errand that it carries now.
///
/// Confined to its loop's thread. A loop makes as many as requests may be in flight and uses them
/// again and again.
final class Transfer {
    let easy: EasyHandle
    unowned let lane: Lane
    /// What it carries; nil while libcurl doesn't have it.
    var errand: Errand?
    /// When its last errand ended, in ``Monotonic`` nanoseconds.
    var idleSince: Int64 = 0
    var request = Request()
    fileprivate var check = AnswerCheck()
    /// When the request went out, the answer began, and its latest piece came; 0: not yet.
    fileprivate var startedAt: Int64 = 0
    fileprivate var firstByteAt: Int64 = 0
    fileprivate var latestByteAt: Int64 = 0
    fileprivate var reader = BodyReader()
    fileprivate var isPartial = false
    fileprivate var wasAbandoned = false
    /// The target of the last request, with its zero.
    private var path: [CChar] = []
    private var method = Request.Method.get
    /// Of the last request, nil if that had no body.
    private var content: Request.Content?
    private var target: TargetHandle { lane.handle }
    var isBusy: Bool { errand != nil }

    init(_ target: TargetHandle, of lane: Lane, in multi: MultiHandle) throws(LoadError) {
        easy = try EasyHandle()
        self.lane = lane
        let context = Unmanaged.passUnretained(self).toOpaque()
        easy.set(CURLOPT_PRIVATE, pointer: context)
        easy.set(CURLOPT_WRITEDATA, pointer: context)
        easy.set(CURLOPT_WRITEFUNCTION, onReceive)
        easy.set(CURLOPT_HEADERDATA, pointer: context)
        easy.set(CURLOPT_HEADERFUNCTION, onHeader)
        easy.set(CURLOPT_READDATA, pointer: context)
        easy.set(CURLOPT_READFUNCTION, onSend)
        easy.set(CURLOPT_SEEKDATA, pointer: context)
        easy.set(seek: onSeek)
        easy.set(CURLOPT_OPENSOCKETDATA, pointer: multi.asContext)
        easy.set(openSocket: onOpenSocket)
        easy.set(CURLOPT_CLOSESOCKETDATA, pointer: multi.asContext)
        easy.set(closeSocket: onCloseSocket)
        easy.set(CURLOPT_PREREQDATA, pointer: context)
        easy.set(beforeRequest: onBeforeRequest)
        target.configure(easy)
        // Goes before any CURLOPT_URL.
        easy.set(CURLOPT_CURLU, pointer: target.url.raw.map { UnsafeRawPointer($0) })
    }

    /// Makes the handle ready for ``request``.
    func prepare() {
        startedAt = 0
        firstByteAt = 0
        latestByteAt = 0
        reader = BodyReader()
        isPartial = false
        wasAbandoned = false
        check.begin(request.expectation)
        setPath()
        setMethod()
        let wanted = request.method.hasBody ? request.content : nil
        guard content != wanted else { return }
        content = wanted
        easy.set(CURLOPT_HTTPHEADER, pointer: target.headers(content))
    }

    /// Host and port are parsed once for a target: that saves a tenth of a small request.
    private func setPath() {
        let prefix = target.prefix
        let length = prefix.count + request.path.count
        let isSame =
            path.count == length + 1
            && path.withUnsafeBytes { known in
                known[prefix.count..<length].elementsEqual(request.path)
            }
        guard !isSame else { return }
        path.removeAll(keepingCapacity: true)
        path.append(contentsOf: prefix)
        for byte in request.path { path.append(CChar(bitPattern: byte)) }
        path.append(0)
        path.withUnsafeBytes { easy.set(CURLOPT_REQUEST_TARGET, pointer: $0.baseAddress) }
    }

    private func setMethod() {
        switch request.method {
        case .get:
            guard method != .get else { return }
            easy.set(CURLOPT_CUSTOMREQUEST, nil)
            easy.set(CURLOPT_HTTPGET, 1)
        case .post, .put:
            if method != request.method {
                easy.set(CURLOPT_POST, 1)
                easy.set(CURLOPT_CUSTOMREQUEST, request.method == .put ? "PUT" : nil)
            }
            easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: Int64(request.body.count))
        case .delete:
            guard method != .delete else { return }
            easy.set(CURLOPT_HTTPGET, 1)
            easy.set(CURLOPT_CUSTOMREQUEST, "DELETE")
        }
        method = request.method
    }

    // MARK: After the end

    /// What became of its errand, its moments counted from `origin`; nil if it has none.
    func ending(_ code: CURLcode, at now: Int64, from origin: Int64) -> Ending? {
        guard let errand else { return nil }
        let status = easy.number(CURLINFO_RESPONSE_CODE)
        // A request that never went out has the moments of its end.
        let started = startedAt > 0 ? startedAt : now
        let isWhole = code == CURLE_OK && latestByteAt > 0
        return Ending(
            kind: errand.kind,
            outcome: outcome(code, status),
            status: UInt16(clamping: status),
            isScheduled: errand.isScheduled,
            due: errand.due - origin,
            noticed: errand.noticed - origin,
            added: errand.added - origin,
            started: started - origin,
            firstByte: (firstByteAt > 0 ? firstByteAt : now) - origin,
            last: (isWhole ? latestByteAt : now) - origin,
            ended: now - origin,
            received: check.received,
            sent: Int(easy.offset(CURLINFO_SIZE_UPLOAD_T))
        )
    }

    private func outcome(_ code: CURLcode, _ status: Int) -> Outcome {
        if wasAbandoned { return .abandoned }
        if code == CURLE_OPERATION_TIMEDOUT { return .timedOut }
        guard code == CURLE_OK else { return .disconnected }
        switch status {
        case 200..<300:
            if isPartial { return .partial }
            return check.isCorrect ? .correct : .wrong
        case 400..<500: return .refused
        default: return .serverError
        }
    }
}

// MARK: Callbacks

private func transfer(_ context: UnsafeMutableRawPointer) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
}

private func onReceive(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = transfer(context)
    transfer.latestByteAt = Monotonic.now
    transfer.check.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
    if let limit = transfer.request.abandonAfter, transfer.check.received >= limit,
        200..<300 ~= transfer.easy.number(CURLINFO_RESPONSE_CODE)
    {
        transfer.wasAbandoned = true
        return 0
    }
    return size * count
}

/// Called when the connection stands and the request is about to go out; again if it is repeated
/// on another connection.
private func onBeforeRequest(
    _ context: UnsafeMutableRawPointer?,
    _: UnsafeMutablePointer<CChar>?,
    _: UnsafeMutablePointer<CChar>?,
    _: Int32,
    _: Int32
) -> Int32 {
    guard let context else { return CURL_PREREQFUNC_ABORT }
    // What a dead connection cost belongs to the service.
    if transfer(context).startedAt == 0 { transfer(context).startedAt = Monotonic.now }
    return CURL_PREREQFUNC_OK
}

private let partialName = Array("x-federation-partial:".utf8)

/// Looks for the header by which a federation says that its answer lacks something.
private func onHeader(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    guard let context else { return 0 }
    let transfer = transfer(context)
    // Lines come by the dozen out of one piece: the clock is read at the first and at the empty
    // one that ends them.
    if transfer.firstByteAt == 0 || line.count <= 2 {
        transfer.latestByteAt = Monotonic.now
        if transfer.firstByteAt == 0 { transfer.firstByteAt = transfer.latestByteAt }
    }
    guard line.count > partialName.count, line[1] == UInt8(ascii: "-"),
        line[0] | 0x20 == UInt8(ascii: "x")
    else { return size * count }
    if zip(line, partialName).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) {
        transfer.isPartial = true
    }
    return size * count
}

/// Begins the body anew: libcurl repeats a request whose connection turned out to be dead.
private func onSeek(
    _ context: UnsafeMutableRawPointer?,
    _ offset: curl_off_t,
    _ origin: Int32
) -> Int32 {
    guard let context, offset == 0, origin == SEEK_SET else { return CURL_SEEKFUNC_FAIL }
    transfer(context).reader = BodyReader()
    return CURL_SEEKFUNC_OK
}

private func onSend(
    _ room: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context, let room else { return Int(CURL_READFUNC_ABORT) }
    let transfer = transfer(context)
    let space = UnsafeMutableRawBufferPointer(start: room, count: size * count)
    return transfer.reader.read(transfer.request.body, into: space)
}
