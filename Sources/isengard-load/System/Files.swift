import Glibc

/// Why a file could not be read or written.
struct FileError: Error, CustomStringConvertible {
    let action: String
    let cause: String
    /// A result could not be written; otherwise an input could not be read.
    let isResult: Bool

    var description: String { "\(action): \(cause)" }
}

/// Whole files, read and written.
enum Files {
    /// - Parameter limitBytes: A longer file is refused.
    static func read(_ path: String, limitBytes: Int) throws(FileError) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure("read \(path)", isResult: false) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe Glibc.read(file, &room, room.count)
            guard count >= 0 else { throw failure("read \(path)", isResult: false) }
            if count == 0 { return bytes }
            bytes += room[..<count]
            guard bytes.count <= limitBytes else {
                throw FileError(
                    action: "read \(path)",
                    cause: "more than \(limitBytes) bytes",
                    isResult: false
                )
            }
        }
    }

    /// Writes beside the file first, so that a full disk leaves no half of one; makes the folders
    /// above it.
    static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        makeFolders(above: path)
        let draft = path + ".part"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure("write \(path)", isResult: true) }
        var start = 0
        while start < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(file, buffer.baseAddress! + start, bytes.count - start)
            }
            guard count > 0 else {
                let error = failure("write \(path)", isResult: true)
                close(file)
                _ = unsafe unlink(draft)
                throw error
            }
            start += count
        }
        guard fsync(file) == 0, close(file) == 0, unsafe rename(draft, path) == 0 else {
            let error = failure("write \(path)", isResult: true)
            _ = unsafe unlink(draft)
            throw error
        }
    }

    private static func makeFolders(above path: String) {
        var place = path.startIndex
        while let slash = path[place...].firstIndex(of: "/") {
            if slash > path.startIndex { _ = unsafe mkdir(String(path[..<slash]), 0o755) }
            place = path.index(after: slash)
        }
    }

    private static func failure(_ action: String, isResult: Bool) -> FileError {
        FileError(
            action: action,
            cause: unsafe String(cString: strerror(errno)),
            isResult: isResult
        )
    }
}
