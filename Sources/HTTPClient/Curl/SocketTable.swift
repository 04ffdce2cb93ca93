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
        /// A request went out on it once.
        var hasCarried = false
        var wanted: Readiness = []
        /// nil while epoll doesn't know it.
        var registered: Readiness?
        var idleSince: Instant?
        var idleLimit = Duration.zero
        /// The pool whose transfer used it last.
        var user: ObjectIdentifier?
        /// Our end of the connection; 0 before its first request.
        var localPort: UInt16 = 0
        /// The handle whose request it carries.
        var carrier: ObjectIdentifier?
    }

    /// Called when something happened that libcurl wants to know: descriptor and `CURL_CSELECT_*`.
    var onEvent: ((Int32, Int32) -> Void)?

    private let loop: EventLoop
    private var isDetached = false
    private var entries: [Entry] = []
    private(set) var open: [Int32] = []
    /// No idle socket is due before; may be too early, never too late.
    private var nextDue: Instant?

    init(loop: EventLoop) { self.loop = loop }

    func isOurs(_ descriptor: Int32) -> Bool {
        descriptor >= 0 && Int(descriptor) < entries.count && entries[Int(descriptor)].isOurs
    }

    func opened(_ descriptor: Int32) {
        if isOurs(descriptor) { closing(descriptor) }
        grow(to: descriptor)
        entries[Int(descriptor)] = Entry(isOurs: true)
        open.append(descriptor)
    }

    /// Forgets a socket that is about to be closed, or was.
    func closing(_ descriptor: Int32) {
        forget(descriptor)
        if let index = open.firstIndex(of: descriptor) { open.swapAt(index, open.count - 1) }
        if open.last == descriptor { open.removeLast() }
    }

    /// The loop is gone: from now on nothing is told to it.
    func detach() { isDetached = true }

    // MARK: Interest

    /// Takes libcurl's wish, a `CURL_POLL_*`.
    ///
    /// Libcurl 7.88 closes a socket whose connection never stood without our callback, and takes
    /// its wish back afterwards: that is all we hear of its end. Source: lib/cf-socket.c,
    /// `cf_socket_close`.
    func want(_ descriptor: Int32, _ what: Int32) {
        grow(to: descriptor)
        let index = Int(descriptor)
        guard what != CURL_POLL_REMOVE || entries[index].hasCarried else {
            return closing(descriptor)
        }
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

    /// Brings epoll in line with what is wanted, with as few calls as can be.
    private func refresh(_ descriptor: Int32, isExact: Bool = false) {
        let entry = entries[Int(descriptor)]
        let desired = entry.wanted
        guard let registered = entry.registered else {
            guard !desired.isEmpty else { return }
            return watch(descriptor, desired)
        }
        // A readable socket nobody asks about is rare; a writable one is the rule.
        let isWrong =
            !registered.isSuperset(of: desired)
            || registered.subtracting(desired).contains(.writable)
        guard isWrong || isExact else { return }
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
        // Without a wish it is idle, or libcurl has paused it; only the first is out of turn.
        if entry.idleSince != nil { return shut(descriptor) }
        if entry.wanted.isEmpty, readiness.meets(.failed) {
            return unwatch(descriptor)  // it would say so for ever; the next wish watches again
        }
        var mask: Int32 = 0
        if readiness.contains(.readable) { mask |= CURL_CSELECT_IN }
        if readiness.contains(.writable) { mask |= CURL_CSELECT_OUT }
        if readiness.meets(.failed) { mask |= CURL_CSELECT_ERR }
        let isWanted = mask & CURL_CSELECT_ERR != 0 || readiness.meets(entry.wanted)
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

    /// A request of `carrier` is about to go out on the socket that is bound to `localPort`.
    ///
    /// Libcurl tells a wish only when it differs from the last one, and hands a connection on
    /// before we hear that the former request has ended; so neither says who uses it now.
    ///
    /// - Returns: The socket; -1 if it is not ours.
    func take(localPort: UInt16, for carrier: ObjectIdentifier) -> Int32 {
        for descriptor in open {
            let index = Int(descriptor)
            if entries[index].localPort == 0 {
                entries[index].localPort = Self.localPort(of: descriptor)
            }
            guard entries[index].localPort == localPort else { continue }
            entries[index].idleSince = nil
            entries[index].carrier = carrier
            entries[index].hasCarried = true
            return descriptor
        }
        return -1
    }

    private static func localPort(of descriptor: Int32) -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            // An IPv6 address is cut off behind its port, which is in the same place.
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &length)
            }
        }
        return code == 0 ? UInt16(bigEndian: address.sin_port) : 0
    }

    /// A transfer ended and left its connection to libcurl's cache, or closed it.
    ///
    /// Nothing happens when another request went out on it meanwhile.
    func released(
        _ descriptor: Int32,
        of carrier: ObjectIdentifier,
        by user: ObjectIdentifier,
        idleLimit: Duration
    ) {
        guard isOurs(descriptor), entries[Int(descriptor)].carrier == carrier else { return }
        entries[Int(descriptor)].carrier = nil
        entries[Int(descriptor)].idleSince = loop.now
        entries[Int(descriptor)].idleLimit = idleLimit
        entries[Int(descriptor)].user = user
        let due = loop.now.advanced(by: idleLimit)
        nextDue = nextDue.map { min($0, due) } ?? due
        guard let registered = entries[Int(descriptor)].registered,
            !registered.contains(.readable)
        else { return }
        entries[Int(descriptor)].registered = .readable
        loop.rewatch(descriptor, for: .readable)
    }

    /// Shuts what is idle for too long at `now`; the time to come back, if any is left.
    func sweep(at now: Instant) -> Instant? {
        guard let nextDue, nextDue <= now else { return nextDue }
        var earliest: Instant?
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
