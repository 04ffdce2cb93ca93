import Foundation

/// What a server wrote to its log since it was started last.
struct ServerLog {
    let path: String
    /// Length of the file before the start, so that an older life's lines don't count.
    private let start: UInt64

    init(path: String) {
        self.path = path
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        start = (attributes?[.size] as? UInt64) ?? 0
    }

    /// At most the last 64 KiB.
    var lines: [Substring] {
        guard let file = FileHandle(forReadingAtPath: path) else { return [] }
        defer { try? file.close() }
        let end = (try? file.seekToEnd()) ?? 0
        try? file.seek(toOffset: max(start, end > 65536 ? end - 65536 : 0))
        let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n")
    }

    func contains(_ text: String) -> Bool {
        lines.contains { $0.contains(text) }
    }

    /// The line that says most about a failed start: the last one that is `telling`, else the last.
    func reason(telling: (Substring) -> Bool) -> String {
        let lines = lines
        return String(lines.last(where: telling) ?? lines.last ?? "nothing in \(path)")
    }

    /// PostgreSQL's words on a failure.
    var postgresReason: String {
        reason { line in
            ["ERROR: ", "FATAL: ", "PANIC: ", "error: "].contains { line.contains($0) }
        }
    }

    /// Orthanc's: error lines begin with `E`, month and day.
    var orthancReason: String { reason { $0.hasPrefix("E") } }
}
