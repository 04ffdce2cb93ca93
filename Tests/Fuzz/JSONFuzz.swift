// Compiled into one module with Sources/JSONText by run.sh.

/// Any bytes: refused, or decoded without a trap; what is written of them reads as the same.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let limits = JSONLimits(depth: 20, bytes: 1 << 16, nodes: 4_096)
    guard let document = try? JSONDocument(bytes, limits: limits) else { return 0 }
    decodeAll(document.root)
    checkFragments(document.root)
    guard let value = try? JSONValue(document.root) else { return 0 }
    for layout in [JSONWriter.Layout.compact, .orthanc, .orthancError] {
        let again = try? JSONValue(value.text(layout))
        precondition(again == value, "what was written reads differently")
    }
    return 0
}

/// Asks each value for everything, whatever its kind.
private func decodeAll(_ element: JSONElement) {
    precondition(element.string.map { Array($0.utf8) } == element.utf8, "two decodings differ")
    precondition(element.string.map(element.isString) ?? true, "a string is not itself")
    let integer = element.integer.map { Double($0) }
    precondition(integer == nil || integer == element.real, "two numbers differ")
    _ = element.boolean
    for child in element.elements { decodeAll(child) }
    for (key, value) in element.members {
        precondition(key.string.flatMap { element[$0] } != nil, "a member is not found")
        decodeAll(value)
    }
}

/// The text of a value is a document, and the same one.
private func checkFragments(_ element: JSONElement) {
    for child in element.elements {
        let alone = try? JSONDocument(Array(child.text))
        precondition(alone?.root.kind == child.kind, "a fragment reads differently")
    }
}
