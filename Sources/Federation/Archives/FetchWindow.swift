import Basics
import EventLoop
import OrthancModel

/// Files of an archive in its order, some of them fetched ahead.
///
/// Limits: ``mostFiles`` ahead, `heldBytes` of them in memory, ``FileFetch/window`` a store.
///
/// `@unchecked Sendable`: confined to its loop's thread.
final class FetchWindow: @unchecked Sendable {
    private static let mostFiles = 16
    /// What a file that is not taken whole may hold.
    private static let streamBytes = 256 << 10

    private let fetch: FileFetch
    private let heldBytes: Int
    private var next = 0
    private var ahead: [Fetched] = []
    private var held = 0

    /// One file on its way.
    private final class Fetched: @unchecked Sendable {
        let entry: ArchiveList.Entry
        let cost: Int
        var task: Task<Result<HeldFile, FederationError>, Never>?

        init(_ entry: ArchiveList.Entry, cost: Int) {
            self.entry = entry
            self.cost = cost
        }
    }

    init(_ fetch: FileFetch, heldBytes: Int) {
        self.fetch = fetch
        self.heldBytes = heldBytes
    }

    /// The next file; nil behind the last one. The one before is done with.
    func take() async throws(FederationError) -> HeldFile? {
        fill()
        guard let first = ahead.first, let task = first.task else { return nil }
        let outcome = await task.value
        ahead.removeFirst()
        held -= first.cost
        let file = try outcome.get()
        // A long file that waited for its turn too long is asked for again.
        guard file.body.end == .failed else { return file }
        return try await fetch.fetch(first.entry)
    }

    /// Nobody wants any more.
    func close() {
        next = fetch.list.entries.count
        for fetched in ahead {
            guard let task = fetched.task else { continue }
            task.cancel()
            fetch.federation.loop.spawn {
                if case .success(let file) = await task.value { file.body.abandon() }
            }
        }
        ahead = []
    }

    /// Begins what there is room for.
    private func fill() {
        let entries = fetch.list.entries
        while next < entries.count, ahead.count < Self.mostFiles {
            let entry = entries[next]
            let cost = cost(of: entry)
            guard ahead.isEmpty || held + cost <= heldBytes && fetch.hasRoom(for: entry) else {
                return
            }
            next += 1
            held += cost
            begin(Fetched(entry, cost: cost))
        }
    }

    private func begin(_ fetched: Fetched) {
        ahead.append(fetched)
        let loop = fetch.federation.loop
        fetched.task = Task.immediate(executorPreference: loop) { [self] in
            let outcome: Result<HeldFile, FederationError>
            do throws(FederationError) {
                outcome = .success(try await fetch.fetch(fetched.entry) { fill() })
            } catch {
                outcome = .failure(error)
            }
            fill()
            return outcome
        }
    }

    private func cost(of entry: ArchiveList.Entry) -> Int {
        guard let bytes = entry.bytes else { return fetch.wholeBytes }
        return bytes > fetch.wholeBytes ? Self.streamBytes : Int(bytes)
    }
}
