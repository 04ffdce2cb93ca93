import Glibc

/// Small files read at start-up.
enum TextFile {
    /// The whole file as UTF-8; nil when it cannot be read, is larger than `limitBytes`, or is not
    /// UTF-8.
    static func read(_ path: String, limitBytes: Int) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while bytes.count <= limitBytes {
            let size = piece.count
            let count = unsafe piece.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress, size)
            }
            guard count >= 0 else { return nil }
            if count == 0 { return String(validating: bytes, as: UTF8.self) }
            bytes.append(contentsOf: piece[..<count])
        }
        return nil
    }
}
