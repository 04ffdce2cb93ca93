internal import CMicrohttpd
import Glibc

// What libmicrohttpd calls, always on the thread that runs the daemon. Nonisolated functions: a
// closure made in `main.swift` would trap here.

/// The request line is complete and not yet decoded in place.
///
/// - Returns: The connection, which libmicrohttpd passes to `accessRequest` as the request's context.
func noteTarget(
    _ context: UnsafeMutableRawPointer?,
    _ target: UnsafePointer<CChar>?,
    _ raw: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    guard let raw, let socket = shim_mhd_socket_context(raw) else { return nil }
    ServerConnection.from(socket).noteTarget(target)
    return socket
}

/// The head is complete, a piece of the body is there, or the request is complete.
func accessRequest(
    _ context: UnsafeMutableRawPointer?,
    _ raw: OpaquePointer?,
    _ url: UnsafePointer<CChar>?,
    _ method: UnsafePointer<CChar>?,
    _ version: UnsafePointer<CChar>?,
    _ upload: UnsafePointer<CChar>?,
    _ uploadSize: UnsafeMutablePointer<Int>?,
    _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let method, let version, let uploadSize, let socket = request?.pointee
    else { return .NO }
    let piece = UnsafeRawBufferPointer(start: upload, count: upload == nil ? 0 : uploadSize.pointee)
    return ServerConnection.from(socket)
        .access(method: method, version: version, piece: piece, left: &uploadSize.pointee)
}

/// The request is over, in whatever way; its memory goes after this.
func completeRequest(
    _ context: UnsafeMutableRawPointer?,
    _ raw: OpaquePointer?,
    _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ code: MHD_RequestTerminationCode
) {
    guard let socket = request?.pointee else { return }
    request?.pointee = nil
    ServerConnection.from(socket).complete(wasAnswered: code == .REQUEST_TERMINATED_COMPLETED_OK)
}

/// A connection begins or has ended; its descriptor is still open.
func noteConnection(
    _ context: UnsafeMutableRawPointer?,
    _ raw: OpaquePointer?,
    _ socket: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ event: MHD_ConnectionNotificationCode
) {
    guard let context, let raw, let socket else { return }
    let server = Unmanaged<HTTPServer>.fromOpaque(context).takeUnretainedValue()
    if event == .CONNECTION_NOTIFY_STARTED {
        socket.pointee = server.connectionBegan(raw)
    } else if let pointer = socket.pointee {
        socket.pointee = nil
        server.connectionEnded(ServerConnection.from(pointer))
    }
}

/// The client can take more of the answer's body.
func readAnswerBody(
    _ context: UnsafeMutableRawPointer?,
    _ position: UInt64,
    _ target: UnsafeMutablePointer<CChar>?,
    _ limit: Int
) -> Int {
    guard let context else { return shim_mhd_end_with_error }
    return ServerConnection.from(context)
        .readAnswer(into: UnsafeMutableRawBufferPointer(start: target, count: limit))
}
