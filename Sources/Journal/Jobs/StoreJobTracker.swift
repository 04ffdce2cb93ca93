package import EventLoop
package import GlobalIndex
import JSONText
package import Logging
package import OrthancClient
import OrthancModel

/// Follows jobs that live in stores until their end is in the index: a store forgets a job after
/// ten others have ended.
///
/// Any number of gateways may run it; what one sees, the other sees too. Looks once a second.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
package final class StoreJobTracker: @unchecked Sendable {
    private let index: EngineIndex
    private let loop: EventLoop
    private let log: Logger
    private let reach: (StoreKey) -> Store?

    package init(
        index: EngineIndex,
        loop: EventLoop,
        log: Logger,
        reach: @escaping (StoreKey) -> Store?
    ) {
        self.index = index
        self.loop = loop
        self.log = log
        self.reach = reach
    }

    /// Runs until its task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            do {
                let open = try await index.reader.storeJobs(openOnly: true)
                for (key, jobs) in Dictionary(grouping: open, by: \.id.store) {
                    try await look(at: jobs, of: key)
                }
            } catch {
                log.warning("jobs of stores not followed", metadata: ["error": "\(error)"])
            }
            do { try await loop.sleep(for: .seconds(1)) } catch { return }
        }
    }

    private func look(
        at records: [StoreJobRecord],
        of key: StoreKey
    ) async throws(IndexError) {
        guard let store = reach(key), let live = try? await store.jobs(within: .seconds(5)) else {
            return
        }
        let jobs = Dictionary(live.map { ($0.id, $0) }) { first, _ in first }
        for record in records {
            if let job = jobs[record.id.local] {
                guard job.state.isFinal || record.text == nil else { continue }
                try await saw(record.id, job.text, isFinal: job.state.isFinal)
            } else {
                try await saw(record.id, Self.forgotten(record), isFinal: true)
            }
        }
    }

    private func saw(
        _ id: BoundID,
        _ text: [UInt8],
        isFinal: Bool
    ) async throws(IndexError) {
        try await index.write { try await $0.saw(id, text, isFinal: isFinal) }
    }

    /// What is shown of a job that its store lost before its end was seen: nobody knows it.
    private static func forgotten(_ record: StoreJobRecord) -> [UInt8] {
        var members: [(String, JSONValue)] = []
        let none: JSONValue = ["Content": [:], "Type": "Unknown"]
        let last = record.text.flatMap { try? JSONValue($0) } ?? none
        for (name, value) in last.object ?? JSONObject([])
        where !["ErrorCode", "ErrorDescription", "ErrorDetails", "State", "ID"].contains(name) {
            members.append((name, value))
        }
        members += [
            ("ErrorCode", .integer(Int64(OrthancStatus.unknownResource.rawValue))),
            ("ErrorDescription", .string(OrthancStatus.unknownResource.message)),
            ("ErrorDetails", "The store no longer knows this job; how it ended is unknown"),
            ("ID", .string(record.id.local)), ("State", .string(JobState.failure.name)),
        ]
        return JSONValue.object(JSONObject(members.sorted { $0.0 < $1.0 })).text(.compact)
    }
}
