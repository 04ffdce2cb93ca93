import Glibc
import LoadEngine

/// Ctrl-C once ends the load in order; twice ends the program.
enum StopSignals {
    private static let numbers = [SIGINT, SIGTERM, SIGHUP]

    private static let relay = StopRelay()

    /// Whether a signal has come.
    static var isStopped: Bool { relay.isStopped }

    /// Has the second signal give cores back.
    static func hold(_ pinning: CorePinning?) { relay.hold(pinning) }

    /// Has signals set `stop`, and no earlier one. Call on the main thread before any other starts:
    /// threads inherit the blocked mask.
    static func watch(_ stop: StopSwitch) {
        guard relay.forward(to: stop) else { return }
        var signals = sigset_t()
        _ = unsafe sigemptyset(&signals)
        for number in numbers { _ = unsafe sigaddset(&signals, number) }
        _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        _ = signal(SIGPIPE, SIG_IGN)
        // A file beyond a limit is an error of its write; what was uploaded must still be removed.
        _ = signal(SIGXFSZ, SIG_IGN)
        var thread = pthread_t()
        let box = unsafe Unmanaged.passRetained(Watcher(relay)).toOpaque()
        _ = unsafe pthread_create(&thread, nil, watchSignals, box)
        _ = pthread_detach(thread)
    }

    fileprivate final class Watcher: Sendable {
        let relay: StopRelay

        init(_ relay: StopRelay) { self.relay = relay }

        func run() {
            var signals = sigset_t()
            _ = unsafe sigemptyset(&signals)
            for number in numbers { _ = unsafe sigaddset(&signals, number) }
            var received: Int32 = 0
            _ = unsafe sigwait(&signals, &received)
            relay.stop()
            // A terminal that is held up must not keep the stop back.
            Console.complain("\nstopping: what is under way is waited for; once more ends at once")
            _ = unsafe sigwait(&signals, &received)
            relay.giveBack()
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
