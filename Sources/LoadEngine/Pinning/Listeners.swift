internal import Glibc

/// Which processes of this machine listen on a port.
enum Listeners {
    private static let mostProcesses = 32_768
    private static let mostFiles = 65_536

    /// Those that may be looked into; ascending.
    static func processes(onPort port: Int) -> [Int] {
        let sockets = sockets(onPort: port)
        guard !sockets.isEmpty else { return [] }
        return ProcFile.numbers(in: "/proc", most: mostProcesses).filter { process in
            ProcFile.numbers(in: "/proc/\(process)/fd", most: mostFiles).contains { file in
                link("/proc/\(process)/fd/\(file)").map(sockets.contains) ?? false
            }
        }
        .sorted()
    }

    /// As the links of open files name them: `socket:[4711]`.
    ///
    /// Source: proc(5), `/proc/net/tcp`; state 0A listens.
    private static func sockets(onPort port: Int) -> Set<String> {
        var found: Set<String> = []
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            for line in (ProcFile.text(table) ?? "").split(separator: "\n").dropFirst() {
                let fields = line.split(separator: " ")
                guard fields.count > 9, fields[3] == "0A",
                    let own = fields[1].split(separator: ":").last,
                    Int(own, radix: 16) == port
                else { continue }
                found.insert("socket:[\(fields[9])]")
            }
        }
        return found
    }

    private static func link(_ path: String) -> String? {
        var room = [UInt8](repeating: 0, count: 64)
        let count = room.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text in
                text.baseAddress.map { readlink(path, $0, text.count) } ?? -1
            }
        }
        return count > 0 ? String(decoding: room.prefix(count), as: UTF8.self) : nil
    }
}
