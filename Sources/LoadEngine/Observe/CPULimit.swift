/// How much CPU a process may take, and for how long its control groups have held it back.
struct CPULimit {
    /// At least 0.001.
    let cores: Double
    /// Since the group began; nil where no group has a quota.
    let throttledSeconds: Double?

    /// Cores of its affinity mask, further limited by the quota of its control group and of those
    /// around it, in either version.
    ///
    /// Sources: proc(5), `Cpus_allowed`; Linux, cgroup-v2 (`cpu.max`), sched-bwc
    /// (`cpu.cfs_quota_us`).
    init(of id: Int) {
        var cores = Double(Self.allowed(id))
        var throttled: Double?
        for folder in Self.groups(id) {
            guard let quota = Self.quota(folder) else { continue }
            cores = min(cores, max(0.001, quota))
            throttled = (throttled ?? 0) + Self.throttled(folder)
        }
        self.cores = cores
        throttledSeconds = throttled
    }

    var text: String {
        let hundredths = (cores * 100).rounded() / 100
        let isWhole = hundredths == hundredths.rounded()
        let number = isWhole ? "\(Int(hundredths))" : "\(hundredths)"
        return hundredths == 1 ? "1 core" : "\(number) cores"
    }

    private static func allowed(_ id: Int) -> Int {
        let status = ProcFile.text("/proc/\(id)/status") ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }
        let mask = line?.dropFirst("Cpus_allowed:".count) ?? ""
        let count = mask.reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
        return count > 0 ? min(count, ProcFile.cores) : ProcFile.cores
    }

    /// Folders of its control groups that limit CPU, inner ones first.
    private static func groups(_ id: Int) -> [String] {
        var folders: [String] = []
        for line in (ProcFile.text("/proc/\(id)/cgroup") ?? "").split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let roots: [String]
            if fields[0] == "0", fields[1].isEmpty {
                roots = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"]
            } else if fields[1].split(separator: ",").contains("cpu") {
                roots = ["/sys/fs/cgroup/\(fields[1])", "/sys/fs/cgroup/cpu"]
            } else {
                continue
            }
            let path = ancestors(fields[2])
            // The names of both mounts may lead to one folder.
            if let root = roots.first(where: { ProcFile.text($0 + "/cgroup.procs") != nil }) {
                folders += path.map { root + $0 }
            }
        }
        return folders
    }

    /// `/a/b`, `/a`, and nothing for the root.
    private static func ancestors(_ path: Substring) -> [String] {
        var parts = path.split(separator: "/").prefix(32)
        var paths: [String] = []
        guard !parts.contains("..") else { return [""] }
        while !parts.isEmpty {
            paths.append("/" + parts.joined(separator: "/"))
            parts.removeLast()
        }
        return paths + [""]
    }

    /// Cores; nil without a limit.
    private static func quota(_ folder: String) -> Double? {
        if let text = ProcFile.text(folder + "/cpu.max") {
            let fields = text.split { $0 == " " || $0 == "\n" }
            guard fields.count == 2, let quota = Double(fields[0]), let period = Double(fields[1]),
                period > 0
            else { return nil }
            return quota / period
        }
        guard let quota = ProcFile.number(folder + "/cpu.cfs_quota_us"), quota > 0,
            let period = ProcFile.number(folder + "/cpu.cfs_period_us"), period > 0
        else { return nil }
        return quota / period
    }

    private static func throttled(_ folder: String) -> Double {
        for line in (ProcFile.text(folder + "/cpu.stat") ?? "").split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count == 2, let figure = Double(fields[1]) else { continue }
            if fields[0] == "throttled_usec" { return figure / 1e6 }
            if fields[0] == "throttled_time" { return figure / 1e9 }
        }
        return 0
    }
}
