import Foundation
import LocalServers
import TestKit
import Testing

/// Uploads that are small on the wire and would be huge in memory, here or in a store.
extension WholeGateway.EdgeTests {
    /// What the bombs are made of: `dicom` is a file whose last element is zeros without end.
    private static let script = #"""
        import gzip, io, sys, zipfile
        dicom = bytes.fromhex(sys.argv[2]) + bytes.fromhex("e07f10004f570000000000f0")
        zeros = bytes(300_000_000)
        def packed(members, method=zipfile.ZIP_DEFLATED):
            target = io.BytesIO()
            with zipfile.ZipFile(target, "w", method) as archive:
                for name, content in members: archive.writestr(name, content)
            return target.getvalue()
        bombs = {
            "gzip of zeros": lambda: gzip.compress(zeros, 1),
            "gzip of a file that never ends": lambda: gzip.compress(dicom + zeros, 1),
            "gzip of a ZIP": lambda: gzip.compress(packed([("a", zeros)])),
            "ZIP of zeros": lambda: packed([("a", zeros)]),
            "ZIP of a file that never ends": lambda: packed([("a", dicom + zeros)]),
            "ZIP of 20,000 members": lambda: packed([(str(i), b"") for i in range(20_000)]),
        }
        sys.stdout.buffer.write(bombs[sys.argv[1]]())
        """#

    private func bomb(_ name: String, of instance: SyntheticInstance) throws -> [UInt8] {
        let hexadecimal = instance.bytes.map {
            ($0 < 16 ? "0" : "") + String($0, radix: 16)
        }.joined()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", Self.script, name, hexadecimal]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        return bytes
    }

    /// Resident bytes of a process.
    private func residentBytes(of pid: Int32) -> Int {
        let text = FileManager.default.contents(atPath: "/proc/\(pid)/statm") ?? Data()
        let words = String(decoding: text, as: UTF8.self).split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * 4096 : 0
    }

    private func expectStoresAlive() throws {
        for store in world.fleet.stores.indices {
            #expect(try world.fleet.client(of: store).get("/system").status == 200)
        }
    }

    @Test(
        "a bomb is refused, leaves nothing, costs less than 32 MiB and kills no store",
        arguments: [
            "gzip of zeros", "gzip of a file that never ends", "gzip of a ZIP", "ZIP of zeros",
            "ZIP of a file that never ends", "ZIP of 20,000 members",
        ]
    )
    func bomb(name: String) throws {
        let instance = SyntheticCorpus(seed: 700, patients: 1).instances[0]
        let bytes = try bomb(name, of: instance)
        let before = residentBytes(of: world.gateway.pid)
        let reply = try world.client.send(
            "POST",
            "/instances",
            headers: name.hasPrefix("gzip") ? [("Content-Encoding", "gzip")] : [],
            body: bytes
        )
        if ["gzip of a ZIP", "ZIP of zeros"].contains(name) {
            // A member that is no DICOM file is left out after its first bytes.
            #expect(try reply.status == 200 && reply.strings() == [])
        } else {
            #expect(reply.status == 400, "\(reply.text)")
            #expect(try reply.object()["OrthancStatus"] as? Int == 15)
        }
        #expect(residentBytes(of: world.gateway.pid) - before < 32 << 20)
        #expect(try world.client.post("/tools/lookup", instance.sopUID).strings() == [])
        try expectStoresAlive()
    }

    @Test("a ZIP within a ZIP is not unpacked")
    func nested() throws {
        let instance = SyntheticCorpus(seed: 701, patients: 1).instances[0]
        let inner = Envelope.zip([("a.dcm", instance.bytes)])
        let reply = try world.client.post("/instances", Envelope.zip([("inner.zip", inner)]))
        #expect(reply.status == 200)
        #expect(try reply.json() as? [String] == [])
        #expect(try world.client.post("/tools/lookup", instance.sopUID).strings() == [])
    }

    @Test("no store reserves memory for bytes that a client only promises")
    func promise() throws {
        let instance = SyntheticCorpus(seed: 702, patients: 1).instances[0]
        let pids = try world.fleet.stores.map { try #require($0.pid) }
        let before = pids.map { residentBytes(of: $0) }
        let connection = try Connection(port: world.gateway.port)
        try connection.send(
            "POST /instances HTTP/1.1\r\nHost: x\r\nContent-Length: 3221225472\r\n\r\n"
        )
        try connection.send(instance.bytes)
        try connection.send([0xE0, 0x7F, 0x10, 0, 0x4F, 0x57, 0, 0, 0, 0, 0, 0xB0])
        try connection.send([UInt8](repeating: 0, count: 200_000))
        // Until the store has it, and a little longer than reserving 3 GB takes.
        usleep(2_000_000)
        for (pid, bytes) in zip(pids, before) {
            #expect(residentBytes(of: pid) - bytes < 64 << 20)
        }
        connection.reset()
        try expectStoresAlive()
    }

    @Test("a file nested beyond all measure is refused before a store sees it")
    func deepFile() throws {
        let instance = SyntheticCorpus(seed: 703, patients: 1).instances[0]
        let level: [UInt8] = [
            0xFA, 0xFF, 0xFA, 0xFF, 0x53, 0x51, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0, 0xE0,
            0xFF, 0xFF, 0xFF, 0xFF,
        ]
        let deep = instance.bytes + (0..<3000).flatMap { _ in level }
        let reply = try world.client.post("/instances", deep)
        #expect(reply.status == 400)
        #expect(try reply.object()["OrthancStatus"] as? Int == 15)
        try expectStoresAlive()
    }
}
