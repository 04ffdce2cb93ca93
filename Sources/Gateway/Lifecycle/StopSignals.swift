import Glibc

/// SIGTERM and SIGINT, taken by the main thread alone.
///
/// Make it before any other thread starts: threads inherit the blocked mask.
struct StopSignals {
    private var set = sigset_t()

    init() {
        _ = unsafe sigemptyset(&set)
        _ = unsafe sigaddset(&set, SIGTERM)
        _ = unsafe sigaddset(&set, SIGINT)
        _ = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Holds the thread until one of them comes; calls `meanwhile` once a second.
    func wait(meanwhile: () -> Void) {
        var set = set
        var second = timespec(tv_sec: 1, tv_nsec: 0)
        while unsafe sigtimedwait(&set, nil, &second) < 0 { meanwhile() }
    }
}
