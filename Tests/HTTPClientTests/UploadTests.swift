import Basics
import EventLoop
import Glibc
import HTTPClient
import Testing

@Suite("Uploads that stream", .bothWays)
struct UploadTests {
    private static let piece = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }

    /// Writes `count` pieces and ends the channel.
    private static func fill(_ channel: ByteChannel, pieces count: Int) async -> Bool {
        for _ in 0..<count {
            guard await channel.writeAll(piece) else { return false }
        }
        channel.finish()
        return true
    }

    @Test("A channel of known length arrives with its length", arguments: [1, 10])
    func knownLength(pieces: Int) async throws {
        let total = pieces * Self.piece.count
        try await Bench.run { line in
            let head = try line.head()
            #expect(head.contains("Content-Length: \(total)\r\n"))
            #expect(!head.contains("Expect") && !head.contains("chunked"))
            #expect(
                try line.bytes(total)
                    == Array(repeating: Self.piece, count: pieces).joined().map { $0 }
            )
            try line.answer("stored")
        } _: { bench in
            let channel = ByteChannel(capacity: 64 << 10)
            let pool = try bench.pool()
            async let filled = Self.fill(channel, pieces: pieces)
            let answer = try await pool.send(
                ClientRequest(.post, "/", body: .channel(channel, length: Int64(total))),
                limitBytes: 10
            )
            #expect(answer.body.text == "stored")
            #expect(await filled)
        }
    }

    @Test("A channel of unknown length goes out chunked, and the connection is used again")
    func chunked() async throws {
        try await Bench.run { line in
            for _ in 0..<2 {
                let head = try line.head()
                #expect(head.contains("Transfer-Encoding: chunked\r\n"))
                #expect(try line.chunkedBody().count == 10 * Self.piece.count)
                try line.answer("\(line.number)")
            }
        } _: { bench in
            let pool = try bench.pool()
            for _ in 0..<2 {
                let channel = ByteChannel(capacity: 64 << 10)
                async let filled = Self.fill(channel, pieces: 10)
                let answer = try await pool.send(
                    ClientRequest(.post, "/", body: .channel(channel, length: nil)),
                    limitBytes: 10
                )
                #expect(answer.body.text == "1")
                #expect(await filled)
            }
        }
    }

    @Test("An empty channel is an empty body", arguments: [0, nil] as [Int64?])
    func empty(length: Int64?) async throws {
        try await Bench.run { line in
            let head = try line.head()
            if length == nil { #expect(try line.chunkedBody().isEmpty) }
            #expect(head.contains(length == nil ? "chunked" : "Content-Length: 0\r\n"))
            try line.answer("ok")
        } _: { bench in
            let channel = ByteChannel(capacity: 64 << 10)
            channel.finish()
            let answer = try await bench.pool().send(
                ClientRequest(.post, "/", body: .channel(channel, length: length)),
                limitBytes: 10
            )
            #expect(answer.body.text == "ok")
        }
    }

    @Test("A peer that doesn't read slows the producer down")
    func backPressure() async throws {
        let gate = Gate()
        let total = 1000 * Self.piece.count
        try await Bench.run { line in
            try line.head()
            try gate.wait()
            #expect(try line.count(total) == total)
            try line.answer("stored")
        } _: { bench in
            let channel = ByteChannel(capacity: 64 << 10)
            let pool = try bench.pool()
            async let answer = pool.send(
                ClientRequest(.post, "/", body: .channel(channel, length: Int64(total))),
                limitBytes: 10
            )
            async let filled = Self.fill(channel, pieces: 1000)
            var last = -1
            while last != channel.written || last == 0 {
                last = channel.written
                try await bench.loop.sleep(for: .milliseconds(50))
            }
            #expect(last < 16 << 20)
            gate.open()
            #expect(try await answer.body.text == "stored")
            #expect(await filled)
        }
    }

    @Test(
        "A body that its producer cuts is cut for the peer too, never ended",
        arguments: [Int64(3 * 50_000), nil] as [Int64?]
    )
    func cut(length: Int64?) async throws {
        let seen = Locked<Bool?>(nil)
        try await Bench.run { line in
            try line.head()
            let isWhole =
                if let length {
                    (try? line.bytes(Int(length))) != nil
                } else {
                    (try? line.chunkedBody()) != nil
                }
            seen.withLock { $0 = isWhole }
        } _: { bench in
            let channel = ByteChannel(capacity: 64 << 10)
            let pool = try bench.pool()
            async let filled: Void = {
                _ = await channel.writeAll(Self.piece)
                _ = await channel.writeAll(Self.piece)
                try? await bench.loop.sleep(for: .milliseconds(10))
                channel.fail()
            }()
            let error = try await failure { () throws(TransferError) in
                try await pool.send(
                    ClientRequest(.post, "/", body: .channel(channel, length: length)),
                    limitBytes: 10
                )
            }
            await filled
            #expect(error.kind == .bodyFailed && error.bytesSent)
            try await bench.until { seen.withLock { $0 != nil } }
        }
        #expect(seen.withLock { $0 } == false)
    }

    @Test("A body shorter than promised is an error, not a wait for ever")
    func tooShort() async throws {
        try await Bench.run { line in
            try line.head()
            _ = line.rest()
        } _: { bench in
            let channel = ByteChannel(capacity: 64 << 10)
            let pool = try bench.pool()
            channel.write([1, 2, 3])
            channel.finish()
            let error = try await failure { () throws(TransferError) in
                try await pool.send(
                    ClientRequest(.post, "/", body: .channel(channel, length: 4)),
                    limitBytes: 10
                )
            }
            #expect(error.kind == .bodyFailed)
        }
    }

    @Test(
        "An answer that comes before the upload ended is delivered and the rest abandoned",
        arguments: ["400 Bad Request", "507 Insufficient Storage"],
        [Int64(1000 * 50_000), nil] as [Int64?]
    )
    func earlyAnswer(status: String, length: Int64?) async throws {
        try await Bench.run { line in
            try line.head()
            _ = try line.bytes(10_000)
            try line.answer("no", status: status)
            _ = line.rest()
        } _: { bench in
            let channel = ByteChannel(capacity: 64 << 10)
            let pool = try bench.pool()
            async let filled = Self.fill(channel, pieces: 1000)
            let answer = try await pool.send(
                ClientRequest(.post, "/", body: .channel(channel, length: length)),
                limitBytes: 10
            )
            #expect(status.hasPrefix("\(answer.status)"))
            #expect(answer.body.text == "no")
            #expect(await filled == false)
            #expect(channel.isAbandoned)
        }
    }

    @Test("An early answer reaches us while the producer has nothing to send")
    func earlyAnswerWhilePaused() async throws {
        try await Bench.run { line in
            try line.head()
            try line.answer("no", status: "400 Bad Request")
            _ = line.rest()
        } _: { bench in
            let channel = ByteChannel(capacity: 64 << 10)
            let answer = try await bench.pool().send(
                ClientRequest(.post, "/", body: .channel(channel, length: 1000)),
                limitBytes: 10
            )
            #expect(answer.status == 400)
            #expect(channel.isAbandoned)
        }
    }

    @Test("A producer that sleeps is not the peer's fault; a peer that sleeps is")
    func whoStalls() async throws {
        try await Bench.run { line in
            try line.head()
            #expect(try line.bytes(6).count == 6)
            try line.answer("ok")
        } _: { bench in
            let channel = ByteChannel(capacity: 64 << 10)
            let pool = try bench.pool()
            async let filled: Void = {
                channel.write([1, 2, 3])
                try? await bench.loop.sleep(for: .milliseconds(150))
                channel.write([4, 5, 6])
                channel.finish()
            }()
            let answer = try await pool.send(
                ClientRequest(
                    .post,
                    "/",
                    body: .channel(channel, length: 6),
                    deadlines: TransferDeadlines(stall: .milliseconds(50))
                ),
                limitBytes: 10
            )
            #expect(answer.body.text == "ok")
            await filled
        }
    }

    @Test("A download streams into an upload through one channel")
    func relay() async throws {
        let total = 200 * Self.piece.count
        try await Bench.run { line in
            if try line.head().hasPrefix("GET") {
                try line.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
                for _ in 0..<200 { try line.send(Self.piece) }
            } else {
                #expect(try line.count(total) == total)
                try line.answer("copied")
            }
        } _: { bench in
            let pool = try bench.pool()
            let source = try await pool.open(ClientRequest(.get, "/"))
            let answer = try await pool.send(
                ClientRequest(.post, "/", body: .channel(source.body, length: source.length)),
                limitBytes: 10
            )
            #expect(answer.body.text == "copied")
        }
    }
}
