import Glibc
import LoadEngine

/// Ctrl-C once ends the load in order; twice ends the program.
enum StopSignals {
    private static let numbers = [SIGINT, SIGTERM, SIGHUP]

    /// Has signals set `stop`. Call on the main thread before any other starts: threads inherit
    /// the blocked mask.
    static func watch(_ stop: StopSwitch) {
        var signals = sigset_t()
        _ = unsafe sigemptyset(&signals)
        for number in numbers { _ = unsafe sigaddset(&signals, number) }
        _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        _ = signal(SIGPIPE, SIG_IGN)
        var thread = pthread_t()
        let box = unsafe Unmanaged.passRetained(Watcher(stop)).toOpaque()
        _ = unsafe pthread_create(&thread, nil, watchSignals, box)
        _ = pthread_detach(thread)
    }

    fileprivate final class Watcher: Sendable {
        let stop: StopSwitch

        init(_ stop: StopSwitch) { self.stop = stop }

        func run() {
            var signals = sigset_t()
            _ = unsafe sigemptyset(&signals)
            for number in numbers { _ = unsafe sigaddset(&signals, number) }
            var received: Int32 = 0
            _ = unsafe sigwait(&signals, &received)
            Console.complain("\nstopping: what is under way is waited for; once more ends at once")
            stop.stop()
            _ = unsafe sigwait(&signals, &received)
            _exit(128 + received)
        }
    }
}

/// The thread's body.
private func watchSignals(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<StopSignals.Watcher>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
