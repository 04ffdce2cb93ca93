package import Basics
internal import CLinux
import Glibc
internal import Synchronization

/// One thread that waits on one epoll descriptor, and all that lives on that thread.
///
/// A serving shard is one; background work has another. What belongs to a loop is touched on its
/// thread only; ``post(_:)`` is the one way in from outside. It is also a Swift executor, so `async`
/// code that prefers it never leaves the thread.
///
/// A turn: wait → events → mail → timers → tasks → ``eachTurn(_:)`` hooks. Nothing in a turn may
/// block.
///
/// `@unchecked Sendable`: `mailbox` is behind its lock, `owner` is atomic, everything else is
/// confined to the thread.
package final class EventLoop: @unchecked Sendable {
    package let name: String
    /// When this turn began. Loop thread only.
    package private(set) var now = Instant.now

    let tasks = TaskQueue()

    struct Mail {
        var jobs: [UnownedJob] = []
        var bodies: [@Sendable () -> Void] = []
        var isStopping = false
        var isEmpty: Bool { jobs.isEmpty && bodies.isEmpty && !isStopping }
    }

    private final class Watch {
        var handler: (Readiness) -> Void
        let generation: UInt32

        init(_ handler: @escaping (Readiness) -> Void, generation: UInt32) {
            self.handler = handler
            self.generation = generation
        }
    }

    private static let eventsPerTurn = 256
    private static let roundsPerTurn = 16

    private let poll: Int32
    private let bell: Int32
    private let mailbox = Locked(Mail())
    private let started = Instant.now
    private var thread: pthread_t?
    private var watches: [Watch?] = []
    private var generation: UInt32 = 0
    private var timers = TimerWheel()
    private var due: [TimerToken] = []
    private var hooks: [() -> Void] = []
    private var isUnsettled = false
    private var isStopping = false
    /// The thread's `pthread_t`; 0 before it runs. Read on any thread.
    private let owner = Atomic<UInt>(0)

    package init(name: String) throws(LoopError) {
        self.name = name
        poll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard poll >= 0 else { throw LoopError("create epoll descriptor") }
        bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard bell >= 0 else { throw LoopError("create eventfd") }
        guard shim_epoll_control(poll, EPOLL_CTL_ADD, bell, Readiness.readable.rawValue, .max) == 0
        else { throw LoopError("watch eventfd") }
    }

    deinit {
        close(bell)
        close(poll)
    }

    // MARK: Life

    /// Starts the loop on a thread of its own. Everything set up before is seen by that thread.
    package func start() throws(LoopError) {
        precondition(thread == nil, "a loop starts once")
        var handle = pthread_t()
        let code = pthread_create(&handle, nil, runLoop, Unmanaged.passRetained(self).toOpaque())
        guard code == 0 else { throw LoopError("start thread", code: code) }
        thread = handle
    }

    /// Ends the loop after its present turn. Any thread.
    package func stop() { mail { $0.isStopping = true } }

    /// Waits until the loop's thread has ended. Not on that thread.
    package func join() {
        guard let thread else { return }
        pthread_join(thread, nil)
        self.thread = nil
    }

    /// Whether the caller runs on this loop's thread. Before ``start()`` nobody does.
    package var isCurrent: Bool { owner.load(ordering: .relaxed) == pthread_self() }

    /// Stops the program when a door of something loop-bound is used from another thread.
    package func assertCurrent() { assert(isCurrent, "used off its loop's thread") }

    /// Runs `body` on the loop's thread, soon. Any thread; order per sender is kept.
    package func post(_ body: @escaping @Sendable () -> Void) { mail { $0.bodies.append(body) } }

    // MARK: Descriptors

    /// Watches `descriptor` until ``unwatch(_:)``; one watch a descriptor. The caller closes it, after
    /// `unwatch`.
    package func watch(
        _ descriptor: Int32,
        for interest: Readiness,
        _ handler: @escaping (Readiness) -> Void
    ) throws(LoopError) {
        assertCurrent()
        let index = Int(descriptor)
        while watches.count <= index { watches.append(nil) }
        precondition(watches[index] == nil, "descriptor is watched already")
        generation &+= 1
        let token = UInt64(generation) << 32 | UInt64(UInt32(descriptor))
        guard shim_epoll_control(poll, EPOLL_CTL_ADD, descriptor, interest.rawValue, token) == 0
        else { throw LoopError("watch descriptor") }
        watches[index] = Watch(handler, generation: generation)
    }

    /// Changes what a watched descriptor is watched for.
    package func rewatch(_ descriptor: Int32, for interest: Readiness) {
        assertCurrent()
        guard let watch = watches[Int(descriptor)] else { return }
        let token = UInt64(watch.generation) << 32 | UInt64(UInt32(descriptor))
        _ = shim_epoll_control(poll, EPOLL_CTL_MOD, descriptor, interest.rawValue, token)
    }

    /// Stops watching; harmless when nothing is watched.
    package func unwatch(_ descriptor: Int32) {
        assertCurrent()
        let index = Int(descriptor)
        guard index >= 0, index < watches.count, watches[index] != nil else { return }
        watches[index] = nil
        _ = shim_epoll_control(poll, EPOLL_CTL_DEL, descriptor, 0, 0)
    }

    package func isWatched(_ descriptor: Int32) -> Bool {
        let index = Int(descriptor)
        return index >= 0 && index < watches.count && watches[index] != nil
    }

    // MARK: Timers

    /// Wakes `target` after `duration`, never early, at most 5 ms late on an idle loop.
    package func schedule(
        after duration: Duration,
        target: any TimerTarget,
        tag: Int = 0
    ) -> TimerToken {
        assertCurrent()
        let at = milliseconds(at: Instant.now) + max(0, duration.milliseconds)
        return timers.insert(milliseconds: at + 1, target: target, tag: tag)
    }

    package func cancel(_ token: TimerToken) {
        assertCurrent()
        timers.cancel(token)
    }

    /// Runs `body` at the end of every turn, just before the loop waits. For ever.
    package func eachTurn(_ body: @escaping () -> Void) {
        hooks.append(body)
    }

    /// Has the hooks run once more before the loop waits: for work that arose after, or within, the
    /// hook that does it.
    package func settleAgain() {
        assertCurrent()
        isUnsettled = true
    }

    // MARK: The loop

    func mail(_ change: (inout Mail) -> Void) {
        let wasEmpty = mailbox.withLock { mail in
            let wasEmpty = mail.isEmpty
            change(&mail)
            return wasEmpty
        }
        if wasEmpty { ring() }
    }

    fileprivate func run() {
        owner.store(pthread_self(), ordering: .relaxed)
        _ = shim_name_thread(String(name.prefix(15)))
        var events = [epoll_event](repeating: epoll_event(), count: Self.eventsPerTurn)
        while !isStopping {
            settle()
            let count = epoll_wait(poll, &events, Int32(events.count), patience())
            now = Instant.now
            for index in 0..<max(0, Int(count)) { deliver(&events[index]) }
            expireTimers()
        }
        settle()
    }

    /// Tasks and hooks feed each other: a hook may resume a task, which may need the hook again.
    /// After some rounds the loop looks for events, without waiting, before it goes on.
    private func settle() {
        var rounds = 0
        repeat {
            isUnsettled = false
            tasks.drain(on: self)
            for hook in hooks { hook() }
            rounds += 1
        } while (isUnsettled || !tasks.isEmpty) && rounds < Self.roundsPerTurn
    }

    private func patience() -> Int32 {
        if isUnsettled || !tasks.isEmpty { return 0 }
        let moment = milliseconds(at: Instant.now)
        guard let wake = timers.nextWake(after: moment) else { return -1 }
        return Int32(max(0, wake - moment))
    }

    private func deliver(_ event: inout epoll_event) {
        let token = shim_epoll_token(&event)
        if token == .max { return openMail() }
        let index = Int(UInt32(truncatingIfNeeded: token))
        guard index < watches.count, let watch = watches[index],
            watch.generation == UInt32(token >> 32)
        else { return }
        watch.handler(Readiness(rawValue: shim_epoll_events(&event)))
    }

    private func openMail() {
        var count: UInt64 = 0
        _ = read(bell, &count, 8)
        let mail = mailbox.withLock { mail in
            let taken = mail
            mail = Mail()
            return taken
        }
        if mail.isStopping { isStopping = true }
        tasks.append(contentsOf: mail.jobs)
        for body in mail.bodies { body() }
    }

    private func expireTimers() {
        timers.expire(milliseconds: milliseconds(at: now), into: &due)
        guard !due.isEmpty else { return }
        for token in due {
            if let timer = timers.take(token) { timer.target.timerFired(tag: timer.tag) }
        }
        due.removeAll(keepingCapacity: true)
    }

    private func ring() {
        var one: UInt64 = 1
        _ = write(bell, &one, 8)
    }

    private func milliseconds(at instant: Instant) -> Int {
        started.duration(to: instant).milliseconds
    }
}

/// The thread's body. A nonisolated function: a closure made in `main.swift` would trap here.
private func runLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
