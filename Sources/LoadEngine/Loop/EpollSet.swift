internal import CLinux
internal import Glibc

/// Sole owner of one epoll descriptor, and what it is registered for.
///
/// A socket stays registered while libcurl doesn't ask for it between two requests: that saves two
/// system calls a request. Whoever is readable without being asked for is taken out.
struct EpollSet: ~Copyable {
    private let descriptor: Int32
    private var registered: [UInt32] = []
    private var wanted: [UInt32] = []
    private let events: UnsafeMutableBufferPointer<epoll_event>

    /// Events taken at once.
    private static let capacity = 512

    init() throws(LoadError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else {
            throw LoadError(
                .resources,
                doing: "make an epoll set",
                String(cString: strerror(errno))
            )
        }
        events = .allocate(capacity: Self.capacity)
        events.initialize(repeating: epoll_event())
    }

    deinit {
        close(descriptor)
        events.deallocate()
    }

    static let readable = UInt32(EPOLLIN.rawValue)
    static let writable = UInt32(EPOLLOUT.rawValue)
    static let failed = UInt32(EPOLLERR.rawValue | EPOLLHUP.rawValue)

    /// A descriptor of this number was just made: nothing is registered for it.
    mutating func opened(_ socket: Int32) {
        grow(to: socket)
        registered[Int(socket)] = 0
        wanted[Int(socket)] = 0
    }

    /// - Parameter interest: 0 when nobody asks any more.
    mutating func want(_ socket: Int32, _ interest: UInt32) {
        grow(to: socket)
        let index = Int(socket)
        wanted[index] = interest
        let known = registered[index]
        // Readable stays registered; writable would report for ever.
        guard interest & ~known != 0 || known & ~interest & Self.writable != 0 else { return }
        register(socket, interest)
    }

    private mutating func register(_ socket: Int32, _ interest: UInt32) {
        let index = Int(socket)
        let known = registered[index]
        guard interest != known else { return }
        registered[index] = interest
        let token = UInt64(UInt32(bitPattern: socket))
        guard interest != 0 else {
            _ = shim_epoll_control(descriptor, EPOLL_CTL_DEL, socket, 0, token)
            return
        }
        let operation = known == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
        guard shim_epoll_control(descriptor, operation, socket, interest, token) != 0 else {
            return
        }
        let other = known == 0 ? EPOLL_CTL_MOD : EPOLL_CTL_ADD
        _ = shim_epoll_control(descriptor, other, socket, interest, token)
    }

    private mutating func grow(to socket: Int32) {
        let missing = Int(socket) + 1 - registered.count
        guard missing > 0 else { return }
        registered += [UInt32](repeating: 0, count: missing)
        wanted += [UInt32](repeating: 0, count: missing)
    }

    // MARK: Waiting

    /// Waits until something happens or `nanoseconds` are over; how many events there are.
    mutating func wait(nanoseconds: Int64) -> Int {
        let rest = max(0, nanoseconds)
        var limit = timespec(tv_sec: Int(rest / 1_000_000_000), tv_nsec: Int(rest % 1_000_000_000))
        let count = epoll_pwait2(descriptor, events.baseAddress, Int32(events.count), &limit, nil)
        return max(0, Int(count))
    }

    /// The socket of event `index` and what happened; nil if nobody asked for it.
    mutating func event(_ index: Int) -> (socket: Int32, happened: UInt32)? {
        let token = shim_epoll_token(&events[index])
        let happened = shim_epoll_events(&events[index])
        let socket = Int32(bitPattern: UInt32(token))
        let interest = wanted[Int(socket)]
        if interest == 0 || happened & (interest | Self.failed) == 0 {
            register(socket, interest)
            return nil
        }
        return (socket, happened)
    }
}
