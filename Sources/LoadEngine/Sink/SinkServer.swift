internal import Basics
internal import CLinux
internal import Glibc
internal import LoadModel

/// A small HTTP server of known behaviour on a thread of its own, for the proof that what is
/// measured is what happens.
///
/// Listens on 127.0.0.1, on a port that the kernel chooses. Answers each request for whatever with
/// status 200 and two bytes.
final class SinkServer: @unchecked Sendable {
    // @unchecked Sendable: all but `stopped` belongs to the thread once it runs.

    enum Behaviour: Sendable {
        /// Answers at once.
        case prompt
        /// Answers at once, but does nothing at all for a while, once, at a moment after the first
        /// request.
        case freeze(after: Duration, for: Duration)
        /// One server with a queue before it: exponential service times of this mean.
        case queue(mean: Duration, seed: UInt64)
    }

    let port: UInt16
    private let behaviour: Behaviour
    private let listener: Int32
    private let poll: Int32
    private let stopped = Locked(false)
    private var thread = pthread_t()
    private var connections: [Int32: RequestEnds] = [:]
    private var queue: ServiceQueue
    private var freezeAt: Int64?

    init(_ behaviour: Behaviour) throws(LoadError) {
        self.behaviour = behaviour
        queue = ServiceQueue(behaviour)
        var port: UInt16 = 0
        listener = shim_listen_on_loopback(&port)
        guard listener >= 0 else {
            throw LoadError(
                .resources,
                doing: "listen on 127.0.0.1",
                String(cString: strerror(errno))
            )
        }
        self.port = port
        poll = epoll_create1(Int32(EPOLL_CLOEXEC))
        _ = shim_epoll_control(poll, EPOLL_CTL_ADD, listener, EpollSet.readable, UInt64(listener))
        let context = Unmanaged.passUnretained(self).toOpaque()
        let code = pthread_create(&thread, nil, runSink, context)
        guard code == 0 else {
            throw LoadError(.resources, doing: "start a thread", String(cString: strerror(code)))
        }
    }

    var base: String { "http://127.0.0.1:\(port)" }

    /// Ends the thread and closes every connection. Call once.
    func stop() {
        stopped.withLock { $0 = true }
        pthread_join(thread, nil)
        for socket in connections.keys { close(socket) }
        close(listener)
        close(poll)
    }

    // MARK: The thread

    fileprivate func run() {
        _ = shim_name_thread("load-sink")
        _ = shim_sharpen_timers()
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        while !stopped.withLock({ $0 }) {
            let now = Monotonic.now
            let wait = min(100_000_000, max(0, (queue.nextEnd ?? .max) - now))
            var limit = timespec(tv_sec: 0, tv_nsec: Int(wait))
            let count = epoll_pwait2(poll, &events, Int32(events.count), &limit, nil)
            freezeIfDue()
            for index in 0..<Int(max(0, count)) {
                let socket = Int32(truncatingIfNeeded: shim_epoll_token(&events[index]))
                if socket == listener { accept() } else { read(socket) }
            }
            while let socket = queue.popEnded(at: Monotonic.now) { answer(socket) }
        }
    }

    private func freezeIfDue() {
        guard case .freeze(_, let duration) = behaviour, let moment = freezeAt,
            Monotonic.now >= moment
        else { return }
        freezeAt = .max
        let length = duration.nanoseconds
        var pause = timespec(
            tv_sec: Int(length / 1_000_000_000),
            tv_nsec: Int(length % 1_000_000_000)
        )
        nanosleep(&pause, nil)
    }

    private func accept() {
        while true {
            let socket = shim_accept_prompt(listener)
            guard socket >= 0 else { return }
            connections[socket] = RequestEnds()
            _ = shim_epoll_control(poll, EPOLL_CTL_ADD, socket, EpollSet.readable, UInt64(socket))
        }
    }

    private func read(_ socket: Int32) {
        var room = [UInt8](repeating: 0, count: 16 << 10)
        let count = recv(socket, &room, room.count, 0)
        guard count > 0 else {
            if count < 0, errno == EAGAIN { return }
            connections[socket] = nil
            close(socket)
            return
        }
        let now = Monotonic.now
        if case .freeze(let after, _) = behaviour, freezeAt == nil {
            freezeAt = now + after.nanoseconds
        }
        let requests = connections[socket, default: RequestEnds()].count(room[..<count])
        for _ in 0..<requests {
            if case .queue = behaviour {
                queue.arrive(socket, at: now)
            } else {
                answer(socket)
            }
        }
    }

    private static let reply = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8)

    private func answer(_ socket: Int32) {
        guard connections[socket] != nil else { return }
        _ = send(socket, Self.reply, Self.reply.count, Int32(MSG_NOSIGNAL))
    }
}

/// Finds the ends of requests without a body, however they are cut.
struct RequestEnds {
    private var matched = 0
    private static let end: [UInt8] = [13, 10, 13, 10]

    mutating func count(_ bytes: ArraySlice<UInt8>) -> Int {
        var found = 0
        for byte in bytes {
            if byte == Self.end[matched] {
                matched += 1
            } else {
                matched = byte == 13 ? 1 : 0
            }
            if matched == 4 {
                found += 1
                matched = 0
            }
        }
        return found
    }
}

/// One server that takes requests in the order of their arrival.
struct ServiceQueue {
    private var waiting: [(end: Int64, socket: Int32)] = []
    private var head = 0
    private var busyUntil: Int64 = 0
    private var served: UInt64 = 0
    private let mean: Double
    private let random: CounterRandom

    init(_ behaviour: SinkServer.Behaviour) {
        guard case .queue(let mean, let seed) = behaviour else {
            self.mean = 0
            random = CounterRandom(seed: 0, stream: 0)
            return
        }
        self.mean = Double(mean.nanoseconds)
        random = CounterRandom(seed: seed, stream: 1)
    }

    /// When the next answer is due.
    var nextEnd: Int64? { head < waiting.count ? waiting[head].end : nil }

    mutating func arrive(_ socket: Int32, at now: Int64) {
        busyUntil = max(now, busyUntil) + Int64(mean * random.exponential(served))
        served += 1
        waiting.append((busyUntil, socket))
    }

    mutating func popEnded(at now: Int64) -> Int32? {
        guard let end = nextEnd, end <= now else { return nil }
        let socket = waiting[head].socket
        head += 1
        if head == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            head = 0
        }
        return socket
    }
}

/// The thread's body.
private func runSink(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<SinkServer>.fromOpaque(context).takeUnretainedValue().run()
    return nil
}
