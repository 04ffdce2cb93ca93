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
        while isReadable, part != .over, let transfer, !transfer.isReceivePaused {
            guard budget > 0 else { return transport.again(self) }
            let room = part == .head ? Int.max : transfer.room
            guard room > 0 else { return transfer.waitForReader() }
            switch read(into: transfer, room) {
            case .bytes(let count): budget -= count
            case .nothing: return
            case .end(let code): return ended(code)
            }
        }
    }

    private func read(into transfer: Transfer, _ room: Int) -> Received {
        if case .sized(let left) = part, transfer.collectLimit == nil {
            return readBody(of: transfer, Int(min(left, Int64(room))), left)
        }
        let buffer = transport.scratch
        let received = read(buffer.baseAddress.unsafelyUnwrapped, min(room, buffer.count))
        if case .bytes(let count) = received {
            hasAnswerBytes = true
            take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        return received
    }

    /// Reads from the socket into the body's own memory.
    private func readBody(of transfer: Transfer, _ wanted: Int, _ left: Int64) -> Received {
        var received = Received.nothing
        transfer.body.fill(wanted) { target in
            received = read(target.baseAddress.unsafelyUnwrapped, target.count)
            if case .bytes(let count) = received { return count }
            return 0
        }
        guard case .bytes(let count) = received else { return received }
        part = .sized(left - Int64(count))
        if left == Int64(count) {
            answerIsWhole()
        } else {
            transfer.bodyMoved()
        }
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
        while !rest.isEmpty {
            switch part {
            case .head: takeLine(&rest)
            case .sized(let left): takeSized(&rest, left)
            case .chunked: takeChunk(&rest)
            case .untilClose:
                give(rest)
                return
            case .over:
                // More than was promised: nothing behind it can be trusted.
                isReusable = false
                return
            }
        }
    }

    private func takeLine(_ rest: inout UnsafeRawBufferPointer) {
        guard let end = rest.firstLineEnd else {
            held.append(contentsOf: rest)
            rest = .init(start: nil, count: 0)
            if held.count > HeadParser.maxBytes { refuse("more than \(HeadParser.maxBytes) bytes") }
            return
        }
        let line = UnsafeRawBufferPointer(rebasing: rest[..<end])
        rest = UnsafeRawBufferPointer(rebasing: rest[end...])
        guard !held.isEmpty else { return takeWholeLine(line) }
        held.append(contentsOf: line)
        held.withUnsafeBytes { takeWholeLine($0) }
        held.removeAll(keepingCapacity: true)
    }

    private func takeWholeLine(_ line: UnsafeRawBufferPointer) {
        guard let transfer else { return }
        switch parser.take(line) {
        case .more: break
        case .refused(let cause): refuse(cause)
        case .complete: takeHead(transfer)
        }
    }

    private func takeHead(_ transfer: Transfer) {
        guard transfer.takeHead(parser), let head = transfer.head else { return refuse("") }
        if head.status >= 300 { giveRequestUp() }
        if head.endsWithClose {
            part = .untilClose
            isReusable = false
        } else if parser.isChunked, !transfer.isBodyless(head.status) {
            chunks.reset()
            part = .chunked
        } else if let length = head.length, length > 0, !transfer.isBodyless(head.status) {
            part = .sized(length)
        } else {
            answerIsWhole()
        }
    }

    private func takeSized(_ rest: inout UnsafeRawBufferPointer, _ left: Int64) {
        let amount = Int(min(left, Int64(rest.count)))
        let piece = UnsafeRawBufferPointer(rebasing: rest[..<amount])
        rest = UnsafeRawBufferPointer(rebasing: rest[amount...])
        part = .sized(left - Int64(amount))
        guard give(piece), left == Int64(amount) else { return }
        answerIsWhole()
    }

    private func takeChunk(_ rest: inout UnsafeRawBufferPointer) {
        switch chunks.next(&rest) {
        case .more: break
        case .data(let piece): give(piece)
        case .end: answerIsWhole()
        case .refused(let cause): refuse(cause)
        }
    }

    @discardableResult
    private func give(_ piece: UnsafeRawBufferPointer) -> Bool {
        guard let transfer else { return false }
        if case .taken = transfer.takeBody(piece) { return true }
        refuse("")
        return false
    }

    /// Why is known to the transfer when `cause` is empty.
    private func refuse(_ cause: String) {
        finish(.failed(.malformed, cause))
    }

    // MARK: The end

    private func ended(_ code: Int32) {
        isReusable = false
        isReadable = false
        switch part {
        case .over: break
        case .head:
            if !hasAnswerBytes { return lost(code) }
            finish(.failed(.connectionLost, Self.text(code) ?? "closed inside of a head"))
        case .untilClose where code == 0 && !parser.promisesKeepAlive: answerIsWhole()
        case .untilClose where code == 0:
            finish(.failed(.truncated, "closed what it had promised to keep"))
        case .sized, .chunked, .untilClose:
            finish(.failed(.truncated, Self.text(code) ?? "closed inside of a body"))
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The offset behind the first LF.
    fileprivate var firstLineEnd: Int? {
        guard let start = baseAddress, let found = memchr(start, 0x0A, count) else { return nil }
        return UnsafeRawPointer(found) - start + 1
    }
}
