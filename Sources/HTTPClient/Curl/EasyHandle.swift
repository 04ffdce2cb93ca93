import Basics
import CCurl
import Glibc

/// Sole owner of one `CURL *` and of the buffers that must outlive a transfer on it.
///
/// Made once per concurrent transfer of a pool and used again: what is the same for all requests
/// of the pool is set once, here. The callbacks get this object as their context, so its address
/// must not change: a class.
final class EasyHandle {
    /// Bodies up to this size go out in one write together with the request's head.
    static let inlineBodyBytes = 64 << 10
    /// libcurl's receive buffer; the most that one read can deliver. It comes and goes with each
    /// transfer, and from 64 KiB on glibc's `free` tidies up its whole arena.
    static let receiveBytes = 60 << 10

    /// Which options the last request left set.
    private enum Shape: Equatable {
        case get
        case head
        /// A body in ``body``.
        case inline(ClientRequest.Method)
        /// A body from the read callback.
        case streamed(ClientRequest.Method)
        case delete
    }

    let raw: UnsafeMutableRawPointer
    /// Whether it makes connections for others to speak on.
    let onlyDials: Bool
    unowned let transport: Transport
    /// What runs on this handle now.
    var transfer: Transfer?
    /// The socket that the running transfer was last seen on; -1 if none yet.
    var socket: Int32 = -1
    /// Our end of the connection that the running transfer was given; 0 before that.
    var localPort: UInt16 = 0
    var parser = HeadParser()

    /// The origin, parsed once; libcurl would parse a text anew for each transfer.
    private let url: OpaquePointer
    private var lines = HeaderLines(capacity: RequestCheck.maxHeaders)
    private var shape = Shape.get
    private var body = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    init(origin: Origin, transport: Transport, onlyDials: Bool) throws(TransferError) {
        guard let raw = curl_easy_init() else {
            throw TransferError(.outOfMemory, doing: "create easy handle")
        }
        guard let url = curl_url() else {
            curl_easy_cleanup(raw)
            throw TransferError(.outOfMemory, doing: "create URL handle")
        }
        self.raw = raw
        self.onlyDials = onlyDials
        self.url = url
        self.transport = transport
        try setFixedOptions()
        try setOrigin(origin)
        if onlyDials {
            try set(CURLOPT_CONNECT_ONLY, 1)
        } else {
            try check(shim_curl_set_before_request(raw, beforeRequest), "set callback")
        }
    }

    deinit {
        curl_easy_cleanup(raw)
        curl_url_cleanup(url)
        body.deallocate()
    }

    // MARK: One connection

    func prepareToDial() {
        socket = -1
        localPort = 0
    }

    /// The connection that was dialled, as a descriptor of the caller's own; -1 if there is none.
    /// Libcurl closes its own with this handle's next step.
    func duplicateSocket() -> Int32 {
        let descriptor = lastSocket
        return descriptor < 0 ? -1 : fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    }

    // MARK: One request

    /// Sets what differs from request to request. `common` are the pool's own header lines.
    func prepare(
        _ request: ClientRequest,
        common: UnsafeMutablePointer<curl_slist>?
    ) throws(TransferError) {
        parser.reset()
        socket = -1
        localPort = 0
        try check(
            request.target.withCString { shim_curl_set_string(raw, CURLOPT_REQUEST_TARGET, $0) },
            "set target"
        )
        lines.set(request.headers, then: common)
        try check(
            shim_curl_set_pointer(raw, CURLOPT_HTTPHEADER, lines.head ?? common),
            "set headers"
        )
        try setBody(request)
    }

    private func setBody(_ request: ClientRequest) throws(TransferError) {
        switch request.body {
        case .none where request.method == .get: try take(.get)
        case .none where request.method == .head: try take(.head)
        case .none where request.method == .delete: try take(.delete)
        case .none: try setInline([], request.method)
        case .bytes(let bytes) where bytes.count <= Self.inlineBodyBytes:
            try setInline(bytes, request.method)
        case .bytes(let bytes):
            try take(.streamed(request.method))
            try set(CURLOPT_INFILESIZE_LARGE, offset: Int64(bytes.count))
        case .channel(_, let length):
            try take(.streamed(request.method))
            try set(CURLOPT_INFILESIZE_LARGE, offset: length ?? -1)
        }
    }

    private func setInline(
        _ bytes: [UInt8],
        _ method: ClientRequest.Method
    ) throws(TransferError) {
        if body.count < max(1, bytes.count) {
            body.deallocate()
            body = .allocate(byteCount: max(4096, bytes.count), alignment: 16)
        }
        body.copyBytes(from: bytes)
        try take(.inline(method))
        try set(CURLOPT_POSTFIELDSIZE_LARGE, offset: Int64(bytes.count))
        try check(
            shim_curl_set_pointer(raw, CURLOPT_POSTFIELDS, body.baseAddress),
            "set request body"
        )
    }

    /// Sets method and kind of body. `HTTPGET` undoes whatever the last request left: a POST after
    /// an upload must not read from the old callback (CVE-2022-32221, CVE-2023-28322).
    private func take(_ wanted: Shape) throws(TransferError) {
        guard wanted != shape else { return }
        shape = wanted
        // Setting the fields, to nothing too, makes it a POST.
        try set(CURLOPT_POSTFIELDS, pointer: nil)
        try set(CURLOPT_HTTPGET, 1)
        switch wanted {
        case .get: try setMethod(nil)
        case .head:
            try setMethod(nil)
            try set(CURLOPT_NOBODY, 1)
        case .delete: try setMethod(.delete)
        case .inline(let method):
            try set(CURLOPT_POST, 1)
            try setMethod(method)
        case .streamed(let method):
            try set(CURLOPT_UPLOAD, 1)
            try setMethod(method)
        }
    }

    private func setMethod(_ method: ClientRequest.Method?) throws(TransferError) {
        guard let method else { return try set(CURLOPT_CUSTOMREQUEST, pointer: nil) }
        try set(CURLOPT_CUSTOMREQUEST, method.rawValue)
    }

    /// Stops the running transfer, from inside a callback too. Both ways: stopped one way only,
    /// libcurl 7.88 looks at the socket again and keeps a copy of what it reads.
    func pause() { curl_easy_pause(raw, CURLPAUSE_ALL) }

    // MARK: Once

    private func setFixedOptions() throws(TransferError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try set(CURLOPT_PRIVATE, pointer: context)
        try set(CURLOPT_WRITEDATA, pointer: context)
        try set(CURLOPT_HEADERDATA, pointer: context)
        try set(CURLOPT_READDATA, pointer: context)
        try set(CURLOPT_PREREQDATA, pointer: context)
        try set(CURLOPT_OPENSOCKETDATA, pointer: context)
        // The socket may outlive this handle in the connection cache.
        let owner = Unmanaged.passUnretained(transport).toOpaque()
        try set(CURLOPT_CLOSESOCKETDATA, pointer: owner)
        try check(shim_curl_set_transfer(raw, CURLOPT_WRITEFUNCTION, takeBody), "set callback")
        try check(shim_curl_set_transfer(raw, CURLOPT_HEADERFUNCTION, takeHeader), "set callback")
        try check(shim_curl_set_transfer(raw, CURLOPT_READFUNCTION, giveBody), "set callback")
        try check(shim_curl_set_open_socket(raw, openSocket), "set callback")
        try check(shim_curl_set_close_socket(raw, closeSocket), "set callback")
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_BUFFERSIZE, Self.receiveBytes)
        try set(CURLOPT_UPLOAD_BUFFERSIZE, 64 << 10)
        try set(CURLOPT_TCP_NODELAY, 1)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try set(CURLOPT_TCP_KEEPIDLE, 30)
        try set(CURLOPT_TCP_KEEPINTVL, 10)
        // Otherwise removing a handle that resolves waits for getaddrinfo.
        try set(CURLOPT_QUICK_EXIT, 1)
        try setLimits()
    }

    /// What this client never does, whatever the environment and the peer say.
    private func setLimits() throws(TransferError) {
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        try set(CURLOPT_HTTP09_ALLOWED, 0)
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_NOPROXY, "*")
        try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_PATH_AS_IS, 1)
    }

    private func setOrigin(_ origin: Origin) throws(TransferError) {
        let code = curl_url_set(url, CURLUPART_URL, origin.text + "/", 0)
        guard code == CURLUE_OK else {
            let cause = String(cString: curl_url_strerror(code))
            throw TransferError(.invalidRequest, doing: "use \(origin.text)", cause: cause)
        }
        try set(CURLOPT_CURLU, pointer: UnsafeMutableRawPointer(url))
        guard origin.scheme == .https else { return }
        let tls = origin.tls
        try set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        try set(CURLOPT_SSL_VERIFYPEER, tls.verifies ? 1 : 0)
        try set(CURLOPT_SSL_VERIFYHOST, tls.verifies ? 2 : 0)
        try set(CURLOPT_CA_CACHE_TIMEOUT, 300)
        if let file = tls.caFile {
            try set(CURLOPT_CAINFO, file)
            try set(CURLOPT_CAPATH, pointer: nil)
        }
        if let file = tls.clientCertificateFile { try set(CURLOPT_SSLCERT, file) }
        if let file = tls.clientKeyFile { try set(CURLOPT_SSLKEY, file) }
        if let password = tls.keyPassword { try set(CURLOPT_KEYPASSWD, password.reveal) }
    }

    // MARK: Facts about the running transfer

    /// Bytes of the request that were handed to a socket so far.
    var requestBytes: Int {
        var head = 0
        _ = shim_curl_get_long(raw, CURLINFO_REQUEST_SIZE, &head)
        return head
    }

    /// What the operating system said about a failed connection; 0 if nothing.
    var systemError: Int32 {
        var code = 0
        _ = shim_curl_get_long(raw, CURLINFO_OS_ERRNO, &code)
        return Int32(truncatingIfNeeded: code)
    }

    /// The socket of the connection that was used last; -1 if it is gone.
    var lastSocket: Int32 {
        var descriptor: curl_socket_t = -1
        _ = shim_curl_get_socket(raw, &descriptor)
        return descriptor
    }

    private func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
        try check(shim_curl_set_long(raw, option, value), "set option \(option.rawValue)")
    }

    private func set(_ option: CURLoption, offset: Int64) throws(TransferError) {
        try check(shim_curl_set_offset(raw, option, offset), "set option \(option.rawValue)")
    }

    private func set(_ option: CURLoption, _ value: String) throws(TransferError) {
        try check(shim_curl_set_string(raw, option, value), "set option \(option.rawValue)")
    }

    private func set(
        _ option: CURLoption,
        pointer: UnsafeMutableRawPointer?
    ) throws(TransferError) {
        try check(shim_curl_set_pointer(raw, option, pointer), "set option \(option.rawValue)")
    }

    private func check(
        _ code: CURLcode,
        _ action: @autoclosure () -> String
    ) throws(TransferError) {
        guard code == CURLE_OK else {
            let kind: TransferError.Kind =
                code == CURLE_OUT_OF_MEMORY ? .outOfMemory : .other(code.rawValue)
            let cause = String(cString: curl_easy_strerror(code))
            throw TransferError(kind, doing: action(), cause: cause)
        }
    }
}
