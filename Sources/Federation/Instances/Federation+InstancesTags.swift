import Basics
import EventLoop
import GlobalIndex
import JSONText
package import OrthancModel
import OrthancClient

extension Federation {
    /// The tags of every instance below a resource, by identifier, ascending: each one from any
    /// holder that has it, sent while they are read.
    ///
    /// - Parameter format: nil: as stores give them without a flag.
    package func instancesTags(
        _ level: Level,
        _ id: OrthancID,
        _ format: TagFormat
    ) async throws(FederationError) -> Answer {
        let (reads, provenance) = try await tagReads(level, id, format)
        let channel = ByteChannel(capacity: 128 << 10)
        let first = try await Self.nextObject(reads)
        loop.spawn {
            let isWhole = await Self.pass(first, reads, to: channel)
            if isWhole { channel.finish() } else { channel.fail() }
            reads.close()
        }
        return Answer(.channel(channel), provenance)
    }

    /// Writes the object of all tags as they come.
    ///
    /// Swift 6.3.1 with -O crashes on the same loop with a typed throw inside of the closure.
    ///
    /// - Returns: false when it can't be made whole.
    private static func pass(
        _ first: (OrthancID, [UInt8])?,
        _ reads: OrderedReads,
        to channel: ByteChannel
    ) async -> Bool {
        var writer = JSONWriter(.orthanc, capacity: 1 << 16)
        var next = first
        writer.beginObject()
        while let (id, text) = next {
            writer.key(id.description)
            writer.raw(indented(text))
            guard await channel.writeAll(writer.take()) else { return false }
            switch await following(reads) {
            case .success(let more): next = more
            case .failure: return false
            }
        }
        writer.endObject()
        return await channel.writeAll(writer.take())
    }

    private static func following(
        _ reads: OrderedReads
    ) async -> Result<(OrthancID, [UInt8])?, FederationError> {
        do {
            let next = try await nextObject(reads)
            return .success(next)
        } catch {
            return .failure(error)
        }
    }

    /// What a store calls the tags of an instance is an object, and nothing but one: it becomes a
    /// part of an answer about others too.
    private static func nextObject(
        _ reads: OrderedReads
    ) async throws(FederationError) -> (OrthancID, [UInt8])? {
        guard let next = try await reads.nextText(limitBytes: tagBytes) else { return nil }
        guard let document = try? JSONDocument(next.1), document.root.kind == .object else {
            throw FederationError(.unavailable([]), doing: "read tags")
        }
        return next
    }

    /// The tags of all instances below a resource, ascending by identifier.
    func tagReads(
        _ level: Level,
        _ id: OrthancID,
        _ format: TagFormat
    ) async throws(FederationError) -> (OrderedReads, Provenance) {
        let (list, provenance) = try await wholeList(level, id)
        let query: [(name: String, value: String?)] =
            switch format {
            case .full: []
            case .short: [("short", nil)]
            case .simplify: [("simplify", nil)]
            }
        let ids = list.entries.map(\.id).sorted()
        let reads = OrderedReads(self, about: ids, width: 8) { id in
            OwnedQuestion(
                .instance,
                id,
                request: StoreRequest(.get, ["instances", id.description, "tags"], query: query),
                risk: .parses
            )
        }
        return (reads, provenance)
    }

    /// All instances below a resource, each with a holder that can be reached.
    func wholeList(
        _ level: Level,
        _ id: OrthancID
    ) async throws(FederationError) -> (ArchiveList, Provenance) {
        var provenance = Provenance()
        provenance.conflicts = try await known(level, id, isStrict: false).conflicts
        let list = try await archiveList(of: [(level, id)])
        try checkHolders(of: list)
        return (list, provenance)
    }

    /// One level deeper in Orthanc's layout.
    private static func indented(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 4)
        for byte in text {
            result.append(byte)
            if byte == 0x0A { result += [0x20, 0x20, 0x20] }
        }
        return result
    }

    /// Most text of one instance's tags.
    static let tagBytes = 16 << 20
}
