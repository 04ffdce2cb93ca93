import Basics
import Glibc

extension PlainConnection {
    /// Most bytes of one chunk.
    private static let chunkBytes = 32 << 10
    private static let lastChunk: [UInt8] = Array("0\r\n\r\n".utf8)

    /// Puts the head and a small body into `out`.
    func beginRequest(_ request: ClientRequest, _ head: RequestText) {
        out.removeAll(keepingCapacity: true)
        outSent = 0
        head.write(request, to: &out)
        switch request.body {
        case .none: isRequestWhole = true
        case .bytes(let bytes) where bytes.count <= EasyHandle.inlineBodyBytes:
            out.append(contentsOf: bytes)
            isRequestWhole = true
        case .bytes, .channel: break
        }
    }

    /// Sends what there is, until the socket is full or the body's producer has no more.
    func send() {
        guard let transfer, sendProblem == 0 else { return }
        while isWritable, sendProblem == 0, outSent < out.count || !isRequestWhole {
            guard outSent == out.count else {
                flush()
                continue
            }
            guard !transfer.isSendPaused, sendBody(of: transfer) else { break }
        }
        if sendProblem != 0 { return sendFailed() }
        if isRequestWhole, reader.isOver, outSent == out.count { finish(.whole) }
    }

    /// Sends `out`; more follows when the body isn't in it.
    private func flush() {
        let count = out.withUnsafeBytes {
            write(UnsafeRawBufferPointer(rebasing: $0[outSent...]), moreFollows: !isRequestWhole)
        }
        outSent += count
    }

    /// Offers the next part of the body to the socket; false when there is none now.
    private func sendBody(of transfer: Transfer) -> Bool {
        let offered =
            transfer.request.isChunked
            ? transfer.offerBody(most: Self.chunkBytes) { frame($0) }
            : transfer.offerBody(most: .max) { write($0, moreFollows: false) }
        switch offered {
        case .taken: break
        case .last: endRequest(of: transfer)
        case .notYet: return false
        case .broken:
            finish(.failed(.bodyFailed, "the body broke off"))
            return false
        }
        return true
    }

    private func endRequest(of transfer: Transfer) {
        isRequestWhole = true
        guard transfer.request.isChunked else { return }
        if outSent == out.count {
            out.removeAll(keepingCapacity: true)
            outSent = 0
        }
        out.append(contentsOf: Self.lastChunk)
    }

    /// Puts one chunk into `out`, which is empty.
    private func frame(_ bytes: UnsafeRawBufferPointer) -> Int {
        out.removeAll(keepingCapacity: true)
        outSent = 0
        out.append(contentsOf: String(bytes.count, radix: 16).utf8)
        out.append(contentsOf: [0x0D, 0x0A])
        out.append(contentsOf: bytes)
        out.append(contentsOf: [0x0D, 0x0A])
        return bytes.count
    }

    private func write(_ bytes: UnsafeRawBufferPointer, moreFollows: Bool) -> Int {
        guard isWritable, let start = bytes.baseAddress else { return 0 }
        var flags = Int32(MSG_NOSIGNAL)
        if moreFollows { flags |= Int32(MSG_MORE) }
        let count = Glibc.send(descriptor, start, bytes.count, flags)
        guard count >= 0 else {
            if errno == EAGAIN { isWritable = false } else if errno != EINTR { sendProblem = errno }
            return 0
        }
        if count < bytes.count { isWritable = false }
        requestBytes += count
        return count
    }

    /// The peer takes no more. It may have said why before.
    private func sendFailed() {
        isReusable = false
        isWritable = false
        isReadable = true
        hasEnd = true
        if reader.isOver { return finish(.failed(.connectionLost, "closed early")) }
        receive()
        if !reader.isOver, !isReadable { lost(sendProblem) }
    }

    /// The peer has refused the request: the rest of the body doesn't go out.
    func giveRequestUp() {
        guard !isRequestWhole || outSent < out.count else { return }
        isReusable = false
        isRequestWhole = true
        outSent = out.count
    }
}
