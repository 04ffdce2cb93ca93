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

    /// Holds the thread until one of them comes.
    func wait() {
        var set = set
        var which: Int32 = 0
        _ = unsafe sigwait(&set, &which)
    }
}
