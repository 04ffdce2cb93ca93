internal import CZlib

/// Whole pieces of memory in zlib's format. Source: RFC 1950.
enum ZlibBytes {
    static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var length = compressBound(UInt(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(length))
        let level = Z_DEFAULT_COMPRESSION
        let code = unsafe compress2(&output, &length, bytes, UInt(bytes.count), level)
        precondition(code == Z_OK, "zlib needs memory only")
        output.removeLast(output.count - Int(length))
        return output
    }

    /// - Returns: nil when the bytes are no whole stream, have something behind it, or make more
    ///   than `limit`.
    static func inflated(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
        // Deflate makes at most 1,032 bytes of one. Source: zlib.net, "Technical Details".
        let room = min(limit, 1032 * bytes.count)
        var output = [UInt8](repeating: 0, count: max(1, room))
        var length = UInt(output.count)
        var taken = UInt(bytes.count)
        let code = unsafe uncompress2(&output, &length, bytes, &taken)
        guard code == Z_OK, taken == UInt(bytes.count) else { return nil }
        output.removeLast(output.count - Int(length))
        return output
    }
}
