import Basics
import Glibc

extension PlainConnection {
    /// Most bytes taken in one go before others on the loop have their turn.
    private static let bytesPerTurn = 1 << 20

    private enum Received {
        case bytes(Int)
        case nothing
        case end(Int32)
    }

    /// Reads what there is, as far as the answer's reader has room.
    func receive() {
        var budget = Self.bytesPerTurn
        while isReadable, !reader.isOver, let transfer, !transfer.isReceivePaused {
            guard budget > 0 else { return transport.again(self) }
            let room = reader.isInHead ? Int.max : transfer.room
            guard room > 0 else { return transfer.waitForReader() }
            switch read(into: transfer, room) {
            case .bytes(let count): budget -= count
            case .nothing: return
            case .end(let code): return ended(code)
            }
        }
    }

    private func read(into transfer: Transfer, _ room: Int) -> Received {
        if let left = reader.bodyLeft, transfer.collectLimit == nil {
            return readBody(of: transfer, Int(min(left, Int64(room))))
        }
        let buffer = transport.scratch
        let received = read(buffer.baseAddress.unsafelyUnwrapped, min(room, buffer.count))
        if case .bytes(let count) = received {
            take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        return received
    }

    /// Reads from the socket into the body's own memory.
    private func readBody(of transfer: Transfer, _ wanted: Int) -> Received {
        var received = Received.nothing
        transfer.body.fill(wanted) { target in
            received = read(target.baseAddress.unsafelyUnwrapped, target.count)
            if case .bytes(let count) = received { return count }
            return 0
        }
        guard case .bytes(let count) = received else { return received }
        transfer.bodyMoved()
        if reader.skip(count) { answerIsWhole() }
        return received
    }

    private func read(_ target: UnsafeMutableRawPointer, _ room: Int) -> Received {
        while true {
            let count = recv(descriptor, target, room, 0)
            // The end is announced once, and may have been so with these bytes.
            if count > 0 {
                if count < room, !hasEnd { isReadable = false }
                return .bytes(count)
            }
            if count == 0 { return .end(0) }
            if errno == EINTR { continue }
            guard errno == EAGAIN else { return .end(errno) }
            isReadable = false
            return .nothing
        }
    }

    // MARK: Bytes of the answer

    private func take(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while let transfer {
            switch reader.next(&rest) {
            case .more:
                if rest.isEmpty { return }
            case .head:
                guard transfer.takeHead(reader.parser) else { return refuse() }
                if reader.parser.status >= 300 { giveRequestUp() }
            case .body(let piece):
                guard case .taken = transfer.takeBody(piece) else { return refuse() }
            case .refused(let cause): return finish(.failed(.malformed, cause))
            case .end:
                // More than was promised: nothing behind it can be trusted.
                if !rest.isEmpty { isReusable = false }
                return answerIsWhole()
            }
        }
    }

    /// The transfer knows why.
    private func refuse() { finish(.failed(.malformed, "refused")) }

    private func ended(_ code: Int32) {
        isReusable = false
        isReadable = false
        guard !reader.isOver else { return }
        switch reader.close() {
        case .whole where code == 0: answerIsWhole()
        case .noAnswer: lost(code)
        case .insideHead:
            finish(.failed(.connectionLost, Self.text(code) ?? "closed inside of a head"))
        case .brokenPromise where code == 0:
            finish(.failed(.truncated, "closed what it had promised to keep"))
        case .whole, .insideBody, .brokenPromise:
            finish(.failed(.truncated, Self.text(code) ?? "closed inside of a body"))
        }
    }
}
