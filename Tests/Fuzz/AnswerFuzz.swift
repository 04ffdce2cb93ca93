// Compiled into one module with the reader of Sources/HTTPClient by run.sh.

/// Any bytes of a store: refused, or taken apart without a trap, and alike in whatever pieces they
/// come. The first byte says where the others are cut.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzAnswer(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count > 1, let start else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
    let whole = Reading(of: bytes, inPiecesOf: bytes.count, answersHead: start[0] & 1 == 1)
    let pieces = Reading(
        of: bytes,
        inPiecesOf: 1 + Int(start[0] >> 1) % 16,
        answersHead: start[0] & 1 == 1
    )
    precondition(whole == pieces, "pieces make a difference")
    precondition(whole.body.count <= bytes.count, "more body than bytes")
    return 0
}

private struct Reading: Equatable {
    var body: [UInt8] = []
    var end = ""
    var status = 0
    var headers: [UInt8] = []

    init(of bytes: UnsafeRawBufferPointer, inPiecesOf size: Int, answersHead: Bool) {
        var reader = AnswerReader()
        reader.begin(answersHead: answersHead)
        for start in stride(from: 0, to: bytes.count, by: size) where end.isEmpty {
            let piece = bytes[start..<min(start + size, bytes.count)]
            take(UnsafeRawBufferPointer(rebasing: piece), &reader)
        }
        if end.isEmpty { end = "\(reader.close())" }
    }

    private mutating func take(_ piece: UnsafeRawBufferPointer, _ reader: inout AnswerReader) {
        var rest = piece
        while end.isEmpty {
            switch reader.next(&rest) {
            case .more: if rest.isEmpty { return }
            case .head:
                status = reader.parser.status
                headers = reader.parser.headers.bytes
            case .body(let part): body += part
            case .end: end = "end"
            case .refused(let cause): end = cause
            }
        }
    }
}
