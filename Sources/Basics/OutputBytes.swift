extension OutputSpan<UInt8> {
    /// Appends a copy in one piece; without room for it the program stops.
    @inline(__always)
    package mutating func append(copying bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { source in
            withUnsafeMutableBufferPointer { target, count in
                precondition(source.count <= target.count - count, "no room")
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                (to + count).initialize(from: from, count: source.count)
                count += source.count
            }
        }
    }

    /// Appends eight bytes, the most significant one first.
    @inline(__always)
    package mutating func append(bigEndian number: UInt64) {
        withUnsafeMutableBufferPointer { target, count in
            precondition(target.count - count >= 8, "no room")
            UnsafeMutableRawBufferPointer(target)
                .storeBytes(of: number.bigEndian, toByteOffset: count, as: UInt64.self)
            count += 8
        }
    }
}
