internal import EventLoop
import Glibc

/// Keeps the receiving half of a closed connection open for a moment.
///
/// Closing a socket with unread bytes resets the connection, and the reset can overtake the answer
/// that said why. So what still comes is read and dropped.
final class Lingerer: TimerTarget {
    static let mostAtATime = 256
    private static let limitBytes = 16 << 20

    /// Our own, of the same socket.
    let descriptor: Int32
    var onEnd: ((Int32) -> Void)?

    private let loop: EventLoop
    private var timer: TimerToken?
    private var droppedBytes = 0

    /// Takes a second descriptor of the socket behind `original` and shuts its sending half.
    ///
    /// - Returns: nil when there is no descriptor to be had.
    init?(_ original: Int32, on loop: EventLoop, for limit: Duration) {
        self.loop = loop
        descriptor = dup(original)
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        shutdown(descriptor, Int32(SHUT_WR))
        do {
            try loop.watch(descriptor, for: .readable) { [unowned self] _ in dropWaiting() }
        } catch {
            close(descriptor)
            return nil
        }
        timer = loop.schedule(after: limit, target: self)
    }

    func timerFired(tag: Int) { end() }

    func end() {
        guard let timer else { return }
        self.timer = nil
        loop.cancel(timer)
        loop.unwatch(descriptor)
        close(descriptor)
        onEnd?(descriptor)
    }

    private func dropWaiting() {
        let count = withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 16) {
            recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
        }
        if count > 0 {
            droppedBytes += count
            if droppedBytes > Self.limitBytes { end() }
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            end()
        }
    }
}
