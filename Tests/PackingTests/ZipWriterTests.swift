import Basics
import Foundation
import Testing

@testable import Packing

@Suite struct ZipWriterTests {
    /// Writes an archive and gives its bytes, or only the last ones of a long one.
    private func archive(
        keeping most: Int = .max,
        _ method: ZipWriter.Method = .stored,
        _ body: (ZipWriter) async throws -> Void
    ) async throws -> [UInt8] {
        let channel = ByteChannel(capacity: 1 << 16)
        var kept: [UInt8] = []
        channel.onReadable = { [unowned channel] in
            kept += channel.readAll()
            if kept.count / 2 > most { kept.removeFirst(kept.count - most) }
        }
        let zip = try ZipWriter(into: channel, method, modified: 1_700_000_000)
        try await body(zip)
        try await zip.close()
        return kept
    }

    private func python(_ program: String, _ file: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", program, file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }

    private func checked(_ bytes: [UInt8], _ program: String) throws -> String {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "isengard-zip-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        return try python(program, file)
    }

    @Test("an archive without entries is a valid one")
    func emptyArchive() async throws {
        let bytes = try await archive { _ in }
        #expect(Array(bytes.prefix(4)) == [0x50, 0x4B, 0x05, 0x06])
        #expect(bytes.count == 22)
    }

    @Test("what was put in comes out, stored or deflated", arguments: ["store", "deflate"])
    func roundTrip(method: String) async throws {
        let bytes = try await archive(.init(rawValue: method)!) { zip in
            try await zip.add("a/b.dcm", Array("hello".utf8))
            try await zip.add("a/none.dcm", [])
            try await zip.add("big.dcm", [UInt8](repeating: 7, count: 1_000_000))
        }
        let seen = try checked(
            bytes,
            """
            import sys, zipfile
            z = zipfile.ZipFile(sys.argv[1])
            assert z.testzip() is None
            print([(i.filename, i.file_size, i.compress_type) for i in z.infolist()])
            """
        )
        let kind = method == "store" ? 0 : 8
        #expect(
            seen == "[('a/b.dcm', 5, \(kind)), ('a/none.dcm', 0, \(kind)), "
                + "('big.dcm', 1000000, \(kind))]\n"
        )
    }

    @Test("more than 65,535 entries are counted in ZIP64 records")
    func manyEntries() async throws {
        let bytes = try await archive { zip in
            for number in 0..<70_000 { try await zip.add("IM\(number)", [1, 2, 3]) }
        }
        let seen = try checked(
            bytes,
            """
            import sys, zipfile
            z = zipfile.ZipFile(sys.argv[1])
            print(len(z.infolist()), len(set(z.namelist())), z.read('IM69999'))
            """
        )
        #expect(seen == "70000 70000 b'\\x01\\x02\\x03'\n")
    }

    @Test("an entry and an archive of more than 4 GiB have ZIP64 sizes")
    func hugeEntry() async throws {
        let size: Int64 = (4 << 30) + 12345
        let tail = try await archive(keeping: 4096) { zip in
            try await zip.add("small", [9])
            try await zip.begin("huge", size: size)
            let source = ByteChannel(capacity: 1 << 16)
            let block = [UInt8](repeating: 0, count: 1 << 16)
            var left = Int(size)
            while left > 0 {
                source.write(Array(block.prefix(min(left, block.count))))
                left -= source.count
                while source.count > 0 {
                    try await zip.untilRoom()
                    _ = try zip.move(from: source)
                }
            }
            try await zip.end()
            try await zip.add("last", [8])
        }
        // ZIP64 end of central directory, its locator, and the plain end with its overflow marks.
        let end = try #require(tail.firstRange(of: [0x50, 0x4B, 0x06, 0x06]))
        #expect(tail.firstRange(of: [0x50, 0x4B, 0x06, 0x07]) != nil)
        let offset = tail[(end.lowerBound + 48)...].prefix(8).reversed()
            .reduce(0) { $0 << 8 | Int64($1) }
        #expect(offset > size)
        let entries = tail[(end.lowerBound + 32)...].prefix(8).reversed()
            .reduce(0) { $0 << 8 | Int($1) }
        #expect(entries == 3)
    }

    @Test("an entry that ends early or gets too much is refused")
    func wrongSize() async throws {
        let channel = ByteChannel(capacity: 1 << 16)
        let zip = try ZipWriter(into: channel, modified: 0)
        try await zip.begin("a", size: 4)
        let source = ByteChannel(capacity: 16)
        source.write([1, 2])
        _ = try zip.move(from: source)
        await #expect(throws: ZipWriter.Problem.self) { try await zip.end() }
        source.write([1, 2, 3])
        #expect(throws: ZipWriter.Problem.self) { _ = try zip.move(from: source) }
    }

    @Test("a writer given up in the middle of an entry writes no end of an archive")
    func givenUp() async throws {
        let channel = ByteChannel(capacity: 1 << 16)
        do {
            let zip = try ZipWriter(into: channel, modified: 0)
            try await zip.begin("a", size: 4)
        }
        #expect(channel.readAll().firstRange(of: [0x50, 0x4B, 0x05, 0x06]) == nil)
    }

    @Test("a reader that has gone ends the writing")
    func abandoned() async throws {
        let channel = ByteChannel(capacity: 16)
        let zip = try ZipWriter(into: channel, modified: 0)
        channel.abandon()
        await #expect(throws: ZipWriter.Problem.self) {
            try await zip.begin("a", size: 4)
            try await zip.untilRoom()
        }
    }
}
