import Basics
import EventLoop
import Glibc
@testable import HTTPClient
import Testing

@Suite("Answers that stream", .bothWays)
struct StreamTests {
    @Test(
        "The head comes before the body is there, and the body in order",
        arguments: [0, 1, 700_000]
    )
    func streams(size: Int) async throws {
        let gate = Gate()
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 9) }
        try await Bench.run { line in
            try line.head()
            try line.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            if size > 0 { try gate.wait() }
            try line.send(bytes)
        } _: { bench in
            let answer = try await bench.pool().open(ClientRequest(.get, "/"))
            #expect(answer.length == Int64(size))
            gate.open()
            var received: [UInt8] = []
            while let piece = await answer.body.nextPiece() { received += piece }
            #expect(received == bytes)
            #expect(answer.body.end == .complete)
            #expect(answer.failure == nil)
        }
    }

    @Test("A small answer is whole when its head is told")
    func whole() async throws {
        try await Bench.run { line in
            try line.head()
            try line.answer("small")
        } _: { bench in
            let answer = try await bench.pool().open(ClientRequest(.get, "/"))
            #expect(answer.body.isWhole)
            #expect(answer.body.readAll().text == "small")
        }
    }

    @Test("Answers larger than our buffer, one after another on one connection, arrive whole")
    func largeInARow() async throws {
        let size = 300_000
        try await Bench.run { line in
            let bytes = [UInt8](repeating: 5, count: size)
            let head = Array("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n".utf8)
            while (try? line.head()) != nil { try line.send(head + bytes) }
        } _: { bench in
            let pool = try bench.pool()
            for _ in 0..<100 {
                let answer = try await pool.open(ClientRequest(.get, "/"))
                var received = 0
                while let piece = await answer.body.nextPiece() { received += piece.count }
                #expect(received == size && answer.body.end == .complete)
            }
            #expect(bench.peer.accepted == 1)
        }
    }

    @Test("A cut answer fails its body and never ends it")
    func cut() async throws {
        let gate = Gate()
        try await Bench.run { line in
            try line.head()
            try line.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            try gate.wait()
        } _: { bench in
            let answer = try await bench.pool().open(ClientRequest(.get, "/"))
            gate.open()
            var received: [UInt8] = []
            while let piece = await answer.body.nextPiece() { received += piece }
            #expect(received.text == "abc")
            #expect(answer.body.end == .failed)
            #expect(answer.failure?.kind == .truncated)
        }
    }

    @Test("A slow reader slows the peer down, and memory stays bounded")
    func backPressure() async throws {
        let sent = Locked(0)
        let total = 64 << 20
        try await Bench.run { line in
            try line.head()
            try line.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let piece = [UInt8](repeating: 9, count: 1 << 16)
            for _ in 0..<(total >> 16) {
                try line.send(piece)
                sent.withLock { $0 += piece.count }
            }
        } _: { bench in
            let pool = try bench.pool()
            let answer = try await pool.open(ClientRequest(.get, "/"))
            var last = -1
            while last != sent.withLock({ $0 }) {
                last = sent.withLock { $0 }
                try await bench.loop.sleep(for: .milliseconds(50))
            }
            // The kernel's buffers on both sides, and ours.
            #expect(last < 16 << 20)
            #expect(answer.body.count <= pool.limits.bodyCapacityBytes)
            var received = 0
            while let piece = await answer.body.nextPiece() {
                received += piece.count
                #expect(piece.count <= pool.limits.bodyCapacityBytes)
            }
            #expect(received == total && answer.body.end == .complete)
        }
    }

    @Test("Ten gigabytes can be given up, and the socket closes at once", arguments: [true, false])
    func giveUp(byAbandoning: Bool) async throws {
        let took = Locked<Duration?>(nil)
        let began = Locked<Instant?>(nil)
        try await Bench.run { line in
            try line.head()
            try line.send("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
            let piece = [UInt8](repeating: 9, count: 1 << 16)
            while (try? line.send(piece)) != nil {}
            let start = began.withLock { $0 }
            took.withLock { $0 = start?.duration(to: Instant.now) }
        } _: { bench in
            let before = residentBytes()
            let pool = try bench.pool()
            let answer = try await pool.open(ClientRequest(.get, "/"))
            var received = 0
            while received < 200 << 20, let piece = await answer.body.nextPiece() {
                received += piece.count
            }
            // Other tests run beside this one; the bytes that went through would still show. (Under
            // AddressSanitizer set quarantine_size_mb=16: freed memory stays resident otherwise.)
            #expect(residentBytes() - before < 100 << 20)
            #expect(received >= 200 << 20, "\(String(describing: answer.failure))")
            began.withLock { $0 = Instant.now }
            if byAbandoning { answer.body.abandon() } else { answer.cancel() }
            #expect(pool.inFlight == 0)
            try await bench.until { took.withLock { $0 != nil } }
        }
        let elapsed = try #require(took.withLock { $0 })
        #expect(elapsed < .milliseconds(100))
    }

    @Test("A cancelled task closes its socket and gives its place to the next")
    func cancelledTask() async throws {
        let asked = Gate()
        let noticed = Gate()
        try await Bench.run { line in
            let head = try line.head()
            if head.hasPrefix("GET /hangs") {
                asked.open()
                _ = line.rest()
                noticed.open()
            } else {
                try line.answer("next")
            }
        } _: { bench in
            let pool = try bench.pool(PoolLimits(maxConnections: 1))
            let hanging = Task(executorPreference: bench.loop) {
                try await pool.send(ClientRequest(.get, "/hangs"), limitBytes: 10)
            }
            try await bench.until { asked.isOpen }
            let next = Task(executorPreference: bench.loop) {
                try await pool.send(ClientRequest(.get, "/next"), limitBytes: 10)
            }
            try await bench.until { pool.queued > 0 }
            hanging.cancel()
            let outcome = await hanging.result
            #expect(throws: TransferError.self) { try outcome.get() }
            #expect(try await next.value.body.text == "next")
            try await bench.until { noticed.isOpen }
        }
    }

    @Test("Of a connection given up before it stood nothing is left, though libcurl says nothing")
    func cancelledWhileConnecting() async throws {
        try await Bench.run { line in
            while (try? line.head()) != nil { try line.answer("here") }
        } _: { bench in
            let pool = try bench.pool()
            for _ in 0..<20 {
                let given = (0..<8).map { _ in
                    pool.start(ClientRequest(.get, "/"), events: Deaf())
                }
                #expect(bench.transport.sockets.open.count == 8)
                let numbers = bench.transport.sockets.open
                for transfer in given { transfer.cancel() }
                #expect(bench.transport.sockets.open.isEmpty)
                #expect(!numbers.contains { bench.loop.isWatched($0) })
            }
            // The numbers are free for anybody, and the next request is none the wiser.
            let answer = try await pool.send(ClientRequest(.get, "/"), limitBytes: 10)
            #expect(answer.body.text == "here")
        }
    }

    @Test("A task cancelled before it asks never asks")
    func cancelledBefore() async throws {
        try await Bench.run { _ in
        } _: { bench in
            let pool = try bench.pool()
            let task = Task(executorPreference: bench.loop) {
                while !Task.isCancelled { try? await bench.loop.sleep(for: .milliseconds(1)) }
                return try await pool.send(ClientRequest(.get, "/"), limitBytes: 10)
            }
            task.cancel()
            let outcome = await task.result
            #expect(throws: TransferError.self) { try outcome.get() }
            #expect(bench.peer.accepted == 0)
        }
    }

    @Test("No more than the limit are in flight, the queue is served in order, then it is full")
    func queue() async throws {
        let most = Locked((now: 0, peak: 0))
        let gate = Gate()
        try await Bench.run { line in
            while let head = try? line.head() {
                most.withLock {
                    $0.now += 1
                    $0.peak = max($0.peak, $0.now)
                }
                try gate.wait()
                most.withLock { $0.now -= 1 }
                try line.answer(String(head.split(separator: " ")[1]))
            }
        } _: { bench in
            let pool = try bench.pool(PoolLimits(maxConnections: 3, maxQueued: 40))
            let order = Locked<[String]>([])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<43 {
                    group.addTask(executorPreference: bench.loop) {
                        let answer = try? await pool.send(
                            ClientRequest(.get, "/\(index)"),
                            limitBytes: 10
                        )
                        order.withLock { $0.append(answer?.body.text ?? "failed") }
                    }
                }
                try await bench.until { pool.queued == 40 }
                let error = try await failure { () throws(TransferError) in
                    try await pool.send(ClientRequest(.get, "/late"), limitBytes: 10)
                }
                #expect(error.kind == .poolQueueFull && !error.bytesSent)
                gate.open()
            }
            #expect(Set(order.withLock { $0 }) == Set((0..<43).map { "/\($0)" }))
            #expect(most.withLock { $0.peak } <= 3)
            #expect(bench.peer.accepted <= 3)
            #expect(pool.inFlight == 0 && pool.queued == 0)
        }
    }

    @Test("Closing a pool ends what runs and waits, and closes what is idle")
    func closePool() async throws {
        try await Bench.run { line in
            while let head = try? line.head() {
                if head.contains("/hangs") { return _ = line.rest() }
                try line.answer("")
            }
        } _: { bench in
            let pool = try bench.pool(PoolLimits(maxConnections: 2))
            let kinds = try await withThrowingTaskGroup(of: TransferError.Kind?.self) { group in
                for _ in 0..<4 {
                    group.addTask(executorPreference: bench.loop) {
                        do throws(TransferError) {
                            _ = try await pool.send(ClientRequest(.get, "/hangs"), limitBytes: 10)
                            return nil
                        } catch { return error.kind }
                    }
                }
                try await bench.until { pool.queued == 2 }
                pool.close()
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(kinds == [.cancelled, .cancelled, .cancelled, .cancelled])
            let late = try await failure { () throws(TransferError) in
                try await pool.send(ClientRequest(.get, "/"), limitBytes: 10)
            }
            #expect(late.kind == .cancelled)
        }
    }
}

/// Resident set of this process. Source: proc(5), statm.
func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, 128, file) != nil else { return 0 }
    let fields = String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        .split(separator: " ")
    return (Int(fields[1]) ?? 0) * 4096
}

/// Hears nothing.
private final class Deaf: TransferEvents {
    func transferReceivedHead(_ transfer: Transfer) {}

    func transferEnded(_ transfer: Transfer, error: TransferError?) {}
}
