internal import LoadModel

/// Copies a request's body piece by piece to where libcurl wants it; what instances share is never
/// copied anywhere else.
struct BodyReader {
    private var position = 0
    /// Of a body of parts: which one, and where it begins.
    private var part = 0
    private var partStart = 0

    /// Copies what comes next; how much, 0 at the end.
    mutating func read(_ body: Request.Body, into room: UnsafeMutableRawBufferPointer) -> Int {
        var written = 0
        while written < room.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: room[written...])
            let count = step(body, into: rest)
            guard count > 0 else { break }
            written += count
            position += count
        }
        return written
    }

    private mutating func step(
        _ body: Request.Body,
        into room: UnsafeMutableRawBufferPointer
    ) -> Int {
        guard case .parts(let parts) = body else {
            return Self.copy(body, from: position, into: room)
        }
        while part < parts.count {
            let count = Self.copy(parts[part], from: position - partStart, into: room)
            if count > 0 { return count }
            partStart += parts[part].count
            part += 1
        }
        return 0
    }

    private static func copy(
        _ body: Request.Body,
        from position: Int,
        into room: UnsafeMutableRawBufferPointer
    ) -> Int {
        switch body {
        case .none, .parts: return 0
        case .bytes(let bytes):
            return copy(bytes, position..<bytes.count, into: room)
        case .instance(let instance):
            switch instance.piece(at: position) {
            case .head(let range): return copy(instance.head, range, into: room)
            case .tile(let range): return copy(instance.tile, range, into: room)
            case nil: return 0
            }
        }
    }

    private static func copy(
        _ bytes: [UInt8],
        _ range: Range<Int>,
        into room: UnsafeMutableRawBufferPointer
    ) -> Int {
        let count = min(room.count, range.count)
        guard count > 0 else { return 0 }
        bytes.withUnsafeBytes { source in
            let start = range.lowerBound
            room.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<start + count]))
        }
        return count
    }
}
