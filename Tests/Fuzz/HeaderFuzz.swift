// Compiled into one module with Sources/DICOM by run.sh.

/// Any bytes, cut anywhere: the verdict is the same as for the whole, and nothing traps.
///
/// The first two bytes say whether the structure is guarded and how the rest is cut.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzHeader(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count > 2 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let guardsStructure = bytes[0] & 1 == 1
    let file = Array(bytes[2...])
    let whole = outcome(file, piece: file.count, guardsStructure)
    let cut = outcome(file, piece: Int(bytes[1]) + 1, guardsStructure)
    precondition(whole == cut, "the verdict depends on how the file is cut")
    if case .done = whole.state {
        precondition(whole.header?.studyInstanceUID.isEmpty == false, "done without identifiers")
    }
    return 0
}

private struct Outcome: Equatable {
    let state: HeaderReader.State
    let header: InstanceHeader?
}

private func outcome(_ file: [UInt8], piece: Int, _ guardsStructure: Bool) -> Outcome {
    let limits = HeaderLimits(headerBytes: 65_536, valueBytes: 512, depth: 8, elements: 1_000)
    var reader = HeaderReader(limits: limits, guardsStructure: guardsStructure)
    var position = 0
    while position < file.count {
        let end = min(position + piece, file.count)
        reader.feed(Array(file[position..<end]))
        position = end
    }
    reader.finish()
    return Outcome(state: reader.state, header: reader.header)
}
