import Basics
import Foundation
import Glibc
import LocalServers
import Packing
import Testing

@Suite("The shelf of archives")
struct ArchiveShelfTests {
    @Test("counts the bytes of archives that are still written")
    func unfinished() async throws {
        let folder = try TemporaryFolder()
        let shelf = ArchiveShelf(folder.path, mostFiles: 10, mostBytes: 48 << 20)
        _ = try await shelf.put("old", ended(20 << 20))
        folder.make("another.part", 20 << 20)
        _ = try await shelf.put("new", ended(20 << 20))
        #expect(shelf.take("old") == nil)
        #expect(shelf.take("new")?.length == 20 << 20)
    }

    @Test("takes no archive for which those still written leave no room, and leaves nothing of it")
    func full() async throws {
        let folder = try TemporaryFolder()
        let shelf = ArchiveShelf(folder.path, mostFiles: 10, mostBytes: 48 << 20)
        folder.make("another.part", 40 << 20)
        await #expect(throws: ArchiveShelf.Problem.self) {
            _ = try await shelf.put("new", ended(20 << 20))
        }
        #expect(folder.names == ["another.part"])
    }

    @Test("removes what a killed process left, not what another one still writes")
    func left() async throws {
        let folder = try TemporaryFolder()
        folder.make("written.part", 10)
        folder.make("left.part", 20)
        var times = [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]
        #expect(utimes("\(folder.path)/left.part", &times) == 0)
        ArchiveShelf(folder.path, mostFiles: 10, mostBytes: 48 << 20).clear()
        #expect(folder.names == ["written.part"])
    }

    @Test("keeps no more than it may, the newest")
    func files() async throws {
        let folder = try TemporaryFolder()
        let shelf = ArchiveShelf(folder.path, mostFiles: 1, mostBytes: 48 << 20)
        _ = try await shelf.put("old", ended(100))
        _ = try await shelf.put("new", ended(200))
        #expect(folder.names == ["new"])
        #expect(await shelf.remove("new"))
        #expect(await !shelf.remove("new"))
    }

    @Test("keeps nothing that did not come whole")
    func cut() async throws {
        let folder = try TemporaryFolder()
        let shelf = ArchiveShelf(folder.path, mostFiles: 1, mostBytes: 48 << 20)
        let body = ByteChannel(capacity: 10)
        body.write([1])
        body.fail()
        await #expect(throws: ArchiveShelf.Problem.self) { _ = try await shelf.put("new", body) }
        #expect(folder.names == [])
    }

    @Test("gives back what it has kept")
    func content() async throws {
        let folder = try TemporaryFolder()
        let shelf = ArchiveShelf(folder.path, mostFiles: 1, mostBytes: 48 << 20)
        _ = try await shelf.put("new", ended(300 << 10))
        let kept = try #require(shelf.take("new"))
        let channel = ByteChannel(capacity: 300 << 10)
        await kept.send(into: channel)
        #expect(channel.isWhole && channel.readAll() == ended(300 << 10).readAll())
    }

    @Test("leaves who waits for a slow disk free to do other things")
    @MainActor
    func slowDisk() async throws {
        let folder = try TemporaryFolder()
        let shelf = ArchiveShelf(folder.path, mostFiles: 1, mostBytes: 48 << 20)
        let path = "\(folder.path)/new.part"
        // Opening it for writing waits until somebody reads.
        #expect(mkfifo(path, 0o600) == 0)
        let wasHeldUp = Task.detached {
            do { try await Task.sleep(for: .seconds(20)) } catch { return false }
            close(open(path, O_RDONLY | O_NONBLOCK))
            return true
        }
        var hasBegun = false
        let putting = Task { @MainActor in
            hasBegun = true
            return try await shelf.put("new", ended(100))
        }
        while !hasBegun { await Task.yield() }
        wasHeldUp.cancel()
        let reader = open(path, O_RDONLY | O_NONBLOCK)
        #expect(try await putting.value == 100)
        #expect(await !wasHeldUp.value)
        close(reader)
    }
}

/// A whole archive.
private func ended(_ length: Int) -> ByteChannel {
    let body = ByteChannel(capacity: length)
    body.write((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 167) })
    body.finish()
    return body
}

extension TemporaryFolder {
    fileprivate var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? []
    }

    /// A file of so many bytes.
    fileprivate func make(_ name: String, _ bytes: Int) {
        let content = Data(count: bytes)
        let path = "\(path)/\(name)"
        #expect(FileManager.default.createFile(atPath: path, contents: content))
    }
}
