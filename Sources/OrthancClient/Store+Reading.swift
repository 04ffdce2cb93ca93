internal import Basics
package import JSONText
package import OrthancModel

extension Store {
    /// `/system`.
    package func system(
        within limit: Duration? = nil
    ) async throws(StoreError)
        -> SystemInformation
    {
        let root = try await json(StoreRequest(.get, ["system"], within: limit), 1 << 20)
        guard let system = SystemInformation(root) else { throw malformed("/system") }
        return system
    }

    /// `/statistics`.
    package func statistics() async throws(StoreError) -> StoreStatistics {
        let root = try await json(StoreRequest(.get, ["statistics"]), 1 << 20)
        guard let statistics = StoreStatistics(root) else { throw malformed("/statistics") }
        return statistics
    }

    /// One page of the feed, after `since`.
    ///
    /// - Parameter limit: 1…1,000; 0 gives no rows and the store's Last.
    package func changes(since: Int64, limit: Int) async throws(StoreError) -> StoreChanges {
        let query = [("since", Optional("\(since)")), ("limit", "\(limit)")]
        let root = try await json(
            StoreRequest(.get, ["changes"], query: query.map { (name: $0.0, value: $0.1) })
        )
        guard let changes = StoreChanges(root) else { throw malformed("/changes") }
        return changes
    }

    /// The sequence of the store's last change.
    package func lastChange() async throws(StoreError) -> Int64 {
        try await changes(since: 0, limit: 0).last
    }

    /// Ids of one page of a level, in the store's own order.
    ///
    /// - Parameter limit: At least 1: 0 means everything or nothing, by version.
    package func ids(
        _ level: Level,
        since: Int,
        limit: Int
    ) async throws(StoreError) -> [OrthancID] {
        try identifiers(
            try await fetch(StoreRequest(.get, [level.pathName], query: page(since, limit))),
            level
        )
    }

    /// All ids of a level, in the store's own order; 24 bytes of memory an id.
    ///
    /// - Parameter limit: Most ids taken; a store with more is `.malformed`.
    package func allIDs(
        _ level: Level,
        limit: Int = 100_000_000
    ) async throws(StoreError) -> [OrthancID] {
        var all: [OrthancID] = []
        try await scanIDs(level) { batch in
            all += batch
            return all.count <= limit
        }
        guard all.count <= limit else { throw malformed("/\(level.pathName)") }
        return all
    }

    /// All ids of a level, in the store's own order, in batches, as the answer arrives.
    ///
    /// Holds one piece of the answer at a time; the store waits while `take` works.
    ///
    /// - Parameter take: Called with some ids, at most about 3,000; false ends the scan early.
    package func scanIDs(
        _ level: Level,
        _ take: ([OrthancID]) async -> Bool
    ) async throws(StoreError) {
        let stream = try await open(StoreRequest(.get, [level.pathName]))
        guard stream.status == 200 else {
            stream.body.abandon()
            throw refusal(StoreRequest(.get, [level.pathName]), stream.status)
        }
        var scanner = IDListScanner()
        while let piece = await stream.body.nextPiece() {
            var batch: [OrthancID] = []
            do {
                try scanner.feed(piece, into: &batch)
            } catch {
                stream.body.abandon()
                throw malformed("/\(level.pathName), byte \(error.offset)")
            }
            if batch.isEmpty { continue }
            guard await take(batch) else { return stream.body.abandon() }
        }
        guard stream.body.end == .complete else { throw noted(cut("GET /\(level.pathName)")) }
        guard scanner.isComplete else { throw malformed("/\(level.pathName)") }
    }

    /// Expanded resources of one page of a level, in the store's own order.
    package func resources(
        _ level: Level,
        since: Int,
        limit: Int
    ) async throws(StoreError) -> [StoreResource] {
        let query = [(name: "expand", value: Optional<String>.none)] + page(since, limit)
        let text = try await fetch(StoreRequest(.get, [level.pathName], query: query))
        let list = try StoreResource.list(text, level)
        guard list.count <= limit else { throw StoreResource.malformed(level) }
        return list
    }

    /// The expanded children of a resource.
    package func children(
        _ wanted: Level,
        of level: Level,
        _ id: OrthancID
    ) async throws(StoreError) -> [StoreResource] {
        let path = [level.pathName, id.description, wanted.pathName]
        return try StoreResource.list(try await fetch(StoreRequest(.get, path)), wanted)
    }

    /// One resource.
    ///
    /// - Returns: nil when the store says 404.
    package func resource(
        _ level: Level,
        _ id: OrthancID
    ) async throws(StoreError) -> StoreResource? {
        let text: [UInt8]
        do {
            text = try await fetch(StoreRequest(.get, [level.pathName, id.description]))
        } catch {
            guard error.isNotFound else { throw error }
            return nil
        }
        guard let resource = StoreResource(try StoreResource.root(text), level),
            resource.id == id
        else { throw StoreResource.malformed(level) }
        return resource
    }

    /// Whether the store has a resource.
    package func exists(
        _ level: Level,
        _ id: OrthancID,
        within limit: Duration? = nil
    ) async throws(StoreError) -> Bool {
        let request = StoreRequest(.get, [level.pathName, id.description], within: limit)
        let (status, _) = try await send(request)
        switch status {
        case 200: return true
        case 404: return false
        default:
            throw StoreError(.status(status), doing: "look for resource", bytesSent: true)
        }
    }

    /// Tags of an instance by `gggg,eeee`, as texts; sequences and long values in Orthanc's form.
    ///
    /// - Parameters:
    ///   - firstByte: Until the answer begins; nil: the store's own limit.
    ///   - limit: In all.
    package func shortTags(
        of instance: OrthancID,
        firstByte: Duration? = nil,
        within limit: Duration? = nil
    ) async throws(StoreError) -> JSONElement? {
        try await object(["instances", instance.description, "tags"], "short", firstByte, limit)
    }

    /// Metadata of a resource by name, as texts.
    ///
    /// - Parameters:
    ///   - firstByte: Until the answer begins; nil: the store's own limit.
    ///   - limit: In all.
    package func metadata(
        _ level: Level,
        _ id: OrthancID,
        firstByte: Duration? = nil,
        within limit: Duration? = nil
    ) async throws(StoreError) -> JSONElement? {
        try await object([level.pathName, id.description, "metadata"], "expand", firstByte, limit)
    }

    /// MD5 of an instance's file, as 32 hexadecimal digits; nil when the store has it not.
    package func fileDigest(of instance: OrthancID) async throws(StoreError) -> String? {
        let path = ["instances", instance.description, "attachments", "dicom", "md5"]
        let text: [UInt8]
        do {
            text = try await fetch(StoreRequest(.get, path), limitBytes: 1024)
        } catch {
            guard error.isNotFound else { throw error }
            return nil
        }
        guard text.count == 32 else { throw malformed("a digest") }
        return String(decoding: text, as: UTF8.self)
    }

    // MARK: Pieces

    private func object(
        _ path: [String],
        _ flag: String,
        _ firstByte: Duration?,
        _ limit: Duration?
    ) async throws(StoreError) -> JSONElement? {
        var request = StoreRequest(.get, path, query: [(flag, nil)], within: limit)
        request.firstByte = firstByte
        let root: JSONElement
        do {
            root = try await json(request)
        } catch {
            guard error.isNotFound else { throw error }
            return nil
        }
        guard root.kind == .object else { throw malformed(path.last ?? "") }
        return root
    }

    private func page(_ since: Int, _ limit: Int) -> [(name: String, value: String?)] {
        precondition(limit > 0, "a page holds one at least")
        return [(name: "since", value: "\(since)"), (name: "limit", value: "\(limit)")]
    }

    func json(
        _ request: StoreRequest,
        _ limitBytes: Int = 64 << 20
    ) async throws(StoreError) -> JSONElement {
        try StoreResource.root(try await fetch(request, limitBytes: limitBytes))
    }

    private func identifiers(
        _ text: [UInt8],
        _ level: Level
    ) throws(StoreError) -> [OrthancID] {
        var scanner = IDListScanner()
        var result: [OrthancID] = []
        do {
            try scanner.feed(text, into: &result)
        } catch {
            throw malformed("/\(level.pathName), byte \(error.offset)")
        }
        guard scanner.isComplete else { throw malformed("/\(level.pathName)") }
        return result
    }

    func cut(_ action: String) -> StoreError {
        StoreError(.cut, doing: "\(action) of \(name)", bytesSent: true)
    }

    func malformed(_ what: String) -> StoreError {
        StoreError(
            .malformed,
            doing: "read \(what) of \(name)",
            cause: "not what Orthanc answers",
            bytesSent: true
        )
    }
}
