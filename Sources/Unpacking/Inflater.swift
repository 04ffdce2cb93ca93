package import Basics
internal import CZlib

/// A gzip stream, unpacked as it arrives.
///
/// Bounded: the output may be at most `ratio` times the input so far (after a first 1 MiB) and
/// at most `limitBytes` in all.
///
/// `@unchecked Sendable`: used by one task at a time.
package final class Inflater: @unchecked Sendable {
    package enum Problem: Error { case malformed, tooLarge }

    private let limitBytes: Int
    private let ratio = 100
    private var stream = z_stream()
    private var consumed = 0
    private var produced = 0
    private var isComplete = false
    private var output = [UInt8](repeating: 0, count: 64 * 1024)

    package init(limitBytes: Int) throws(Problem) {
        self.limitBytes = limitBytes
        guard shim_inflate_init_gzip(&stream) == Z_OK else { throw .malformed }
    }

    deinit { _ = inflateEnd(&stream) }

    /// Unpacks `source` into `target` until the source ends, then ends the target.
    ///
    /// - Throws: ``Problem`` when the stream is malformed, cut or too large; the target has failed
    ///   then.
    package func run(from source: ByteChannel, to target: ByteChannel) async throws(Problem) {
        do {
            while let piece = await source.nextPiece() {
                try await unpack(piece, to: target)
            }
            guard source.end == .complete, isComplete else { throw Problem.malformed }
            target.finish()
        } catch {
            target.fail()
            source.abandon()
            throw error as? Problem ?? .malformed
        }
    }

    private func unpack(_ piece: [UInt8], to target: ByteChannel) async throws(Problem) {
        consumed += piece.count
        var offset = 0
        repeat {
            guard !isComplete else { throw .malformed }
            let (used, made) = try step(piece, offset)
            offset += used
            produced += made
            guard produced <= limitBytes, produced <= max(1 << 20, consumed * ratio) else {
                throw .tooLarge
            }
            guard await target.writeAll(Array(output[..<made])) else { throw .malformed }
            if used == 0, made == 0 { return }
        } while offset < piece.count || stream.avail_out == 0
    }

    /// One call of `inflate`: bytes taken and bytes made.
    private func step(_ piece: [UInt8], _ offset: Int) throws(Problem) -> (Int, Int) {
        var input = Array(piece[offset...])
        let offered = input.count
        let room = output.count
        var code: Int32 = Z_OK
        input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(offered)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(room)
                code = inflate(&stream, Z_NO_FLUSH)
            }
        }
        if code == Z_STREAM_END { isComplete = true }
        guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
            throw .malformed
        }
        return (offered - Int(stream.avail_in), room - Int(stream.avail_out))
    }
}
