/// Where two pieces of memory differ.
enum ByteComparison {
    /// - Returns: The first place, or nil; both are of one length.
    static func firstDifference(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int? {
        precondition(left.count == right.count, "\(left.count) and \(right.count) bytes")
        var start = 0
        while start < left.count {
            let end = min(left.count, start + block)
            if differ(left, right, start, end) {
                return (start..<end).first { left[$0] != right[$0] }
            }
            start = end
        }
        return nil
    }

    /// Without a way out of the loop, so that the compiler can take many bytes at once.
    private static func differ(
        _ left: Span<UInt8>,
        _ right: Span<UInt8>,
        _ start: Int,
        _ end: Int
    ) -> Bool {
        let left = left.extracting(start..<end)
        let right = right.extracting(start..<end)
        var difference: UInt8 = 0
        for place in left.indices { difference |= left[place] ^ right[place] }
        return difference != 0
    }

    private static let block = 4096
}
