extension ByteChannel {
    /// Waits until more than `held` bytes wait or the producer has ended.
    ///
    /// Takes the place of ``onReadable`` until it returns; one waiter at a time.
    package func untilReadable(beyond held: Int = 0) async {
        guard count <= held, end == nil, !isAbandoned else { return }
        await withUnsafeContinuation { (waiter: UnsafeContinuation<Void, Never>) in
            // Between the guard and here others of the loop may have run: a continuation is made
            // after a switch of executors when the runtime finds one to be due.
            guard count <= held, end == nil, !isAbandoned else { return waiter.resume() }
            onReadable = { [unowned self] in
                guard count > held || end != nil else { return }
                onReadable = nil
                waiter.resume()
            }
        }
    }

    /// Waits until something may be written or the consumer has given up.
    ///
    /// Takes the place of ``onWritable`` until it returns; one waiter at a time.
    package func untilWritable() async {
        guard space == 0, end == nil, !isAbandoned else { return }
        await withUnsafeContinuation { (waiter: UnsafeContinuation<Void, Never>) in
            guard space == 0, end == nil, !isAbandoned else { return waiter.resume() }
            onWritable = { [unowned self] in
                guard space > 0 || end != nil || isAbandoned else { return }
                onWritable = nil
                waiter.resume()
            }
        }
    }

    /// The next bytes, or nil when nothing more comes; then ``end`` says how it ended.
    package func nextPiece() async -> [UInt8]? {
        await untilReadable()
        return count > 0 ? readAll() : nil
    }

    /// Writes all of `bytes`, waiting for space.
    ///
    /// - Returns: false when the consumer gave up.
    package func writeAll(_ bytes: [UInt8]) async -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            await untilWritable()
            guard space > 0 else { return false }
            rest = rest.dropFirst(write(Array(rest.prefix(space))))
        }
        return true
    }
}
