internal import LoadModel

/// The cores and disks of this machine.
final class HostSource: ResourceSource {
    let name = "this machine"
    let every: Duration

    private static let mostDisks = 32

    init(every: Duration) { self.every = every }

    func look() throws(LookError) -> [Sighting] {
        guard let cores = cores() else { throw LookError("/proc/stat can't be read") }
        return [cores] + disks()
    }

    /// Source: proc(5), `/proc/stat`: user, nice, system, idle, iowait, irq, softirq, steal.
    private func cores() -> Sighting? {
        let line = ProcFile.text("/proc/stat")?.prefix { $0 != "\n" }
        let ticks = line?.split(separator: " ").dropFirst().compactMap { Double($0) } ?? []
        guard ticks.count >= 8 else { return nil }
        let busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]
        return Sighting(
            Sighting.hostCPU,
            used: .total(busy / ProcFile.ticks),
            of: Double(ProcFile.cores),
            limit: ProcFile.cores == 1 ? "1 core" : "\(ProcFile.cores) cores",
            wait: pressure().map { .total($0) }
        )
    }

    /// Seconds in which some task waited for a core.
    ///
    /// Source: Linux, "PSI - Pressure Stall Information".
    private func pressure() -> Double? {
        let line = ProcFile.text("/proc/pressure/cpu")?.split(separator: "\n")
            .first { $0.hasPrefix("some ") }
        let field = line?.split(separator: " ").first { $0.hasPrefix("total=") }
        return field.flatMap { Double($0.dropFirst(6)) }.map { $0 / 1e6 }
    }

    /// Source: Linux, "I/O statistics fields": 10, milliseconds with something under way, and 11,
    /// the same weighted by how much was.
    private func disks() -> [Sighting] {
        let lines = ProcFile.text("/proc/diskstats")?.split(separator: "\n") ?? []
        var disks: [Sighting] = []
        for line in lines where disks.count < Self.mostDisks {
            let fields = line.split(separator: " ")
            guard fields.count >= 14, let busy = Double(fields[12]), busy > 0,
                let weighted = Double(fields[13]), Self.isDisk(fields[2])
            else { continue }
            disks.append(
                Sighting(
                    "disk \(fields[2])",
                    used: .total(busy / 1e3),
                    of: 1,
                    limit: "always busy",
                    wait: .total(weighted / 1e3)
                )
            )
        }
        return disks
    }

    /// No partition, and nothing that lies in memory or in a file.
    private static func isDisk(_ name: Substring) -> Bool {
        !["loop", "ram", "zram"].contains { name.hasPrefix($0) }
            && ProcFile.text("/sys/block/\(name)/stat") != nil
    }
}
