internal import CLinux
internal import Glibc

/// What the calling thread has used so far.
struct ThreadUsage {
    var cpuSeconds = 0.0
    /// Time spent ready to run without a core; 0 where the kernel doesn't count it.
    var queuedSeconds = 0.0

    /// Source: proc(5), `/proc/[pid]/schedstat`: nanoseconds on the core, nanoseconds queued.
    static var now: ThreadUsage {
        var usage = ThreadUsage()
        var time = timespec()
        if clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 {
            usage.cpuSeconds = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let file = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return usage }
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 96)
        let count = read(file, &text, text.count)
        let fields = text.prefix(max(0, count)).split(separator: UInt8(ascii: " "))
        if fields.count >= 2, let waited = Double(String(decoding: fields[1], as: UTF8.self)) {
            usage.queuedSeconds = waited / 1e9
        }
        return usage
    }
}
