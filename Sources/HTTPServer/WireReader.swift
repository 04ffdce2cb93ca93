internal import CMicrohttpd
import Glibc

/// Copies a request's head out of libmicrohttpd's memory and checks that its parts account for
/// every byte that came.
///
/// libmicrohttpd 0.9.75 parses in place: it writes NULs over colons and line ends and leaves the
/// rest where it was. So each field must begin two bytes after the end of the one before it. A bare
/// line feed leaves a gap of one, a NUL within a value a wider one, and a folded line is moved
/// elsewhere; none of them can be seen in the values themselves.
struct WireReader {
    private let raw: OpaquePointer
    private let method: UnsafePointer<CChar>
    private let version: UnsafePointer<CChar>
    private let target: UnsafeRawBufferPointer

    init(
        _ raw: OpaquePointer,
        method: UnsafePointer<CChar>,
        version: UnsafePointer<CChar>,
        target: UnsafeRawBufferPointer
    ) {
        self.raw = raw
        self.method = method
        self.version = version
        self.target = target
    }

    func read(target kept: [UInt8], into block: HeadBlock) -> RawHead {
        block.clear()
        block.setMethod(bytes(method, strlen(method)))
        kept.withUnsafeBytes { block.setTarget($0) }
        var walk = FieldWalk(block: block, end: version + strlen(version))
        withUnsafeMutablePointer(to: &walk) { walk in
            _ = MHD_get_connection_values_n(raw, .HEADER_KIND, addField, walk)
        }
        let size = shim_mhd_head_size(raw)
        let isClosed = walk.end + 4 == method + size
        return RawHead(
            block,
            version: readVersion(),
            size: size,
            hidesBytes: !walk.isGapless || !isClosed || !isRequestLineGapless
        )
    }

    private var isRequestLineGapless: Bool {
        guard let start = target.baseAddress else { return false }
        return start == UnsafeRawPointer(method + strlen(method) + 1)
            && UnsafeRawPointer(version) == start + target.count + 1
    }

    private func readVersion() -> RawHead.Version {
        if strcmp(version, "HTTP/1.1") == 0 { return .http11 }
        return strcmp(version, "HTTP/1.0") == 0 ? .http10 : .other
    }
}

/// The state of the walk over the fields.
private struct FieldWalk {
    let block: HeadBlock
    /// Behind the last byte of the part before.
    var end: UnsafePointer<CChar>
    var isGapless = true
}

private func bytes(_ start: UnsafePointer<CChar>, _ count: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: count)
}

private func addField(
    _ context: UnsafeMutableRawPointer?,
    _ kind: MHD_ValueKind,
    _ name: UnsafePointer<CChar>?,
    _ nameCount: Int,
    _ value: UnsafePointer<CChar>?,
    _ valueCount: Int
) -> MHD_Result {
    guard let walk = context?.assumingMemoryBound(to: FieldWalk.self), let name, let value
    else { return .NO }
    if name != walk.pointee.end + 2 || !isAfterColon(value, name + nameCount) {
        walk.pointee.isGapless = false
    }
    walk.pointee.end = value + valueCount
    walk.pointee.block.addField(name: bytes(name, nameCount), value: bytes(value, valueCount))
    return .YES
}

/// Whether only the colon, now NUL, and blanks lie between `colon` and `value`.
private func isAfterColon(_ value: UnsafePointer<CChar>, _ colon: UnsafePointer<CChar>) -> Bool {
    guard value > colon, value - colon < 1 << 16, colon.pointee == 0 else { return false }
    return bytes(colon + 1, value - colon - 1).allSatisfy(isBlank)
}
