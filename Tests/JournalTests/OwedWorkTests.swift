import Basics
import EventLoop
import Foundation
import HTTPClient
import Journal
import LocalServers
import OrthancClient
import OrthancModel
import TestKit
import Testing

@Suite("What a store owes to a deletion")
struct OwedWorkTests {
    /// Asks a simulated store on a loop of its own.
    private static func with(
        _ simulator: StoreSimulator,
        _ body: @escaping @Sendable (Store) async throws -> Void
    ) async throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        defer {
            loop.stop()
            loop.join()
        }
        let outcome: Result<Void, any Error> = await withUnsafeContinuation { continuation in
            loop.post {
                loop.spawn {
                    do {
                        let name = StoreName("test")!
                        let transport = try Transport(loop: loop)
                        defer { transport.close() }
                        let store = try Store(
                            StoreConfiguration(name: name, url: simulator.url),
                            on: transport,
                            loop: loop,
                            loops: 1
                        )
                        continuation.resume(returning: .success(try await body(store)))
                    } catch {
                        continuation.resume(returning: .failure(error))
                    }
                }
            }
        }
        try outcome.get()
    }

    @Test("a slow store ends in several turns, each goes on where the former ended")
    func turns() async throws {
        let simulator = try StoreSimulator()
        for instance in SyntheticCorpus(patients: 20).instances.prefix(120) {
            simulator.store(instance.bytes)
        }
        let ids = simulator.ids(.instance).compactMap { OrthancID($0) }
        try #require(ids.count > 60)
        simulator.answerInstead { request in
            if request.method == "DELETE" { Thread.sleep(forTimeInterval: 0.25) }
            return nil
        }
        try await Self.with(simulator) { store in
            let work = OwedWork(instances: ids, store: store, limit: .seconds(2))
            guard case .unfinished(let gone, _) = await work.run() else {
                Issue.record("it did not tell what is gone")
                return
            }
            #expect(!gone.isEmpty && gone == Array(ids.prefix(gone.count)))
            #expect(simulator.ids(.instance).count == ids.count - gone.count)
            simulator.answerInstead(nil)
            let rest = OwedWork(instances: Array(ids.dropFirst(gone.count)), store: store)
            guard case .done = await rest.run() else {
                Issue.record("the rest was not deleted")
                return
            }
            #expect(simulator.ids(.instance).isEmpty)
        }
    }
}
