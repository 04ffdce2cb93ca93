import CCurl
import Glibc

// What libcurl calls. Global and nonisolated; the contexts are kept alive by their owners: a handle
// by its pool while it is in use, the transport by every pool. Each is called on the loop's thread,
// from inside a libcurl call of ours.

private func handle(_ context: UnsafeMutableRawPointer?) -> EasyHandle {
    Unmanaged<EasyHandle>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
}

private func transport(_ context: UnsafeMutableRawPointer?) -> Transport {
    Unmanaged<Transport>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
}

/// CURLOPT_HEADERFUNCTION: one whole line. Anything but its length ends the transfer.
func takeHeader(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    let handle = handle(context)
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return handle.transfer?.takeHeader(line, of: handle) == true ? line.count : 0
}

/// CURLOPT_WRITEFUNCTION: the next at most 16 KiB of the body.
func takeBody(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return switch handle(context).transfer?.takeBody(piece) {
    case .taken: piece.count
    case .full: Int(CURL_WRITEFUNC_PAUSE)
    case .refused, nil: 0
    }
}

/// CURLOPT_READFUNCTION: asks for the next bytes of an upload.
func giveBody(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    let room = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
    let offered = handle(context).transfer?.offerBody(most: room.count) {
        room.copyMemory(from: $0)
        return $0.count
    }
    return switch offered {
    case .taken(let amount), .last(let amount): amount
    case .notYet: Int(CURL_READFUNC_PAUSE)
    case .broken, nil: Int(CURL_READFUNC_ABORT)
    }
}

/// CURLOPT_PREREQFUNCTION: a connection stands, new or reused; the request goes out next. Called
/// again when libcurl retries on its own, which is the one place to stop that.
func beforeRequest(
    _ context: UnsafeMutableRawPointer?,
    _ remoteAddress: UnsafeMutablePointer<CChar>?,
    _ localAddress: UnsafeMutablePointer<CChar>?,
    _ remotePort: Int32,
    _ localPort: Int32
) -> Int32 {
    let handle = handle(context)
    handle.localPort = UInt16(truncatingIfNeeded: localPort)
    let descriptor = handle.transport.sockets.take(
        localPort: handle.localPort,
        for: ObjectIdentifier(handle)
    )
    if descriptor >= 0 { handle.socket = descriptor }
    return handle.transfer?.mayBegin(on: handle) == true
        ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

/// CURLOPT_OPENSOCKETFUNCTION.
func openSocket(
    _ context: UnsafeMutableRawPointer?,
    _ purpose: curlsocktype,
    _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let address else { return curl_socket_t(CURL_SOCKET_BAD) }
    let handle = handle(context)
    guard handle.transport.allows(shim_curl_address(address), for: handle.transfer) else {
        return curl_socket_t(CURL_SOCKET_BAD)
    }
    let descriptor = socket(
        address.pointee.family,
        address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue),
        address.pointee.protocol
    )
    guard descriptor >= 0 else { return curl_socket_t(CURL_SOCKET_BAD) }
    handle.transport.sockets.opened(descriptor)
    return descriptor
}

/// CURLOPT_CLOSESOCKETFUNCTION.
func closeSocket(_ context: UnsafeMutableRawPointer?, _ descriptor: curl_socket_t) -> Int32 {
    transport(context).sockets.closing(descriptor)
    return close(descriptor)
}

/// CURLMOPT_SOCKETFUNCTION: what libcurl wants to hear about a socket from now on.
func watchSocket(
    _ easy: UnsafeMutableRawPointer?,
    _ descriptor: curl_socket_t,
    _ what: Int32,
    _ context: UnsafeMutableRawPointer?,
    _ socketContext: UnsafeMutableRawPointer?
) -> Int32 {
    let transport = transport(context)
    if what != CURL_POLL_REMOVE, let easy, transport.sockets.isOurs(descriptor) {
        var owner: UnsafeMutableRawPointer?
        _ = shim_curl_get_pointer(easy, CURLINFO_PRIVATE, &owner)
        if let owner { handle(owner).socket = descriptor }
    }
    transport.sockets.want(descriptor, what)
    return 0
}

/// CURLMOPT_TIMERFUNCTION: when libcurl wants to be called without an event; -1 never.
func wantTimer(
    _ multi: UnsafeMutableRawPointer?,
    _ milliseconds: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int32 {
    transport(context).setTimer(milliseconds)
    return 0
}
