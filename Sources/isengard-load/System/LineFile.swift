import Glibc

/// A file read line by line, in constant memory.
enum LineFile {
    private static let room = 1 << 20

    /// - Parameters:
    ///   - longest: Bytes of a line; a longer one is given as nil, once.
    ///   - each: Called with each line that isn't empty, without its end.
    static func read(
        _ path: String,
        longest: Int,
        _ each: (ArraySlice<UInt8>?) throws -> Void
    ) throws {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: room + longest)
        var kept = 0
        var isSkipping = false
        while true {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(file, buffer.baseAddress! + kept, room)
            }
            guard count >= 0 else { throw failure(path) }
            if count == 0 { break }
            let end = kept + count
            var start = 0
            while let newline = bytes[start..<end].firstIndex(of: 10) {
                if !isSkipping { try give(bytes[start..<newline], longest, each) }
                isSkipping = false
                start = newline + 1
            }
            kept = end - start
            if isSkipping || kept > longest {
                if !isSkipping { try each(nil) }
                (isSkipping, kept) = (true, 0)
            } else if start > 0 {
                bytes.replaceSubrange(0..<kept, with: Array(bytes[start..<end]))
            }
        }
        if !isSkipping { try give(bytes[0..<kept], longest, each) }
    }

    private static func give(
        _ line: ArraySlice<UInt8>,
        _ longest: Int,
        _ each: (ArraySlice<UInt8>?) throws -> Void
    ) throws {
        let line = line.last == 13 ? line.dropLast() : line
        if !line.isEmpty { try each(line.count > longest ? nil : line) }
    }

    private static func failure(_ path: String) -> FileError {
        FileError(
            action: "read \(path)",
            cause: unsafe String(cString: strerror(errno)),
            isResult: false
        )
    }
}
