import Basics
import EventLoop
import GlobalIndex
import JSONText
import OrthancModel
package import Packing

extension Federation {
    /// Has an archive made apart from the request, and says where the job is.
    ///
    /// - Throws: At once what would keep it from being made now.
    package func archiveLater(
        _ order: ArchiveOrder,
        priority: Int,
        userData: [UInt8]?
    ) async throws(FederationError) -> [UInt8] {
        _ = try await planned(order.question)
        var job = NewJob(
            kind: ArchiveKind.key,
            type: order.type,
            request: order.json,
            content: order.content(ArchiveProgress.State())
        )
        job.priority = priority
        job.userData = userData
        let id = try await submit(job)
        var writer = JSONWriter(.orthanc, capacity: 128)
        writer.object { writer in
            writer.member("ID", id.description)
            writer.member("Path", "/jobs/\(id)")
        }
        return writer.bytes
    }

    /// Makes an archive and keeps it.
    ///
    /// - Throws: Also `ArchiveShelf.Problem`.
    package func keepArchive(
        _ question: ArchiveQuestion,
        under name: String,
        on shelf: ArchiveShelf,
        _ progress: ArchiveProgress
    ) async throws {
        let answer = try await archive(question)
        progress.state.withLock {
            $0.instances = answer.instances
            $0.bytes = answer.bytes
        }
        let watching = loop.spawn { [loop] in
            while !Task.isCancelled, answer.body.end == nil {
                let isUnwanted = progress.state.withLock { state in
                    state.packedBytes = Int64(answer.body.written)
                    return state.isUnwanted
                }
                if isUnwanted { answer.body.fail() }
                do { try await loop.sleep(for: .milliseconds(200)) } catch { return }
            }
        }
        defer { watching.cancel() }
        do {
            let count = try await shelf.put(name, answer.body)
            progress.state.withLock { $0.packedBytes = count }
        } catch {
            answer.body.abandon()
            guard case .cut = error else { throw error }
            throw FederationError(.unavailable([]), doing: "keep archive")
        }
    }
}
