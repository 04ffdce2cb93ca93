import Glibc

/// Files of a few megabytes, whole.
enum SmallFile {
    static let limitBytes = 64 << 20

    /// - Returns: nil if the file can't be read or is larger than `limitBytes`.
    static func read(_ path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limitBytes {
            let count = unsafe Glibc.read(descriptor, &piece, piece.count)
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
        return nil
    }

    /// Makes or replaces a file that only we may read.
    static func write(_ text: String, to path: String) throws(DemoError) {
        let bytes = Array(text.utf8)
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw failure(path)
        }
    }

    /// Makes a folder unless it is there, and gives its absolute path.
    static func folder(_ path: String) throws(DemoError) -> String {
        guard unsafe mkdir(path, 0o711) == 0 || errno == EEXIST else { throw failure(path) }
        guard let real = unsafe realpath(path, nil) else { throw failure(path) }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    private static func failure(_ path: String) -> DemoError {
        unsafe DemoError(.system, doing: "write \(path)", String(cString: strerror(errno)))
    }
}
