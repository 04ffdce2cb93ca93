internal import Glibc

/// Small files of the kernel, read whole.
enum ProcFile {
    private static let limitBytes = 256 << 10

    /// Nil when it isn't there or may not be read.
    static func text(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 8192)
        while bytes.count < limitBytes {
            let count = read(file, &piece, piece.count)
            guard count > 0 else { break }
            bytes.append(contentsOf: piece.prefix(count))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func number(_ path: String) -> Double? {
        text(path).flatMap { Double($0.prefix { $0 != "\n" && $0 != " " }) }
    }

    /// Names in a folder that are whole numbers: processes, or threads.
    static func numbers(in path: String, most: Int) -> [Int] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var numbers: [Int] = []
        while numbers.count < most, let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let number = Int(name) { numbers.append(number) }
        }
        return numbers
    }

    /// Ticks of the kernel's clock in one second.
    static let ticks = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
    static let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
