package import Basics
import Glibc

/// Finished archives on disk, under names of their makers, within limits: the oldest go first.
///
/// The folder alone says what is there, so any thread, and any process that shares the folder, sees
/// the same. One that is still written has another name and is nobody's, but its bytes count; one
/// that nobody has written to for a quarter of an hour was left by a process that is gone, and
/// goes. Disks may be slow: all that touches one, but for opening what is kept, runs on a thread
/// of the shelf.
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
    private let disk = WorkThread()

    /// - Parameters:
    ///   - folder: Must exist.
    ///   - mostBytes: Of all files, finished or not.
    package init(_ folder: String, mostFiles: Int, mostBytes: Int64) {
        self.folder = folder
        self.mostFiles = mostFiles
        self.mostBytes = mostBytes
    }

    /// Removes what a process that is gone left unfinished.
    package func clear() {
        for name in names() where isLeft(name) { _ = discard(name) }
    }

    /// Keeps the whole of `body` under a name, and says how long it is.
    ///
    /// - Parameter name: A file's name.
    package func put(_ name: String, _ body: ByteChannel) async throws(Problem) -> Int64 {
        let path = "\(folder)/\(name)\(Self.unfinished)"
        let opened = await disk.run { ArchiveFile.create(path) }
        let outcome: Result<Int64, Problem>
        do throws(Problem) {
            let file = try opened.get()
            let count = try await write(body, to: file)
            try await disk.run { finish(name, path) }.get()
            outcome = .success(count)
        } catch {
            outcome = .failure(error)
            body.abandon()
            await disk.run { _ = unlink(path) }
        }
        return try outcome.get()
    }

    /// What is kept under a name; nil when it is not there any more.
    package func take(_ name: String) -> KeptArchive? { KeptArchive("\(folder)/\(name)", disk) }

    /// Whether it was there.
    package func remove(_ name: String) async -> Bool { await disk.run { discard(name) } }

    private func write(_ body: ByteChannel, to file: ArchiveFile) async throws(Problem) -> Int64 {
        var count: Int64 = 0
        while let piece = await body.nextPiece() {
            let before = count
            count += Int64(piece.count)
            guard count <= mostBytes else { throw .tooLarge }
            let isDue = before / Self.stride != count / Self.stride
            try await disk.run { append(piece, to: file, makesRoom: isDue) }.get()
        }
        guard body.end == .complete else { throw .cut }
        return count
    }

    // MARK: On the thread

    private func append(
        _ piece: [UInt8],
        to file: ArchiveFile,
        makesRoom: Bool
    ) -> Result<Void, Problem> {
        guard !makesRoom || makeRoom(files: mostFiles) else { return .failure(.tooLarge) }
        return file.append(piece)
    }

    private func finish(_ name: String, _ path: String) -> Result<Void, Problem> {
        _ = discard(name)
        guard makeRoom(files: mostFiles - 1) else { return .failure(.tooLarge) }
        guard rename(path, "\(folder)/\(name)") == 0 else { return .failure(.cannotWrite(errno)) }
        return .success(())
    }

    private func discard(_ name: String) -> Bool { unlink("\(folder)/\(name)") == 0 }

    /// Removes the oldest until so many finished ones and all bytes are within limits; false when
    /// what is still written is too much already.
    private func makeRoom(files: Int) -> Bool {
        clear()
        let found = names().compactMap { name in
            status(name).map { (name: name, bytes: $0.bytes, modified: $0.modified) }
        }
        var kept = found.filter { !$0.name.hasSuffix(Self.unfinished) }
            .sorted { $0.modified < $1.modified }[...]
        var sum = found.reduce(0) { $0 + $1.bytes }
        while let oldest = kept.first, kept.count > files || sum > mostBytes {
            kept.removeFirst()
            sum -= oldest.bytes
            _ = discard(oldest.name)
        }
        return sum <= mostBytes
    }

    private func isLeft(_ name: String) -> Bool {
        guard name.hasSuffix(Self.unfinished), let found = status(name) else { return false }
        return found.modified < WallClock.unixSeconds() - Self.patienceSeconds
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
    /// How long nobody need write to an archive that somebody still makes.
    private static let patienceSeconds = 15 * 60
    /// Bytes of one archive between two looks at what all of them need.
    private static let stride: Int64 = 16 << 20
}

/// An archive that is still written.
private final class ArchiveFile: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    static func create(_ path: String) -> Result<ArchiveFile, ArchiveShelf.Problem> {
        let descriptor = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return .failure(.cannotWrite(errno)) }
        return .success(ArchiveFile(descriptor))
    }

    func append(_ piece: [UInt8]) -> Result<Void, ArchiveShelf.Problem> {
        var rest = piece[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { return .failure(.cannotWrite(errno)) }
            rest = rest.dropFirst(written)
        }
        return .success(())
    }
}

/// An archive that is kept, open: it can be read to its end though it is removed meanwhile.
package final class KeptArchive: Sendable {
    private let descriptor: Int32
    private let disk: WorkThread
    package let length: Int64

    fileprivate init?(_ path: String, _ disk: WorkThread) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var found = stat()
        guard fstat(descriptor, &found) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.disk = disk
        length = Int64(found.st_size)
    }

    deinit { close(descriptor) }

    /// Writes all of it into a channel and ends that.
    package func send(into channel: ByteChannel) async {
        var offset: Int64 = 0
        while offset < length {
            let start = offset
            let piece = await disk.run { self.piece(at: start) }
            guard !piece.isEmpty, await channel.writeAll(piece) else { return channel.fail() }
            offset += Int64(piece.count)
        }
        channel.finish()
    }

    private func piece(at offset: Int64) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)))
        }
    }

    private static let pieceBytes = 128 << 10
}
