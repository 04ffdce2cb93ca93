import Basics
import Dispatch
import EventLoop
import Glibc
import Testing

@Suite("A loop")
struct EventLoopTests {
    /// Runs `test` with a running loop, which ends with it.
    static func withLoop(_ test: (EventLoop) async throws -> Void) async throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        defer {
            loop.stop()
            loop.join()
        }
        try await test(loop)
    }

    @Test("runs what foreign threads post, all of it, each thread's in order")
    func post() async throws {
        try await Self.withLoop { loop in
            let seen = Locked<[[Int]]>([[], [], [], []])
            let done = DispatchSemaphore(value: 0)
            for sender in 0..<4 {
                Thread.detach {
                    for number in 0..<1_000 {
                        loop.post {
                            loop.assertCurrent()
                            seen.withLock { $0[sender].append(number) }
                            if number == 999 { done.signal() }
                        }
                    }
                }
            }
            for _ in 0..<4 { done.wait() }
            #expect(seen.withLock { $0 } == Array(repeating: Array(0..<1_000), count: 4))
        }
    }

    @Test("knows its own thread from others")
    func current() async throws {
        try await Self.withLoop { loop in
            #expect(!loop.isCurrent)
            let isCurrent = try loop.runAndWait { loop.isCurrent }
            #expect(isCurrent)
        }
    }

    @Test("keeps a task on its thread through every suspension")
    func executor() async throws {
        try await Self.withLoop { loop in
            let stayed = try loop.runAndWait {
                var stayed = loop.isCurrent
                await Task.yield()
                stayed = stayed && loop.isCurrent
                try? await loop.sleep(for: .milliseconds(5))
                stayed = stayed && loop.isCurrent
                let children = await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            await Task.yield()
                            return loop.isCurrent
                        }
                    }
                    return await group.allSatisfy(\.self)
                }
                return stayed && children && loop.isCurrent
            }
            #expect(stayed)
        }
    }

    @Test("resumes a task that a foreign thread continues, on its own thread")
    func foreignResume() async throws {
        try await Self.withLoop { loop in
            let (value, isCurrent) = try loop.runAndWait {
                let value = await withUnsafeContinuation { waiter in
                    Thread.detach { waiter.resume(returning: 7) }
                }
                return (value, loop.isCurrent)
            }
            #expect(value == 7)
            #expect(isCurrent)
        }
    }

    @Test("tells of descriptors that become ready, as long as they are watched")
    func descriptors() async throws {
        try await Self.withLoop { loop in
            let pair = try SocketPair()
            let seen = Locked<[Readiness]>([])
            try loop.runAndWait {
                try loop.watch(pair.ours, for: [.readable, .hangUp]) { readiness in
                    seen.withLock { $0.append(readiness) }
                    var byte: UInt8 = 0
                    if recv(pair.ours, &byte, 1, 0) == 0 { loop.unwatch(pair.ours) }
                }
                #expect(loop.isWatched(pair.ours))
            }
            pair.say(1)
            #expect(await eventually { seen.withLock { $0.count == 1 } })
            #expect(seen.withLock { $0[0] } == .readable)
            pair.hangUp()
            #expect(await eventually { seen.withLock { $0.count == 2 } })
            #expect(seen.withLock { $0[1].contains(.hangUp) })
            let isWatched = try loop.runAndWait { loop.isWatched(pair.ours) }
            #expect(!isWatched)
        }
    }

    @Test("doesn't deliver an event to a watch that was ended earlier in the same turn")
    func staleEvent() async throws {
        try await Self.withLoop { loop in
            let pairs = [try SocketPair(), try SocketPair()]
            let calls = Locked(0)
            try loop.runAndWait {
                for pair in pairs {
                    try loop.watch(pair.ours, for: .readable) { _ in
                        calls.withLock { $0 += 1 }
                        for pair in pairs { loop.unwatch(pair.ours) }
                    }
                    pair.say(1)
                }
            }
            #expect(await eventually { calls.withLock { $0 } > 0 })
            try loop.runAndWait {}
            #expect(calls.withLock { $0 } == 1)
        }
    }

    @Test("fires timers in time, and not one that another cancelled in the same turn")
    func timers() async throws {
        try await Self.withLoop { loop in
            let target = Alarm(loop)
            let from = Instant.now
            try loop.runAndWait {
                target.tokens = (0..<3).map {
                    loop.schedule(after: .milliseconds(30), target: target, tag: $0)
                }
            }
            #expect(await eventually { target.fired.withLock { $0.count >= 1 } })
            let first = try #require(target.fired.withLock { $0.first })
            #expect(from.duration(to: first) >= .milliseconds(30))
            try await Task.sleep(for: .milliseconds(50))
            #expect(target.fired.withLock { $0.count } == 1)
        }
    }

    @Test("ends a sleep when its task is cancelled, before, during and after the start")
    func cancelledSleep() async throws {
        try await Self.withLoop { loop in
            for delay in [0, 1, 5] {
                let from = Instant.now
                let ended = Locked<Bool?>(nil)
                let task = try loop.runAndWait {
                    loop.spawn {
                        do {
                            try await loop.sleep(for: .seconds(600))
                            ended.withLock { $0 = false }
                        } catch {
                            ended.withLock { $0 = error is CancellationError }
                        }
                    }
                }
                if delay > 0 { try await Task.sleep(for: .milliseconds(delay)) }
                task.cancel()
                await task.value
                #expect(ended.withLock { $0 } == true)
                #expect(from.duration(to: Instant.now) < .seconds(300))
            }
        }
    }

    @Test("runs its hooks each turn, and again when something asks for it")
    func hooks() async throws {
        try await Self.withLoop { loop in
            let runs = Locked(0)
            try loop.runAndWait {
                loop.eachTurn {
                    let count = runs.withLock { runs in
                        runs += 1
                        return runs
                    }
                    if count < 100 { loop.settleAgain() }
                }
            }
            #expect(await eventually { runs.withLock { $0 } >= 100 })
        }
    }

    @Test("carries a channel between two tasks with back-pressure")
    func channel() async throws {
        try await Self.withLoop { loop in
            let count = try loop.runAndWait {
                let channel = ByteChannel(capacity: 100)
                loop.spawn {
                    for number in 0..<1_000 {
                        let piece = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 37)
                        guard await channel.writeAll(piece) else { return }
                    }
                    channel.finish()
                }
                var bytes: [UInt8] = []
                while let piece = await channel.nextPiece() { bytes += piece }
                let isRight = bytes.enumerated().allSatisfy { index, byte in
                    byte == UInt8(truncatingIfNeeded: index / 37)
                }
                return isRight && channel.end == .complete ? bytes.count : -1
            }
            #expect(count == 37_000)
        }
    }

    @Test("ends when it is stopped, from any thread, having run what was posted before")
    func stop() throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let isRun = Locked(false)
        loop.post { isRun.withLock { $0 = true } }
        loop.stop()
        loop.join()
        #expect(isRun.withLock { $0 })
    }
}

/// Cancels the others when it is first fired.
private final class Alarm: TimerTarget, @unchecked Sendable {
    let fired = Locked<[Instant]>([])
    var tokens: [TimerToken] = []
    private let loop: EventLoop

    init(_ loop: EventLoop) { self.loop = loop }

    func timerFired(tag: Int) {
        fired.withLock { $0.append(Instant.now) }
        for token in tokens { loop.cancel(token) }
    }
}

private final class SocketPair: Sendable {
    let ours: Int32
    private let theirs: Int32

    struct Failure: Error {}

    init() throws {
        var pair: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0
        else { throw Failure() }
        (ours, theirs) = (pair[0], pair[1])
    }

    deinit {
        close(ours)
        close(theirs)
    }

    func say(_ byte: UInt8) {
        var byte = byte
        send(theirs, &byte, 1, 0)
    }

    func hangUp() { shutdown(theirs, Int32(SHUT_RDWR)) }
}

/// A thread that Swift knows nothing of.
private enum Thread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    static func detach(_ run: @escaping @Sendable () -> Void) {
        var handle = pthread_t()
        let body = Unmanaged.passRetained(Body(run)).toOpaque()
        let code = pthread_create(
            &handle,
            nil,
            { context in
                if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            },
            body
        )
        precondition(code == 0, "pthread_create: \(code)")
        pthread_detach(handle)
    }
}

/// Looks again until `condition` holds, at most twenty seconds.
private func eventually(_ condition: @Sendable () -> Bool) async -> Bool {
    for _ in 0..<2000 {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return false
}
