package import Basics
internal import CArchive

/// Writes a ZIP archive into a channel while somebody reads it from there.
///
/// Each entry is followed by a data descriptor, so nothing is ever patched; sizes beyond 4 GiB and
/// more than 65,535 entries get ZIP64 records. Holds what the channel had no room for, and until the
/// end the central directory: about 200 bytes an entry. Never blocks.
/// Source: archive_write_open(3), archive_write_data(3); bytes per block 0 hands every piece on.
///
/// `@unchecked Sendable`: used by one task at a time, on the channel's loop.
package final class ZipWriter: @unchecked Sendable {
    package enum Method: String, Sendable {
        case stored = "store"
        case deflated = "deflate"
    }

    package enum Problem: Error, Sendable {
        /// libarchive's own word; it names no entry.
        case refused(Int32)
        /// The reader of the channel has gone.
        case abandoned
        /// An entry got another number of bytes than was said when it began.
        case wrongSize
    }

    /// `AE_IFREG`, a macro with a cast. Source: archive_entry.h.
    private static let regularFile: UInt32 = 0o100000

    private let archive: OpaquePointer
    private let target: ByteChannel
    private let modified: Int
    /// What the channel had no room for.
    private var overflow: [UInt8] = []
    private var left: Int64 = 0
    private var isOpen = false
    package private(set) var entries = 0

    /// - Parameter modified: Time of all entries, in seconds since 1970.
    package init(
        into target: ByteChannel,
        _ method: Method = .stored,
        modified: Int
    ) throws(Problem) {
        guard let archive = archive_write_new() else { throw .refused(ARCHIVE_FATAL) }
        self.archive = archive
        self.target = target
        self.modified = modified
        try check(archive_write_set_format_zip(archive))
        try check(archive_write_set_options(archive, "zip:compression=\(method.rawValue)"))
        try check(archive_write_set_bytes_per_block(archive, 0))
        try check(archive_write_set_bytes_in_last_block(archive, 1))
        let me = Unmanaged.passUnretained(self).toOpaque()
        try check(archive_write_open(archive, me, nil, takeArchiveBytes, nil))
    }

    deinit {
        // Without this, freeing would write the end of an archive that is not whole.
        if isOpen { archive_write_fail(archive) }
        archive_write_free(archive)
    }

    /// Begins an entry of exactly `size` bytes.
    ///
    /// - Parameter name: ASCII, relative.
    package func begin(_ name: String, size: Int64) async throws(Problem) {
        isOpen = true
        guard let entry = archive_entry_new() else { throw .refused(ARCHIVE_FATAL) }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, name)
        archive_entry_set_filetype(entry, Self.regularFile)
        archive_entry_set_perm(entry, 0o644)
        archive_entry_set_size(entry, size)
        archive_entry_set_mtime(entry, modified, 0)
        try check(archive_write_header(archive, entry))
        left = size
        entries += 1
        try await flush()
    }

    /// Moves what waits in `source` into the entry, at most what the channel has room for now.
    ///
    /// - Returns: How many bytes were moved.
    package func move(from source: ByteChannel) throws(Problem) -> Int {
        let amount = min(source.count, target.space)
        guard amount > 0 else { return 0 }
        guard amount <= left else { throw .wrongSize }
        let written = source.withReadable { bytes in
            archive_write_data(archive, bytes.baseAddress, amount)
        }
        guard written == amount else { throw .refused(Int32(clamping: written)) }
        source.drop(amount)
        left -= Int64(amount)
        return amount
    }

    /// Moves all of `source` into the entry, until its producer has ended; how is for the caller to
    /// see.
    package func fill(from source: ByteChannel) async throws(Problem) {
        while !source.isExhausted {
            await source.untilReadable()
            guard source.count > 0 else { continue }
            try await untilRoom()
            _ = try move(from: source)
        }
    }

    /// Waits until the channel has room again.
    package func untilRoom() async throws(Problem) {
        await target.untilWritable()
        guard target.space > 0 else { throw .abandoned }
    }

    /// A whole entry.
    package func add(_ name: String, _ bytes: [UInt8]) async throws(Problem) {
        try await begin(name, size: Int64(bytes.count))
        let source = ByteChannel(capacity: max(1, bytes.count))
        source.write(bytes)
        source.finish()
        try await fill(from: source)
        try await end()
    }

    /// Ends the entry.
    package func end() async throws(Problem) {
        guard left == 0 else { throw .wrongSize }
        try check(archive_write_finish_entry(archive))
        try await flush()
    }

    /// Writes the central directory; the archive is whole then. The channel stays open.
    package func close() async throws(Problem) {
        try check(archive_write_close(archive))
        isOpen = false
        try await flush()
    }

    private func flush() async throws(Problem) {
        guard !overflow.isEmpty else { return }
        let bytes = overflow
        overflow = []
        guard await target.writeAll(bytes) else { throw .abandoned }
    }

    private func check(_ code: Int32) throws(Problem) {
        guard code == ARCHIVE_OK || code == ARCHIVE_WARN else { throw .refused(code) }
    }

    fileprivate func take(_ bytes: UnsafeRawBufferPointer) {
        let fitted = overflow.isEmpty ? target.write(bytes) : 0
        overflow.append(contentsOf: bytes[fitted...])
    }
}

/// Called by libarchive with a piece of the archive, on the thread that writes.
private func takeArchiveBytes(
    _ archive: OpaquePointer?,
    _ writer: UnsafeMutableRawPointer?,
    _ bytes: UnsafeRawPointer?,
    _ count: Int
) -> Int {
    guard let writer else { return -1 }
    Unmanaged<ZipWriter>.fromOpaque(writer).takeUnretainedValue()
        .take(UnsafeRawBufferPointer(start: bytes, count: count))
    return count
}
