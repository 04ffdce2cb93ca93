/// What the kernel tells of one process.
///
/// Source: proc(5), `/proc/[pid]/stat` and `/proc/[pid]/task/[tid]/schedstat`.
struct ProcessRecord {
    let id: Int
    /// At most 15 bytes.
    let command: String
    let parent: Int
    /// Ticks since the machine started: tells two lives of one number apart.
    let started: Int
    let cpuSeconds: Double
    /// Of children that have ended and were waited for.
    let endedChildren: Double

    /// Nil when there is none, or only its remains.
    init?(_ id: Int) {
        guard let text = ProcFile.text("/proc/\(id)/stat"),
            let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close
        else { return nil }
        let fields = text[text.index(after: close)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X",
            let parent = Int(fields[1]), let started = Int(fields[19])
        else { return nil }
        let times = fields[11...14].map { (Double($0) ?? 0) / ProcFile.ticks }
        self.id = id
        command = String(text[text.index(after: open)..<close])
        self.parent = parent
        self.started = started
        cpuSeconds = times[0] + times[1]
        endedChildren = times[2] + times[3]
    }

    /// Whether it has this name, of which the kernel keeps the first 15 bytes.
    func isNamed(_ name: String) -> Bool {
        command == String(decoding: name.utf8.prefix(15), as: UTF8.self)
    }

    /// One thread's seconds on a core, and seconds in which it could have run and had none.
    struct Thread {
        let id: Int
        let cpuSeconds: Double
        let queuedSeconds: Double
    }

    private static let mostThreads = 4096

    /// Empty where the kernel keeps no such figures.
    var threads: [Thread] {
        ProcFile.numbers(in: "/proc/\(id)/task", most: Self.mostThreads).compactMap { thread in
            let text = ProcFile.text("/proc/\(id)/task/\(thread)/schedstat")
            let figures = text?.split(separator: " ").compactMap { Double($0) } ?? []
            guard figures.count >= 2 else { return nil }
            return Thread(
                id: thread,
                cpuSeconds: figures[0] / 1e9,
                queuedSeconds: figures[1] / 1e9
            )
        }
    }

    /// Name of its configuration file with the folder it lies in, if one is on the command line.
    var configuration: String? {
        let line = ProcFile.text("/proc/\(id)/cmdline") ?? ""
        let endings = [".json", ".yaml", ".yml", ".conf", ".lua", ".py"]
        let path = line.split(separator: "\0").dropFirst().last { argument in
            argument.utf8.count < 4096 && endings.contains { argument.hasSuffix($0) }
        }
        guard let path else { return nil }
        let name = path.split(separator: "/").suffix(2).joined(separator: "/")
        let isPlain = name.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        return isPlain && name.utf8.count <= 100 ? name : nil
    }
}
