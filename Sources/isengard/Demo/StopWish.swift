import Glibc

/// Ctrl-C and its kin, asked for instead of suffered, so that servers end in order.
///
/// Make it on the main thread before any other starts: threads inherit the blocked mask.
struct StopWish {
    private var signals = sigset_t()

    init() {
        _ = unsafe sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] { _ = unsafe sigaddset(&signals, number) }
        _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Whether one came; it stays pending.
    var isPending: Bool {
        var pending = sigset_t()
        _ = unsafe sigpending(&pending)
        return [SIGINT, SIGTERM, SIGHUP].contains { unsafe sigismember(&pending, $0) == 1 }
    }

    /// - Throws: `.interrupted` if one came.
    func check(_ action: String) throws(DemoError) {
        if isPending { throw DemoError(.interrupted, doing: action, "interrupted") }
    }

    /// Waits for one of them.
    ///
    /// - Returns: Whether one came within `seconds`.
    func wait(seconds: Int) -> Bool {
        var signals = signals
        var limit = timespec(tv_sec: seconds, tv_nsec: 0)
        return unsafe sigtimedwait(&signals, nil, &limit) > 0
    }
}
