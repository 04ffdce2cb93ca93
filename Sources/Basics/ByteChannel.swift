/// A bounded pipe of bytes between one producer and one consumer on the same loop.
///
/// Every streamed body passes through one: the server fills it with an upload that the client
/// drains towards a store, or the client fills it with an answer that the server drains towards
/// the caller. Nobody writes more than ``space``, so a slow reader slows the writer down and
/// memory stays bounded.
///
/// `@unchecked Sendable`: confined to one loop's thread.
package final class ByteChannel: @unchecked Sendable {
    /// How the producer ended.
    package enum End: Sendable, Equatable {
        /// Every byte was written.
        case complete
        /// The rest never comes. A consumer must not let its own output look complete.
        case failed
    }

    /// Most bytes held at a time; ``raiseCapacity(to:)`` may lift it.
    package private(set) var capacity: Int
    /// nil while the producer may still write.
    package private(set) var end: End?
    /// Bytes that ever went in.
    package private(set) var written = 0
    /// The consumer wants nothing more; the producer should stop.
    package private(set) var isAbandoned = false

    /// Called after a write, ``finish()`` or ``fail()``. Set by the consumer.
    package var onReadable: (() -> Void)?
    /// Called after bytes were taken or the consumer gave up. Set by the producer.
    package var onWritable: (() -> Void)?

    private var storage: UnsafeMutableRawBufferPointer
    private var head = 0
    private var tail = 0
    private var expected = 0

    package init(capacity: Int) {
        self.capacity = capacity
        storage = .init(start: nil, count: 0)
    }

    deinit { storage.deallocate() }

    /// Bytes that wait to be read.
    package var count: Int { tail - head }
    /// Bytes that may be written now.
    package var space: Int { end == nil && !isAbandoned ? capacity - count : 0 }
    /// Nothing is left and nothing will come.
    package var isExhausted: Bool { end != nil && count == 0 }
    /// All bytes are here, none was taken from elsewhere; `count` is the whole length.
    package var isWhole: Bool { end == .complete && written == count }

    /// Takes as much of `bytes` as fits, and says how much that was.
    @discardableResult
    package func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        let accepted = min(bytes.count, space)
        guard accepted > 0 else { return 0 }
        makeRoom(for: accepted)
        UnsafeMutableRawBufferPointer(rebasing: storage[tail..<tail + accepted])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[0..<accepted]))
        tail += accepted
        written += accepted
        onReadable?()
        return accepted
    }

    /// Takes as much of `bytes` as fits, and says how much that was.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { write($0) }
    }

    /// Has `source` write into the channel's own memory, at most `most` bytes and at most ``space``;
    /// it says how many it wrote. They may be fewer, and none.
    package func fill(
        _ most: Int,
        from source: (UnsafeMutableRawBufferPointer) -> Int
    ) {
        // Not beyond what is expected, or the storage would grow once more for nothing.
        let room = min(most, space, written < expected ? expected - written : .max)
        guard room > 0 else { return }
        makeRoom(for: room)
        let amount = source(UnsafeMutableRawBufferPointer(rebasing: storage[tail..<tail + room]))
        precondition(amount <= room, "wrote \(amount) bytes into \(room)")
        guard amount > 0 else { return }
        tail += amount
        written += amount
        onReadable?()
    }

    /// Every byte was written.
    package func finish() { close(.complete) }

    /// The rest never comes.
    package func fail() { close(.failed) }

    /// The consumer wants nothing more. What is held is dropped.
    package func abandon() {
        guard !isAbandoned else { return }
        isAbandoned = true
        head = 0
        tail = 0
        onWritable?()
    }

    /// Moves up to `target.count` bytes into `target`, and says how many.
    package func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        let taken = min(target.count, count)
        guard taken > 0 else { return 0 }
        target.copyMemory(
            from: UnsafeRawBufferPointer(rebasing: storage[head..<head + taken])
        )
        drop(taken)
        return taken
    }

    /// Everything that waits, as an array.
    package func readAll() -> [UInt8] {
        let bytes = [UInt8](storage[head..<tail])
        drop(bytes.count)
        return bytes
    }

    /// Looks at what waits without taking it. The pointer is valid inside `body` only.
    package func withReadable<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(rebasing: storage[head..<tail]))
    }

    /// A copy of up to `most` waiting bytes from `offset` on, without taking them.
    package func peek(from offset: Int, most: Int = .max) -> [UInt8] {
        let start = min(head + offset, tail)
        return [UInt8](storage[start..<start + min(most, tail - start)])
    }

    /// Forgets the first `amount` waiting bytes.
    package func drop(_ amount: Int) {
        guard amount > 0 else { return }
        precondition(amount <= count, "dropped \(amount) of \(count) bytes")
        head += amount
        if head == tail {
            head = 0
            tail = 0
        }
        onWritable?()
    }

    /// Lets a consumer that must see more before it takes anything look further ahead.
    package func raiseCapacity(to bytes: Int) {
        guard bytes > capacity else { return }
        capacity = bytes
        onWritable?()
    }

    /// The producer knows how much will come in all; saves the storage from growing step by step.
    package func expect(_ bytes: Int) { expected = min(bytes, capacity) }

    private func close(_ how: End) {
        guard end == nil else { return }
        end = how
        onReadable?()
    }

    private func makeRoom(for extra: Int) {
        let needed = count + extra
        if tail + extra <= storage.count { return }
        if needed <= storage.count {
            UnsafeMutableRawBufferPointer(rebasing: storage[0..<count])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[head..<tail]))
        } else {
            let larger = UnsafeMutableRawBufferPointer.allocate(
                byteCount: min(
                    max(needed, storage.count * 2, expected, 512),
                    max(capacity, needed)
                ),
                alignment: 16
            )
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[head..<tail]))
            storage.deallocate()
            storage = larger
        }
        tail -= head
        head = 0
    }
}
