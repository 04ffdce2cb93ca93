import Basics
import EventLoop
import GlobalIndex
import OrthancModel
import Packing

extension Federation {
    /// Makes one ZIP of the union below some resources.
    ///
    /// Before it returns, every instance has a holder that can be reached, and the first file is
    /// here. What fails later fails the body.
    ///
    /// - Throws: `.unknownResource`; `.unavailable`; a fault for a patient whose holders disagree
    ///   about who it is, unless that is confirmed.
    package func archive(
        _ question: ArchiveQuestion
    ) async throws(FederationError) -> ArchiveAnswer {
        let (list, provenance) = try await planned(question)
        let channel = ByteChannel(capacity: Self.archiveBytes)
        let zip: ZipWriter
        do {
            zip = try ZipWriter(into: channel, modified: WallClock.unixSeconds())
        } catch {
            throw FederationError(.fault(OrthancFault(.notEnoughMemory)), doing: "begin archive")
        }
        openArchives += 1
        let held = Self.heldFileBytes / openArchives
        let fetch = FileFetch(self, list, question.transcoding, whole: min(held, 4 << 20))
        let window = FetchWindow(fetch, heldBytes: held)
        let stream = ArchiveStream(self, list, question.kind, window, zip)
        do {
            try await stream.begin()
        } catch {
            openArchives -= 1
            stream.stop()
            throw error
        }
        loop.spawn { [self] in
            do {
                try await stream.run()
                channel.finish()
            } catch {
                cutArchives += 1
                channel.fail()
            }
            stream.stop()
            openArchives -= 1
        }
        return ArchiveAnswer(
            body: channel,
            instances: list.entries.count,
            bytes: list.bytes,
            provenance: provenance
        )
    }

    /// What the archive will hold; all of it can be had as far as anybody knows now.
    func planned(
        _ question: ArchiveQuestion
    ) async throws(FederationError) -> (ArchiveList, Provenance) {
        let provenance = try await judged(question)
        let list = try await archiveList(of: question.resources)
        try checkHolders(of: list)
        return (list, provenance)
    }

    /// Every resource is known, and nobody is mixed with somebody else.
    private func judged(_ question: ArchiveQuestion) async throws(FederationError) -> Provenance {
        var provenance = Provenance()
        for level in Level.allCases {
            let ids = question.resources.filter { $0.level == level }.map(\.id)
            for resource in try await all(level, ids) where !resource.conflicts.isEmpty {
                provenance.conflicts += resource.conflicts
                guard level != .patient || question.confirmsMerge else {
                    throw FederationError(
                        .fault(OrthancFault(.duplicateResource, details: Self.mergeDetails)),
                        doing: "make archive",
                        provenance: provenance
                    )
                }
            }
        }
        provenance.conflicts = Array(Set(provenance.conflicts)).sorted()
        return provenance
    }

    /// Rows of all these resources.
    private func all(
        _ level: Level,
        _ ids: [OrthancID]
    ) async throws(FederationError) -> [IndexedResource] {
        guard ids.count > 1 else {
            guard let id = ids.first else { return [] }
            return [try await known(level, id, isStrict: false)]
        }
        var found: [IndexedResource] = []
        for start in stride(from: 0, to: ids.count, by: Self.chunk) {
            let chunk = Array(ids[start...].prefix(Self.chunk))
            let rows = try await indexed("read resources") { try await $0.resources(level, chunk) }
            // Gone since they were named: an archive of the others would look whole.
            guard rows.count == Set(chunk).count else {
                throw FederationError(.unknownResource, doing: "make archive")
            }
            found += rows
        }
        return found
    }

    /// - Throws: `.unavailable` with the stores that nobody can stand in for.
    func checkHolders(of list: ArchiveList) throws(FederationError) {
        var lost: Set<StoreName> = []
        for holders in list.holderSets {
            let views = ordered(holders)
            guard !views.contains(where: { isReachable($0) }) else { continue }
            lost.formUnion(views.map(\.name))
        }
        guard lost.isEmpty else {
            throw FederationError(.unavailable(lost.sorted()), doing: "make archive")
        }
    }

    private static let mergeDetails =
        "The stores disagree about who this patient is; to have all in one archive, "
        + "say X-Federation-Confirm: patient-merge"
    /// Bytes of an archive that wait for the client.
    private static let archiveBytes = 512 << 10
    /// Bytes of files that all archives of a loop may hold together; each one holds a file at least.
    private static let heldFileBytes = 24 << 20
}
