import Basics
import Testing

@Suite("A byte channel")
struct ByteChannelTests {
    @Test("gives back what was written, in order, through all its moves and growths")
    func order() {
        let seed = UInt64.random(in: .min ... .max)
        var generator = Seeded(state: seed)
        let channel = ByteChannel(capacity: 10_000)
        var next: UInt8 = 0
        var expected: UInt8 = 0
        for _ in 0..<2_000 {
            let piece = (0..<Int.random(in: 0...3_000, using: &generator)).map { _ in
                defer { next &+= 1 }
                return next
            }
            let accepted = channel.write(piece)
            next &-= UInt8(truncatingIfNeeded: piece.count - accepted)
            #expect(channel.count <= channel.capacity, "seed \(seed)")
            let target = UnsafeMutableRawBufferPointer.allocate(
                byteCount: Int.random(in: 1...3_000, using: &generator),
                alignment: 1
            )
            defer { target.deallocate() }
            for byte in target.prefix(channel.read(into: target)) {
                guard byte == expected else {
                    Issue.record("got \(byte) for \(expected), seed \(seed)")
                    return
                }
                expected &+= 1
            }
        }
    }

    @Test("takes no more than its capacity, and more after a read or a raise")
    func capacity() {
        let channel = ByteChannel(capacity: 4)
        #expect(channel.write([1, 2, 3, 4, 5]) == 4)
        #expect(channel.space == 0)
        #expect(channel.write([6]) == 0)
        channel.drop(3)
        #expect(channel.space == 3)
        #expect(channel.write([5, 6]) == 2)
        #expect(channel.readAll() == [4, 5, 6])
        channel.raiseCapacity(to: 8)
        channel.raiseCapacity(to: 2)
        #expect(channel.capacity == 8)
        #expect(channel.written == 6)
    }

    @Test("tells the consumer of bytes and of the end, and the producer of space, once each")
    func callbacks() {
        let channel = ByteChannel(capacity: 4)
        var readable = 0
        var writable = 0
        channel.onReadable = { readable += 1 }
        channel.onWritable = { writable += 1 }
        channel.write([UInt8]())
        #expect(readable == 0)
        channel.write([1, 2, 3, 4, 5])
        #expect(readable == 1)
        channel.drop(0)
        _ = channel.peek(from: 2)
        #expect(writable == 0)
        channel.drop(1)
        channel.raiseCapacity(to: 9)
        #expect(writable == 2)
        channel.finish()
        channel.finish()
        channel.fail()
        #expect(readable == 2)
        #expect(channel.end == .complete)
    }

    @Test("is whole only while complete and untouched, exhausted when complete and empty")
    func wholeness() {
        let channel = ByteChannel(capacity: 10)
        channel.write([1, 2])
        #expect(!channel.isWhole)
        channel.finish()
        #expect(channel.isWhole)
        #expect(channel.space == 0)
        #expect(channel.write([3]) == 0)
        channel.drop(1)
        #expect(!channel.isWhole)
        #expect(!channel.isExhausted)
        channel.drop(1)
        #expect(channel.isExhausted)
        let failed = ByteChannel(capacity: 10)
        failed.fail()
        #expect(!failed.isWhole)
        #expect(failed.isExhausted)
    }

    @Test("that is abandoned drops what it holds and takes nothing more")
    func abandoned() {
        let channel = ByteChannel(capacity: 10)
        var writable = 0
        channel.onWritable = { writable += 1 }
        channel.write([1, 2])
        channel.abandon()
        channel.abandon()
        #expect(writable == 1)
        #expect(channel.count == 0)
        #expect(channel.space == 0)
        #expect(channel.write([3]) == 0)
        #expect(channel.end == nil)
    }

    @Test("shows without taking")
    func peek() {
        let channel = ByteChannel(capacity: 10)
        channel.write([1, 2, 3])
        #expect(channel.peek(from: 1) == [2, 3])
        #expect(channel.peek(from: 9) == [])
        #expect(channel.withReadable { Array($0) } == [1, 2, 3])
        #expect(channel.count == 3)
    }

    @Test("may be written from within the call that tells of space")
    func reentrant() {
        let channel = ByteChannel(capacity: 4)
        var left = 20
        channel.onWritable = {
            while left > 0, channel.write([UInt8(left)]) == 1 { left -= 1 }
        }
        channel.raiseCapacity(to: 5)
        var taken: [UInt8] = []
        while !channel.readAllInto(&taken) {}
        #expect(taken == (1...20).reversed().map(UInt8.init))
        channel.onWritable = nil
    }
}

extension ByteChannel {
    /// - Returns: Whether there was nothing.
    fileprivate func readAllInto(_ taken: inout [UInt8]) -> Bool {
        guard count > 0 else { return true }
        taken += readAll()
        return false
    }
}

/// SplitMix64.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
