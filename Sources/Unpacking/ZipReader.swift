package import Basics
internal import CZip
import Glibc

/// The members of a ZIP archive in a spool file, one after the other, in the archive's order.
///
/// Names are never used as paths. Limits: 10,000 members; each member's bytes counted as they come
/// out, never its declared size believed; all members together at most `limitBytes` and at most 100
/// times the archive. Source: libzip, zip_open_from_source(3).
///
/// `@unchecked Sendable`: used by one task at a time.
package final class ZipReader: @unchecked Sendable {
    package enum Problem: Error { case malformed, tooManyMembers, tooLarge }

    package static let memberLimit = 10_000

    private let archive: OpaquePointer
    private let limitBytes: Int
    private var produced = 0
    package let memberCount: Int

    package init(_ file: SpoolFile, limitBytes: Int) throws(Problem) {
        self.limitBytes = min(limitBytes, max(1 << 20, file.count * 100))
        guard ZipEnd.isModest(file, members: Self.memberLimit) else { throw .tooManyMembers }
        let copy = dup(file.descriptor)
        guard copy >= 0, lseek(copy, 0, SEEK_SET) == 0 else { throw .malformed }
        var code: Int32 = 0
        guard let opened = zip_fdopen(copy, 0, &code) else {
            close(copy)
            throw .malformed
        }
        let count = Int(zip_get_num_entries(opened, 0))
        guard count <= Self.memberLimit else {
            // Before `self` is whole: after that the throw runs `deinit`, which discards too.
            zip_discard(opened)
            throw .tooManyMembers
        }
        archive = opened
        memberCount = count
    }

    deinit { zip_discard(archive) }

    /// Whether the member is a folder, by its name's last character.
    package func isFolder(_ index: Int) -> Bool {
        guard let name = zip_get_name(archive, UInt64(index), 0) else { return true }
        return strlen(name) == 0 || name[strlen(name) - 1] == CChar(UInt8(ascii: "/"))
    }

    /// Unpacks member `index` into `target` and ends it.
    ///
    /// - Throws: ``Problem``; `target` has failed then.
    package func unpack(_ index: Int, to target: ByteChannel) async throws(Problem) {
        guard let member = zip_fopen_index(archive, UInt64(index), 0) else {
            target.fail()
            throw .malformed
        }
        defer { _ = zip_fclose(member) }
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let room = buffer.count
            let count = buffer.withUnsafeMutableBytes { bytes in
                zip_fread(member, bytes.baseAddress, UInt64(room))
            }
            guard count >= 0 else {
                target.fail()
                throw .malformed
            }
            if count == 0 { return target.finish() }
            produced += Int(count)
            guard produced <= limitBytes else {
                target.fail()
                throw .tooLarge
            }
            guard await target.writeAll(Array(buffer[..<Int(count)])) else { return }
        }
    }
}
