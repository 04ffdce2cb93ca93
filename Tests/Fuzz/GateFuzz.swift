// Compiled into one module with the gate's part of Sources/HTTPServer by run.sh.

/// Any head: refused, or canonical; no admitted path or framing could be read in another way.
///
/// The input is lines: method, target, then `name:value`; the first byte says the version.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzGate(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count > 1 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let lines = bytes[1...].split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    let fields = lines.dropFirst(2).map { line -> (name: [UInt8], value: [UInt8]) in
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.count
        return (Array(line[..<colon]), Array(line.dropFirst(colon + 1)))
    }
    let raw = RawHead(
        method: lines[0],
        target: lines.count > 1 ? lines[1] : [],
        version: bytes[0] & 1 == 0 ? .http11 : .http10,
        headers: fields
    )
    if case .success(let admission) = RequestGate().judge(raw, from: "127.0.0.1") {
        check(admission, fields)
    }
    return 0
}

private func check(
    _ admission: RequestGate.Admission,
    _ fields: [(name: [UInt8], value: [UInt8])]
) {
    for segment in admission.head.path {
        precondition(!segment.isEmpty && segment != "." && segment != "..", "a segment moves")
        for byte in segment.utf8 {
            precondition(byte >= 0x20 && byte != 0x7F && byte != 0x2F && byte != 0x5C, "byte")
        }
    }
    precondition(admission.head.query("_method") == nil, "the override is still there")
    precondition(!admission.head.headers.contains("X-HTTP-Method-Override"), "override header")
    let framing = fields.count { field in
        let name = String(decoding: field.name, as: UTF8.self).lowercased()
        return name == "content-length" || name == "transfer-encoding"
    }
    precondition(framing <= 1, "two framings were admitted")
    if framing == 0 { precondition(admission.framing == .none, "a body out of nothing") }
}
