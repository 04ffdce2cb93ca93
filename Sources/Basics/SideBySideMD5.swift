internal import CCrypto

/// MD5 of several messages side by side, one in each lane of a vector.
///
/// One MD5 is a chain of 64 steps that wait for each other; eight of them at once cost hardly more
/// than one. For Orthanc's own checksums, never for security. Source: RFC 1321.
package enum SideBySideMD5 {
    /// Most messages at a time.
    package static let lanes = 8

    fileprivate typealias Vector = SIMD8<UInt32>

    /// The 16 bytes of the digest of what waits in each body.
    ///
    /// - Parameter bodies: 1…``lanes`` of them, best of about the same length.
    package static func digests(of bodies: [ByteChannel]) -> [[UInt8]] {
        precondition(1...lanes ~= bodies.count, "\(bodies.count) bodies")
        var state = State()
        // The pointers stay good: nobody writes into the bodies, which live until the end.
        var readers = bodies.map { $0.withReadable { Reader($0) } }
        defer { for reader in readers { reader.tail.deallocate() } }
        while let blocks = readers.map(\.blocks).filter({ $0 > 0 }).min() {
            // A lane that is done goes on with another's bytes; nobody looks at it.
            let busy = readers.first { $0.blocks > 0 }!.next
            let starts = (0..<lanes).map {
                $0 < readers.count && readers[$0].blocks > 0 ? readers[$0].next : busy
            }
            state.take(blocks, from: starts)
            for lane in readers.indices where readers[lane].blocks > 0 {
                if readers[lane].advance(by: blocks) { readers[lane].digest = state.digest(lane) }
            }
        }
        return withExtendedLifetime(bodies) { readers.map(\.digest) }
    }

    /// Where one message is read: its whole blocks, then the padded rest of it.
    private struct Reader {
        let tail: UnsafeMutableRawBufferPointer
        private(set) var next: UnsafeRawPointer
        private(set) var blocks: Int
        private var isTail: Bool
        var digest: [UInt8] = []

        init(_ message: UnsafeRawBufferPointer) {
            let whole = message.count / 64 * 64
            tail = Self.padded(message[whole...], length: message.count)
            isTail = whole == 0
            next = isTail ? UnsafeRawPointer(tail.baseAddress!) : message.baseAddress!
            blocks = (isTail ? tail.count : whole) / 64
        }

        /// Whether that was all.
        mutating func advance(by count: Int) -> Bool {
            next += count * 64
            blocks -= count
            guard blocks == 0, !isTail else { return blocks == 0 }
            isTail = true
            next = UnsafeRawPointer(tail.baseAddress!)
            blocks = tail.count / 64
            return false
        }

        private static func padded(
            _ rest: Slice<UnsafeRawBufferPointer>,
            length: Int
        ) -> UnsafeMutableRawBufferPointer {
            let size = rest.count < 56 ? 64 : 128
            let tail = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
            tail.initializeMemory(as: UInt8.self, repeating: 0)
            tail.copyBytes(from: rest)
            tail[rest.count] = 0x80
            tail.storeBytes(
                of: UInt64(length * 8).littleEndian,
                toByteOffset: size - 8,
                as: UInt64.self
            )
            return tail
        }
    }

    /// The four words of every lane.
    private struct State {
        private var a = Vector(repeating: 0x6745_2301)
        private var b = Vector(repeating: 0xefcd_ab89)
        private var c = Vector(repeating: 0x98ba_dcfe)
        private var d = Vector(repeating: 0x1032_5476)

        func digest(_ lane: Int) -> [UInt8] {
            [a[lane], b[lane], c[lane], d[lane]].flatMap { word in
                withUnsafeBytes(of: word.littleEndian, Array.init)
            }
        }

        /// Takes so many blocks of 64 bytes from each of the eight places.
        mutating func take(_ blocks: Int, from starts: [UnsafeRawPointer]) {
            withUnsafeTemporaryAllocation(of: Vector.self, capacity: 16) { words in
                for block in 0..<blocks {
                    for word in 0..<16 {
                        let offset = block * 64 + word * 4
                        words[word] = Vector(
                            Self.word(starts[0], offset),
                            Self.word(starts[1], offset),
                            Self.word(starts[2], offset),
                            Self.word(starts[3], offset),
                            Self.word(starts[4], offset),
                            Self.word(starts[5], offset),
                            Self.word(starts[6], offset),
                            Self.word(starts[7], offset)
                        )
                    }
                    compress(words)
                }
            }
        }

        @inline(__always)
        private static func word(_ start: UnsafeRawPointer, _ offset: Int) -> UInt32 {
            UInt32(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }

        @inline(__always)
        private mutating func compress(_ words: UnsafeMutableBufferPointer<Vector>) {
            let before = self
            for i in stride(from: 0, to: 16, by: 4) {
                step(&a, b, (b & c) | (~b & d), words[i], i, 7)
                step(&d, a, (a & b) | (~a & c), words[i + 1], i + 1, 12)
                step(&c, d, (d & a) | (~d & b), words[i + 2], i + 2, 17)
                step(&b, c, (c & d) | (~c & a), words[i + 3], i + 3, 22)
            }
            for i in stride(from: 0, to: 16, by: 4) {
                step(&a, b, (d & b) | (~d & c), words[(5 * i + 1) & 15], 16 + i, 5)
                step(&d, a, (c & a) | (~c & b), words[(5 * i + 6) & 15], 17 + i, 9)
                step(&c, d, (b & d) | (~b & a), words[(5 * i + 11) & 15], 18 + i, 14)
                step(&b, c, (a & c) | (~a & d), words[5 * i & 15], 19 + i, 20)
            }
            for i in stride(from: 0, to: 16, by: 4) {
                step(&a, b, b ^ c ^ d, words[(3 * i + 5) & 15], 32 + i, 4)
                step(&d, a, a ^ b ^ c, words[(3 * i + 8) & 15], 33 + i, 11)
                step(&c, d, d ^ a ^ b, words[(3 * i + 11) & 15], 34 + i, 16)
                step(&b, c, c ^ d ^ a, words[(3 * i + 14) & 15], 35 + i, 23)
            }
            for i in stride(from: 0, to: 16, by: 4) {
                step(&a, b, c ^ (b | ~d), words[7 * i & 15], 48 + i, 6)
                step(&d, a, b ^ (a | ~c), words[(7 * i + 7) & 15], 49 + i, 10)
                step(&c, d, a ^ (d | ~b), words[(7 * i + 14) & 15], 50 + i, 15)
                step(&b, c, d ^ (c | ~a), words[(7 * i + 21) & 15], 51 + i, 21)
            }
            a &+= before.a
            b &+= before.b
            c &+= before.c
            d &+= before.d
        }
    }

    @inline(__always)
    private static func step(
        _ target: inout Vector,
        _ next: Vector,
        _ mixed: Vector,
        _ word: Vector,
        _ number: Int,
        _ turn: UInt32
    ) {
        let sum = target &+ mixed &+ word &+ Vector(repeating: sines[number])
        target = next &+ shim_rotate_left(sum, turn)
    }

    /// 2³² × |sin(n + 1)|.
    private static let sines: [UInt32] = [
        0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613,
        0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193,
        0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d,
        0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed,
        0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122,
        0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
        0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244,
        0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
        0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb,
        0xeb86d391,
    ]
}
