internal import CCurl
internal import CLinux
internal import Glibc

/// Sole owner of one `CURLM *` with the sockets and the timer that it wants.
///
/// Confined to its loop's thread.
final class MultiHandle {
    private let raw: UnsafeMutableRawPointer
    private var sockets: EpollSet
    /// When libcurl wants to be called, in ``Monotonic`` nanoseconds.
    private var timer: Int64?

    /// - Parameter connections: Most connections that are kept open.
    init(connections: Int) throws(LoadError) {
        sockets = try EpollSet()
        guard let raw = curl_multi_init() else {
            throw LoadError(.resources, doing: "make a multi handle", "libcurl has no memory")
        }
        self.raw = raw
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = shim_curl_multi_set_socket(raw, onSocket)
        _ = shim_curl_multi_set_context(raw, CURLMOPT_SOCKETDATA, context)
        _ = shim_curl_multi_set_timer(raw, onTimer)
        _ = shim_curl_multi_set_context(raw, CURLMOPT_TIMERDATA, context)
        _ = shim_curl_multi_set_long(raw, CURLMOPT_MAXCONNECTS, connections)
        _ = shim_curl_multi_set_long(raw, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
    }

    deinit { curl_multi_cleanup(raw) }

    func add(_ transfer: Transfer) {
        let code = curl_multi_add_handle(raw, transfer.easy.raw)
        precondition(code == CURLM_OK, "libcurl takes no handle: \(code.rawValue)")
    }

    func remove(_ transfer: Transfer) { curl_multi_remove_handle(raw, transfer.easy.raw) }

    /// Lets libcurl do what is due, waits for sockets until `moment` at most, and lets it work on
    /// those that are ready.
    func turn(until moment: Int64) {
        kick()
        let end = min(moment, timer ?? .max)
        let count = sockets.wait(nanoseconds: end - Monotonic.now)
        for index in 0..<count {
            guard let (socket, happened) = sockets.event(index) else { continue }
            var mask: Int32 = 0
            if happened & EpollSet.readable != 0 { mask |= CURL_CSELECT_IN }
            if happened & EpollSet.writable != 0 { mask |= CURL_CSELECT_OUT }
            if happened & EpollSet.failed != 0 { mask |= CURL_CSELECT_ERR }
            act(socket, mask)
        }
    }

    /// Lets libcurl begin what was added.
    private func kick() {
        // Bounded: a timer of zero may be set anew by what it does.
        for _ in 0..<8 {
            guard let timer, timer <= Monotonic.now else { return }
            self.timer = nil
            act(CURL_SOCKET_TIMEOUT, 0)
        }
    }

    private func act(_ socket: Int32, _ mask: Int32) {
        var running: Int32 = 0
        _ = curl_multi_socket_action(raw, socket, mask, &running)
    }

    /// The next transfer that has ended, and how; nil when there is none.
    func ended() -> (Transfer, CURLcode)? {
        var left: Int32 = 0
        while let message = curl_multi_info_read(raw, &left) {
            guard message.pointee.msg == CURLMSG_DONE else { continue }
            let code = shim_curl_message_result(message)
            var pointer: UnsafeMutableRawPointer?
            let easy = message.pointee.easy_handle
            guard shim_curl_get_pointer(easy, CURLINFO_PRIVATE, &pointer) == CURLE_OK, let pointer
            else { continue }
            return (Unmanaged<Transfer>.fromOpaque(pointer).takeUnretainedValue(), code)
        }
        return nil
    }

    // MARK: What libcurl wants

    fileprivate func want(_ socket: Int32, _ what: Int32) {
        let interest: UInt32 =
            switch what {
            case CURL_POLL_IN: EpollSet.readable
            case CURL_POLL_OUT: EpollSet.writable
            case CURL_POLL_INOUT: EpollSet.readable | EpollSet.writable
            default: 0
            }
        sockets.want(socket, interest)
    }

    fileprivate func setTimer(milliseconds: Int) {
        // Mostly it wants to be called at once.
        let pause = Int64(milliseconds) * 1_000_000
        timer = milliseconds < 0 ? nil : milliseconds == 0 ? 0 : Monotonic.now + pause
    }

    /// Nothing is registered for a socket that was just made, or is about to be closed.
    fileprivate func opened(_ socket: Int32) { sockets.opened(socket) }

    var asContext: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
}

private func multi(_ context: UnsafeMutableRawPointer) -> MultiHandle {
    Unmanaged<MultiHandle>.fromOpaque(context).takeUnretainedValue()
}

private func onSocket(
    _: UnsafeMutableRawPointer?,
    _ socket: Int32,
    _ what: Int32,
    _ context: UnsafeMutableRawPointer?,
    _: UnsafeMutableRawPointer?
) -> Int32 {
    if let context { multi(context).want(socket, what) }
    return 0
}

private func onTimer(
    _: UnsafeMutableRawPointer?,
    _ milliseconds: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int32 {
    if let context { multi(context).setTimer(milliseconds: milliseconds) }
    return 0
}

/// Closes a connection's socket, so that the epoll set forgets its number: others may get it.
func onCloseSocket(_ context: UnsafeMutableRawPointer?, _ socket: curl_socket_t) -> Int32 {
    if let context { multi(context).opened(socket) }
    return close(socket)
}

/// Makes a connection's socket, so that the epoll set hears of a number that is used again.
func onOpenSocket(
    _ context: UnsafeMutableRawPointer?,
    _: curlsocktype,
    _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> Int32 {
    guard let context, let address else { return CURL_SOCKET_BAD }
    let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    let socket = Glibc.socket(address.pointee.family, kind, address.pointee.protocol)
    if socket >= 0 { multi(context).opened(socket) }
    return socket
}
