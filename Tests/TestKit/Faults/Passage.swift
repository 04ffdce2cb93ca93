import Basics
import Foundation

/// One client's connection through a `FaultProxy`: a thread for each direction.
final class Passage: Sendable {
    private let client: Connection
    private let target: UInt16
    private let switchboard: Switchboard
    private let server = Locked<Connection?>(nil)
    /// The client gets an answer that isn't the server's, whose end then means nothing.
    private let isInventing = Locked(false)

    init(from client: Connection, to target: UInt16, under switchboard: Switchboard) {
        self.client = client
        self.target = target
        self.switchboard = switchboard
    }

    /// Resets the client's side and ends the server's.
    func cut() {
        client.reset()
        server.withLock { $0?.close() }
    }

    /// Passes requests until the client ends; called on the connection's own thread.
    func run() {
        let answers = NSCondition()
        defer { client.close() }
        guard (try? passRequests(answers)) != nil else {
            server.withLock { $0?.close() }
            return
        }
        server.withLock { $0?.finishSending() }
        answers.lock()
        while server.withLock({ $0 != nil }) { answers.wait() }
        answers.unlock()
    }

    private func passRequests(_ answers: NSCondition) throws {
        while true {
            let piece = try client.receive()
            if piece.isEmpty { return }
            let fault = switchboard.unpausedFault
            if fault == .reset { client.reset() }
            if client.wasReset { return }
            if let invention = fault.invention { return try invent(invention) }
            try upstream(answers).send(piece)
        }
    }

    /// The server's connection, opened by the first bytes for it: a server that closes idle
    /// connections must not close this one while the proxy is paused.
    private func upstream(_ answers: NSCondition) throws -> Connection {
        if let standing = server.withLock({ $0 }) { return standing }
        let fresh: Connection
        do {
            fresh = try Connection(port: target, patience: .seconds(600))
        } catch {
            client.reset()
            throw error
        }
        server.withLock { $0 = fresh }
        Thread.detachNewThread { [self] in
            try? passAnswers(from: fresh)
            // The other thread may still wait for requests: this wakes it.
            if !isInventing.withLock({ $0 }) { client.close() }
            fresh.close()
            answers.lock()
            server.withLock { $0 = nil }
            answers.broadcast()
            answers.unlock()
        }
        return fresh
    }

    private func passAnswers(from server: Connection) throws {
        var cut = AnswerCut()
        var passed = 0
        while true {
            let piece = try server.receive()
            let fault = switchboard.unpausedFault
            if fault == .reset { client.reset() }
            if piece.isEmpty || client.wasReset { return }
            switch fault {
            case .slow(let rate): try send(piece, bytesPerSecond: rate)
            case .latency(let delay):
                Thread.sleep(forTimeInterval: delay / .seconds(1))
                try client.send(piece)
            case .truncated(let limit):
                try client.send(cut.shortened(piece, toBodyBytes: limit))
                if cut.isComplete { return }
            case .cut(let limit):
                let allowed = piece.prefix(limit - passed)
                passed += allowed.count
                try client.send(Array(allowed))
                if passed == limit { return }
            case .wrongLength(let difference):
                try client.send(cut.mislabelled(piece, by: difference))
            case .swallowReply: return
            default: try client.send(piece)
            }
        }
    }

    /// In pieces of a twentieth of a second, so that a change of fault takes hold soon.
    private func send(_ bytes: [UInt8], bytesPerSecond: Int) throws {
        let size = max(1, bytesPerSecond / 20)
        var rest = bytes[...]
        while !rest.isEmpty {
            guard case .slow = switchboard.unpausedFault else {
                return try client.send(Array(rest))
            }
            let piece = rest.prefix(size)
            try client.send(Array(piece))
            rest = rest.dropFirst(size)
            Thread.sleep(forTimeInterval: Double(piece.count) / Double(bytesPerSecond))
        }
    }

    /// Answers in place of the server, and ends the connection.
    private func invent(_ invention: Fault.Invention) throws {
        isInventing.withLock { $0 = true }
        server.withLock { $0?.close() }
        switch invention {
        case .garbage:
            try client.send((0..<512).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 3) })
        case .endlessHeaders:
            try client.send("HTTP/1.1 200 OK\r\n")
            for number in 0... { try client.send("X-Endless-\(number): \(number)\r\n") }
        case .blanks(let count):
            try client.send("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n")
            let blanks = [UInt8](repeating: 32, count: 1 << 16)
            var left = count
            while left > 0 {
                try client.send(left >= 1 << 16 ? blanks : Array(blanks.prefix(Int(left))))
                left -= 1 << 16
            }
        }
        client.close()
    }
}
