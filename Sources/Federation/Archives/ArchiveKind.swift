import Basics
import EventLoop
import GlobalIndex
package import Journal
import OrthancModel

/// How far an archive has come, and whether anybody still wants it. For any thread.
package final class ArchiveProgress: Sendable {
    struct State: Sendable {
        var instances = 0
        /// Of all files, before they are packed.
        var bytes: Int64 = 0
        /// Of the ZIP.
        var packedBytes: Int64 = 0
        var isUnwanted = false
    }

    let state = Locked(State())

    package init() {}
}

/// Archives that are made apart from the request that asked for them, and kept.
package struct ArchiveKind: JobKind {
    package static let key = "archive"
    package var name: String { Self.key }

    /// Makes the archive and keeps it under the job's UUID.
    package typealias Maker =
        @Sendable (ArchiveQuestion, _ job: String, ArchiveProgress) async throws -> Void

    private let make: Maker

    package init(make: @escaping Maker) { self.make = make }

    package func run(_ job: RunningJob) async throws(JobStop) -> [UInt8] {
        guard let order = ArchiveOrder(json: job.record.request) else {
            throw .failed(.internalError, details: "")
        }
        let progress = ArchiveProgress()
        let uuid = job.record.id
        let work = Task.immediate(executorPreference: job.loop) { [make] () -> JobStop? in
            do {
                try await make(order.question, uuid, progress)
                return nil
            } catch let error as FederationError {
                return Self.stop(error)
            } catch {
                return .failed(.cannotWriteFile, details: "The archive could not be kept")
            }
        }
        let watching = Task.immediate(executorPreference: job.loop) {
            await Self.watch(job, order, progress)
        }
        let failure = await work.value
        watching.cancel()
        await watching.value
        switch job.wish {
        case .cancel where failure != nil: throw .canceled
        case .pause where failure != nil: throw .paused
        default: break
        }
        if let failure { throw failure }
        return order.content(progress.state.withLock { $0 })
    }

    /// Tells how far it has come, once a second, and listens.
    private static func watch(
        _ job: RunningJob,
        _ order: ArchiveOrder,
        _ progress: ArchiveProgress
    ) async {
        while !Task.isCancelled {
            do {
                try await job.pause(.seconds(1))
                let state = progress.state.withLock { $0 }
                let share = Double(state.packedBytes) / Double(max(1, state.bytes))
                try await job.save(content: order.content(state), progress: min(0.99, share))
            } catch {
                if case .lost = error, !Task.isCancelled { stop(progress) }
                return
            }
            if job.wish != .none { stop(progress) }
        }
    }

    private static func stop(_ progress: ArchiveProgress) {
        progress.state.withLock { $0.isUnwanted = true }
    }

    private static func stop(_ error: FederationError) -> JobStop {
        switch error.kind {
        case .unknownResource: .failed(.unknownResource, details: "")
        case .indexUnavailable: .wait(.seconds(1))
        case .cancelled: .lost
        case .fault(let fault): .failed(fault.status, details: fault.details ?? "")
        case .unavailable(let stores):
            .failed(
                .databaseUnavailable,
                details: "Not to be had from "
                    + stores.map(\.description).joined(separator: ", ")
            )
        default: .failed(.internalError, details: "")
        }
    }
}
