import Basics
import CCurl
import EventLoop
import Glibc

/// Every socket libcurl uses, what it wants to hear about each, and how long each is idle.
///
/// A socket stays registered with epoll for as long as it is open: libcurl stops caring between two
/// requests, and two `epoll_ctl` calls a request would be a tenth of its cost. While nobody cares,
/// a readable socket means that the peer hung up or sent what nobody asked for; either way it must
/// not carry another request, so it is shut down, and libcurl finds it dead when it looks at it.
///
/// Confined to its loop's thread.
final class SocketTable {
    private struct Entry {
        /// Opened by our callback; others (the resolver's wake-up pair) come and go unannounced.
        var isOurs = false
        var wanted: Readiness = []
        /// nil while epoll doesn't know it.
        var registered: Readiness?
        /// The reader of the answer has no room: bytes stay in the kernel, and TCP tells the peer.
        var isMuted = false
        var idleSince: ContinuousClock.Instant?
        var idleLimit = Duration.zero
        /// Whose transfer used it last.
        var user: ObjectIdentifier?
    }

    /// Called when something happened that libcurl wants to know: descriptor and `CURL_CSELECT_*`.
    var onEvent: ((Int32, Int32) -> Void)?

    private let loop: EventLoop
    private var isDetached = false
    private var entries: [Entry] = []
    private(set) var open: [Int32] = []
    /// No idle socket is due before; may be too early, never too late.
    private var nextDue: ContinuousClock.Instant?

    init(loop: EventLoop) { self.loop = loop }

    func isOurs(_ descriptor: Int32) -> Bool {
        Int(descriptor) < entries.count && entries[Int(descriptor)].isOurs
    }

    func opened(_ descriptor: Int32) {
        grow(to: descriptor)
        entries[Int(descriptor)] = Entry(isOurs: true)
        open.append(descriptor)
    }

    /// Forgets a socket that is about to be closed.
    func closing(_ descriptor: Int32) {
        forget(descriptor)
        if let index = open.firstIndex(of: descriptor) { open.swapAt(index, open.count - 1) }
        if open.last == descriptor { open.removeLast() }
    }

    /// The loop is gone: from now on nothing is told to it.
    func detach() { isDetached = true }

    // MARK: Interest

    /// Takes libcurl's wish, a `CURL_POLL_*`.
    func want(_ descriptor: Int32, _ what: Int32) {
        grow(to: descriptor)
        let index = Int(descriptor)
        guard what != CURL_POLL_REMOVE || entries[index].isOurs else { return forget(descriptor) }
        entries[index].wanted =
            switch what {
            case CURL_POLL_IN: .readable
            case CURL_POLL_OUT: .writable
            case CURL_POLL_INOUT: [.readable, .writable]
            default: []
            }
        if !entries[index].wanted.isEmpty { entries[index].idleSince = nil }
        refresh(descriptor)
    }

    /// Leaves what arrives in the kernel until unmuted.
    func mute(_ descriptor: Int32, _ isMuted: Bool) {
        guard isOurs(descriptor), entries[Int(descriptor)].isMuted != isMuted else { return }
        entries[Int(descriptor)].isMuted = isMuted
        refresh(descriptor)
    }

    /// Brings epoll in line with what is wanted, with as few calls as can be.
    private func refresh(_ descriptor: Int32, isExact: Bool = false) {
        let entry = entries[Int(descriptor)]
        var desired = entry.wanted
        if entry.isMuted {
            desired.remove(.readable)
        } else if desired.isEmpty, entry.isOurs {
            desired = .readable
        }
        guard let registered = entry.registered else {
            guard !entry.wanted.isEmpty, !desired.isEmpty else { return }
            return watch(descriptor, desired)
        }
        let lacks = !desired.subtracting(registered).isEmpty
        let hasTooMuch = registered.subtracting(desired)
        guard
            lacks || !hasTooMuch.intersection([.writable]).isEmpty
                || entry.isMuted && !hasTooMuch.isEmpty || isExact
        else { return }
        entries[Int(descriptor)].registered = desired
        loop.rewatch(descriptor, for: desired)
    }

    private func watch(_ descriptor: Int32, _ interest: Readiness) {
        do {
            try loop.watch(descriptor, for: interest) { [unowned self] readiness in
                self.event(descriptor, readiness)
            }
            entries[Int(descriptor)].registered = interest
        } catch {
            // Without events the transfer runs into its deadline, which is its error.
        }
    }

    private func event(_ descriptor: Int32, _ readiness: Readiness) {
        let entry = entries[Int(descriptor)]
        if entry.wanted.isEmpty, entry.isOurs, !entry.isMuted { return shut(descriptor) }
        if entry.isMuted, !readiness.intersection(.failed).isEmpty {
            return unwatch(descriptor)  // a hang-up repeats itself; unmuting finds it again
        }
        var mask: Int32 = 0
        if readiness.contains(.readable) { mask |= CURL_CSELECT_IN }
        if readiness.contains(.writable) { mask |= CURL_CSELECT_OUT }
        if !readiness.intersection(.failed).isEmpty { mask |= CURL_CSELECT_ERR }
        let isWanted = mask & CURL_CSELECT_ERR != 0 || !readiness.isDisjoint(with: entry.wanted)
        guard isWanted else { return refresh(descriptor, isExact: true) }
        onEvent?(descriptor, mask)
    }

    private func unwatch(_ descriptor: Int32) {
        guard entries[Int(descriptor)].registered != nil else { return }
        entries[Int(descriptor)].registered = nil
        if !isDetached { loop.unwatch(descriptor) }
    }

    private func forget(_ descriptor: Int32) {
        guard Int(descriptor) < entries.count else { return }
        unwatch(descriptor)
        entries[Int(descriptor)] = Entry()
    }

    // MARK: Idleness

    /// A transfer ended and left its connection to libcurl's cache, or closed it.
    func released(_ descriptor: Int32, by user: ObjectIdentifier, idleLimit: Duration) {
        guard isOurs(descriptor) else { return }
        entries[Int(descriptor)].isMuted = false
        entries[Int(descriptor)].idleSince = loop.now
        entries[Int(descriptor)].idleLimit = idleLimit
        entries[Int(descriptor)].user = user
        let due = loop.now.advanced(by: idleLimit)
        nextDue = nextDue.map { min($0, due) } ?? due
    }

    /// Shuts what is idle for too long at `now`; the time to come back, if any is left.
    func sweep(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard let nextDue, nextDue <= now else { return nextDue }
        var earliest: ContinuousClock.Instant?
        for descriptor in open {
            let entry = entries[Int(descriptor)]
            guard let idleSince = entry.idleSince else { continue }
            let due = idleSince.advanced(by: entry.idleLimit)
            if due <= now {
                shut(descriptor)
            } else {
                earliest = earliest.map { min($0, due) } ?? due
            }
        }
        self.nextDue = earliest
        return earliest
    }

    /// Shuts every idle socket that `user` was the last to use.
    func shutIdle(of user: ObjectIdentifier) {
        for descriptor in open {
            let entry = entries[Int(descriptor)]
            if entry.idleSince != nil, entry.user == user { shut(descriptor) }
        }
    }

    /// Ends a connection without telling libcurl, which can't be told: it looks before it reuses.
    private func shut(_ descriptor: Int32) {
        entries[Int(descriptor)].idleSince = nil
        shutdown(descriptor, Int32(SHUT_RDWR))
        unwatch(descriptor)
    }

    private func grow(to descriptor: Int32) {
        while entries.count <= Int(descriptor) { entries.append(Entry()) }
    }
}
