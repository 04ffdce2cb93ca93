import CCurl

/// What carries one transfer: libcurl, or a connection of our own where there is no TLS.
enum Carrier {
    case curl(EasyHandle)
    case plain(PlainConnection)

    /// Bytes of the request that were handed to a socket so far.
    var requestBytes: Int {
        switch self {
        case .curl(let handle): handle.requestBytes
        case .plain(let connection): connection.requestBytes
        }
    }

    /// The answer's reader is full. A plain connection asks before it reads.
    func pauseReceiving() {
        if case .curl(let handle) = self { handle.pause() }
    }

    /// Goes on with what `transfer` is not paused for.
    func goOn(with transfer: Transfer) {
        switch self {
        case .curl(let handle):
            let paused =
                (transfer.isSendPaused ? CURLPAUSE_SEND : 0)
                | (transfer.isReceivePaused ? CURLPAUSE_RECV : 0)
            handle.transport.unpause(handle, keeping: paused)
        case .plain(let connection): connection.goOn()
        }
    }
}
