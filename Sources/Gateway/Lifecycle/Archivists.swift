import EventLoop
import Federation
import Packing

/// Gives archives that jobs make to the shards, by turns.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
final class Archivists: @unchecked Sendable {
    var shards: [Shard] = []
    private let shelf: ArchiveShelf
    private var turn = 0

    init(shelf: ArchiveShelf) { self.shelf = shelf }

    func make(
        _ question: ArchiveQuestion,
        _ job: String,
        _ progress: ArchiveProgress
    ) async throws {
        guard !shards.isEmpty else { throw FederationError(.cancelled, doing: "make archive") }
        turn += 1
        let shard = shards[turn % shards.count]
        try await shard.loop.ask { [shelf] in
            try await shard.federation.keepArchive(question, under: job, on: shelf, progress)
        }
    }
}
