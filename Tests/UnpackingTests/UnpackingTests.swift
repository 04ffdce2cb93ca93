import Basics
import Foundation
import Testing
import Unpacking

@Suite struct UnpackingTests {
    /// Runs python3 for archives that we don't make ourselves.
    private func python(_ script: String) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", "import sys,zipfile,gzip,io\n" + script]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        return bytes
    }

    private func channel(_ bytes: [UInt8]) -> ByteChannel {
        let channel = ByteChannel(capacity: max(1, bytes.count))
        channel.write(bytes)
        channel.finish()
        return channel
    }

    @Test("a gzip body comes out whole")
    func gzip() async throws {
        let packed = try python("sys.stdout.buffer.write(gzip.compress(b'abc' * 100000))")
        let target = ByteChannel(capacity: 1 << 20)
        try await Inflater(limitBytes: 1 << 20).run(from: channel(packed), to: target)
        #expect(target.end == .complete)
        #expect(target.readAll() == Array(String(repeating: "abc", count: 100_000).utf8))
    }

    @Test("a gzip bomb is refused before it is unpacked")
    func gzipBomb() async throws {
        let packed = try python("sys.stdout.buffer.write(gzip.compress(bytes(200_000_000)))")
        let target = ByteChannel(capacity: 1 << 30)
        await #expect(throws: Inflater.Problem.tooLarge) {
            try await Inflater(limitBytes: 1 << 30).run(from: channel(packed), to: target)
        }
        #expect(target.end == .failed && target.written < 40_000_000)
    }

    @Test("a cut gzip body fails, it doesn't end")
    func gzipCut() async throws {
        let packed = try python("sys.stdout.buffer.write(gzip.compress(b'abc' * 100000))")
        let target = ByteChannel(capacity: 1 << 20)
        await #expect(throws: Inflater.Problem.malformed) {
            try await Inflater(limitBytes: 1 << 20)
                .run(from: channel(Array(packed.dropLast(4))), to: target)
        }
        #expect(target.end == .failed)
    }

    private func spool(_ bytes: [UInt8]) async throws -> SpoolFile {
        let file = try SpoolFile(in: FileManager.default.temporaryDirectory.path)
        try await file.fill(from: channel(bytes), limitBytes: 1 << 30)
        return file
    }

    @Test("the members of a ZIP come out in the archive's order")
    func zip() async throws {
        let packed = try python(
            """
            b = io.BytesIO(); z = zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED)
            z.writestr('d/', ''); z.writestr('../../b', 'two' * 1000); z.writestr('a', 'one')
            z.close(); sys.stdout.buffer.write(b.getvalue())
            """
        )
        let reader = try ZipReader(try await spool(packed), limitBytes: 1 << 20)
        #expect(reader.memberCount == 3)
        #expect(reader.isFolder(0) && !reader.isFolder(1))
        let target = ByteChannel(capacity: 1 << 20)
        try await reader.unpack(1, to: target)
        #expect(target.readAll() == Array(String(repeating: "two", count: 1000).utf8))
        let next = ByteChannel(capacity: 1 << 20)
        try await reader.unpack(2, to: next)
        #expect(next.readAll() == Array("one".utf8))
    }

    @Test("more than 10,000 members are refused, 10,000 are not", arguments: [10_000, 10_001])
    func manyMembers(count: Int) async throws {
        let packed = try python(
            """
            b = io.BytesIO(); z = zipfile.ZipFile(b, 'w')
            for i in range(\(count)): z.writestr(str(i), b'')
            z.close(); sys.stdout.buffer.write(b.getvalue())
            """
        )
        let file = try await spool(packed)
        guard count > ZipReader.memberLimit else {
            #expect(try ZipReader(file, limitBytes: 1 << 20).memberCount == count)
            return
        }
        #expect(throws: ZipReader.Problem.tooManyMembers) {
            _ = try ZipReader(file, limitBytes: 1 << 20)
        }
    }

    /// A member of 30,000 bytes whose size is given as another, here and in the directory.
    private func misdeclared(_ size: String) throws -> [UInt8] {
        try python(
            """
            import struct
            b = io.BytesIO(); z = zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED)
            z.writestr('a', bytes(range(250)) * 120); z.close(); d = bytearray(b.getvalue())
            real = struct.pack('<I', 30000); said = struct.pack('<I', \(size))
            sys.stdout.buffer.write(bytes(d).replace(real, said))
            """
        )
    }

    @Test(
        "a member is what comes out of it, whatever size it declares",
        arguments: ["10", "29999", "30001", "0xFFFFFFF0"]
    )
    func liar(size: String) async throws {
        let reader = try ZipReader(try await spool(misdeclared(size)), limitBytes: 1 << 20)
        let target = ByteChannel(capacity: 1 << 20)
        try await reader.unpack(0, to: target)
        let content = (0..<120).flatMap { _ in (0..<250).map { UInt8($0) } }
        #expect(target.readAll() == content)
    }

    @Test("names that lead out of a folder are only names")
    func names() async throws {
        let packed = try python(
            """
            b = io.BytesIO(); z = zipfile.ZipFile(b, 'w')
            for n in ['/etc/passwd', '../../x', 'C:\\\\x', 'a' * 60000]: z.writestr(n, 'one')
            z.close(); sys.stdout.buffer.write(b.getvalue())
            """
        )
        let reader = try ZipReader(try await spool(packed), limitBytes: 1 << 20)
        for member in 0..<reader.memberCount {
            let target = ByteChannel(capacity: 100)
            try await reader.unpack(member, to: target)
            #expect(target.readAll() == Array("one".utf8))
        }
    }

    @Test("a gzip body over the absolute limit is refused, however little it is compressed")
    func gzipLimit() async throws {
        let packed = try python(
            "import os\nsys.stdout.buffer.write(gzip.compress(os.urandom(100000)))"
        )
        let target = ByteChannel(capacity: 1 << 20)
        await #expect(throws: Inflater.Problem.tooLarge) {
            try await Inflater(limitBytes: 99_999).run(from: channel(packed), to: target)
        }
        #expect(target.end == .failed && target.written < 100_000)
    }

    @Test("what follows a gzip stream is malformed")
    func gzipTail() async throws {
        let packed = try python("sys.stdout.buffer.write(gzip.compress(b'abc') + b'more')")
        let target = ByteChannel(capacity: 1 << 20)
        await #expect(throws: Inflater.Problem.malformed) {
            try await Inflater(limitBytes: 1 << 20).run(from: channel(packed), to: target)
        }
    }

    @Test("what is no ZIP is malformed")
    func notZip() async throws {
        let file = try await spool(Array("PK\u{3}\u{4} and nothing more".utf8))
        #expect(throws: ZipReader.Problem.malformed) {
            _ = try ZipReader(file, limitBytes: 1 << 20)
        }
    }

    @Test("a ZIP bomb is stopped at its limit")
    func zipBomb() async throws {
        let packed = try python(
            """
            b = io.BytesIO(); z = zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED)
            z.writestr('a', bytes(200_000_000)); z.close(); sys.stdout.buffer.write(b.getvalue())
            """
        )
        let reader = try ZipReader(try await spool(packed), limitBytes: 1 << 30)
        let target = ByteChannel(capacity: 1 << 30)
        await #expect(throws: ZipReader.Problem.tooLarge) { try await reader.unpack(0, to: target) }
        #expect(target.end == .failed && target.written < 40_000_000)
    }

    @Test("what announces too large a directory is refused before anybody makes room for it")
    func announced() async throws {
        func little(_ number: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        func end(_ members: Int, _ directory: Int) -> [UInt8] {
            [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + little(members, 2) + little(members, 2)
                + little(directory, 4) + little(0, 4) + [0, 0]
        }
        func end64(_ members: Int, _ directory: Int) -> [UInt8] {
            [0x50, 0x4B, 6, 6] + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8)
                + little(members, 8) + little(members, 8) + little(directory, 8) + little(0, 8)
                + [0x50, 0x4B, 6, 7] + little(0, 12) + little(1, 4)
                + end(0xFFFF, 0xFFFF_FFFF)
        }
        for bytes in [
            end(20_000, 100), end(1, 9 << 20), end64(22_000_000, 1 << 20), end64(1, 1 << 30),
        ] {
            let file = try await spool(bytes)
            #expect(throws: ZipReader.Problem.tooManyMembers) {
                try ZipReader(file, limitBytes: 1 << 20)
            }
        }
    }
}
