package import Basics
internal import CLinux
import Glibc

/// A file without a name that holds an upload which can't be read while it arrives.
///
/// It disappears with its last descriptor, also when the process is killed.
package final class SpoolFile {
    package enum Problem: Error {
        case cannotCreate(Int32), cannotWrite(Int32), tooLarge, bodyFailed
    }

    let descriptor: Int32
    package private(set) var count = 0

    /// - Parameter folder: Must exist; on a file system with enough room.
    package init(in folder: String) throws(Problem) {
        descriptor = shim_open_unnamed(folder)
        guard descriptor >= 0 else { throw .cannotCreate(errno) }
    }

    deinit { close(descriptor) }

    /// Writes the whole of `body` into the file.
    package func fill(from body: ByteChannel, limitBytes: Int) async throws(Problem) {
        while let piece = await body.nextPiece() {
            guard count + piece.count <= limitBytes else {
                body.abandon()
                throw .tooLarge
            }
            try append(piece)
        }
        guard body.end == .complete else { throw .bodyFailed }
    }

    private func append(_ piece: [UInt8]) throws(Problem) {
        var offset = 0
        while offset < piece.count {
            let written = piece.withUnsafeBytes { bytes in
                write(descriptor, bytes.baseAddress! + offset, bytes.count - offset)
            }
            guard written > 0 else { throw .cannotWrite(errno) }
            offset += written
        }
        count += piece.count
    }
}
