import Basics
import OrthancModel
import Testing

@testable import Sync

/// A store emptied and filled again between two questions about its database.
@Suite struct EmptyFeedTests {
    private static func mark(_ sequence: Int64) throws -> FeedMark {
        let id = try #require(OrthancID(bytes: [UInt8](repeating: UInt8(sequence), count: 20)))
        return FeedMark(sequence: sequence, type: .newInstance, resource: id)
    }

    /// Led to the question what an empty feed and three unknown instances mean.
    private static func asked() throws -> (SyncMachine, SyncMachine.Action) {
        var machine = SyncMachine(now: Instant.now)
        let standing = Standing(
            phase: .following,
            cursor: 10,
            recent: RecentRows([try mark(9), try mark(10)]),
            epoch: 1,
            identifier: nil,
            isImported: true
        )
        let now = Instant.now
        _ = machine.start(at: now)
        _ = machine.next(.loaded(standing), at: now)
        _ = machine.next(.system(identifier: nil), at: now)
        _ = machine.next(.page(FeedPage(marks: [], last: 10, isDone: true)), at: now)
        _ = machine.next(.end(FeedEnd(oldest: nil, marks: [], last: 10)), at: now)
        let action = machine.next(.probed(strangers), at: now)
        return (machine, action)
    }

    private static let strangers = SyncMachine.Probe(
        asked: 5,
        present: 0,
        instances: 3,
        isOldestKnown: false
    )

    @Test("instances that came behind an empty feed are looked at again before they are doubted")
    func filledMeanwhile() throws {
        var (machine, action) = try Self.asked()
        #expect(action == .readEnd(from: 9))
        let end = FeedEnd(oldest: try Self.mark(11), marks: [], last: 13)
        _ = machine.next(.end(end), at: Instant.now)
        guard case .readPage = machine.next(.probed(Self.strangers), at: Instant.now) else {
            return #expect(Bool(false), "the store is doubted")
        }
        #expect(machine.alarm == nil)
    }

    @Test("a feed that stays empty before unknown instances is another database")
    func staysEmpty() throws {
        var (machine, _) = try Self.asked()
        _ = machine.next(.end(FeedEnd(oldest: nil, marks: [], last: 10)), at: Instant.now)
        guard case .record(let standing) = machine.next(.probed(Self.strangers), at: Instant.now)
        else { return #expect(Bool(false), "the store is believed") }
        #expect(standing.phase == .quarantined(.replaced))
    }
}
