package import Basics
import Glibc

/// Finished archives on disk, under names of their makers, within limits: the oldest go first.
///
/// The folder alone says what is there, so any thread, and any process that shares the folder, sees
/// the same. One that is still written has another name and is nobody's; what a killed process left
/// unfinished is removed when the next one begins. Writing and reading go through the page cache in
/// pieces of 128 KiB.
package struct ArchiveShelf: Sendable {
    package enum Problem: Error, Sendable {
        case cannotWrite(Int32)
        case tooLarge
        /// What was to be kept did not come whole.
        case cut
    }

    private let folder: String
    private let mostFiles: Int
    private let mostBytes: Int64

    /// - Parameter folder: Must exist.
    package init(_ folder: String, mostFiles: Int, mostBytes: Int64) {
        self.folder = folder
        self.mostFiles = mostFiles
        self.mostBytes = mostBytes
    }

    /// Removes what a process that is gone left unfinished.
    package func clear() {
        for name in names() where name.hasSuffix(Self.unfinished) { unlink("\(folder)/\(name)") }
    }

    /// Keeps the whole of `body` under a name, and says how long it is.
    ///
    /// - Parameter name: A file's name.
    package func put(_ name: String, _ body: ByteChannel) async throws(Problem) -> Int64 {
        let path = "\(folder)/\(name)\(Self.unfinished)"
        let descriptor = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(errno) }
        defer {
            close(descriptor)
            unlink(path)
        }
        let count = try await write(body, to: descriptor)
        makeRoom(for: count, besides: name)
        guard rename(path, "\(folder)/\(name)") == 0 else { throw .cannotWrite(errno) }
        return count
    }

    /// What is kept under a name; nil when it is not there any more.
    package func take(_ name: String) -> KeptArchive? { KeptArchive("\(folder)/\(name)") }

    /// Whether it was there.
    package func remove(_ name: String) -> Bool { unlink("\(folder)/\(name)") == 0 }

    private func write(_ body: ByteChannel, to descriptor: Int32) async throws(Problem) -> Int64 {
        var count: Int64 = 0
        while let piece = await body.nextPiece() {
            count += Int64(piece.count)
            guard count <= mostBytes else {
                body.abandon()
                throw .tooLarge
            }
            var rest = piece[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes {
                    Glibc.write(descriptor, $0.baseAddress, $0.count)
                }
                guard written > 0 else {
                    let cause = errno
                    body.abandon()
                    throw .cannotWrite(cause)
                }
                rest = rest.dropFirst(written)
            }
        }
        guard body.end == .complete else { throw .cut }
        return count
    }

    private func makeRoom(for bytes: Int64, besides name: String) {
        var kept = names().filter { !$0.hasSuffix(Self.unfinished) && $0 != name }
            .compactMap { name in status(name).map { (name: name, $0.bytes, $0.modified) } }
            .sorted { $0.2 < $1.2 }
        var sum = kept.reduce(bytes) { $0 + $1.1 }
        while let oldest = kept.first, kept.count >= mostFiles || sum > mostBytes {
            kept.removeFirst()
            sum -= oldest.1
            _ = remove(oldest.name)
        }
    }

    private func status(_ name: String) -> (bytes: Int64, modified: Int)? {
        var found = stat()
        guard stat("\(folder)/\(name)", &found) == 0 else { return nil }
        return (Int64(found.st_size), Int(found.st_mtim.tv_sec))
    }

    private func names() -> [String] {
        guard let listing = opendir(folder) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    private static let unfinished = ".part"
}

/// An archive that is kept, open: it can be read to its end though it is removed meanwhile.
package final class KeptArchive: Sendable {
    private let descriptor: Int32
    package let length: Int64

    fileprivate init?(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var found = stat()
        guard fstat(descriptor, &found) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        length = Int64(found.st_size)
    }

    deinit { close(descriptor) }

    /// Writes all of it into a channel and ends that.
    package func send(into channel: ByteChannel) async {
        var offset: Int64 = 0
        while offset < length {
            let piece = [UInt8](unsafeUninitializedCapacity: 128 << 10) { buffer, count in
                count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)))
            }
            guard !piece.isEmpty, await channel.writeAll(piece) else { return channel.fail() }
            offset += Int64(piece.count)
        }
        channel.finish()
    }
}
