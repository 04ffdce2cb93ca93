import GlobalIndex
import Journal
import JSONText
import OrthancModel
import Testing

@Suite struct MovementStateTests {
    private static func ids(_ count: Int) -> [OrthancID] {
        (0..<count).map { OrthancID(hashing: [Array("\($0)".utf8)]) }
    }

    private func brought(_ ids: [OrthancID]) -> [OrthancID: CarriedInstance] {
        Dictionary(uniqueKeysWithValues: ids.map { ($0, .brought(bytes: 10)) })
    }

    @Test("what is kept over a crash is all that there is")
    func survives() throws {
        let ids = Self.ids(3)
        var state = MovementState(total: 3)
        state.begin(target: StoreKey(7))
        var outcomes = brought(ids)
        outcomes[ids[1]] = .failed(.refused)
        let isDone1 = state.bringPage(ids, outcomes)
        #expect(isDone1)
        #expect(MovementState(state.json) == state)
        state.endBringing()
        state.endBelongings([ids[2]], isWhole: false)
        #expect(MovementState(state.json) == state)
        state.settlePage([ids[0]], [ids[0]: .same], removed: 1)
        #expect(MovementState(state.json) == state)
        state.endUnit(ids[0])
        #expect(MovementState(state.json) == state)
        #expect(MovementState(Array("{}".utf8)) == nil)
    }

    @Test("what is the same and stays, for it failed once, does not begin pass after pass")
    func ends() {
        let ids = Self.ids(1)
        var state = MovementState(total: 1)
        let isDone = state.bringPage(ids, [ids[0]: .failed(.unreadable)])
        #expect(isDone)
        state.settlePage(ids, [ids[0]: .same], removed: 0)
        state.endUnit(ids[0])
        let begins = state.beginPass()
        #expect(!begins && state.removed == 0)
    }

    @Test("what the target lacks is brought again some times, and has failed after that")
    func missing() {
        let ids = Self.ids(1)
        var state = MovementState(total: 1)
        var rounds = 0
        repeat {
            let isDone = state.bringPage(ids, brought(ids))
            #expect(isDone && state.failures == 0)
            state.endBringing()
            state.endBelongings([], isWhole: true)
            rounds += 1
            #expect(MovementState(state.json) == state)
        } while state.bringAgain()
        #expect(rounds == 6 && state.phase == .settle)
        state.settlePage(ids, [ids[0]: .missing], removed: 0)
        #expect(state.failed.map(\.reason) == [.unreadable])
        state.endUnit(ids[0])
        #expect(state.rounds == 0)
    }

    @Test("progress never goes back and is whole only at the end")
    func progress() {
        var state = MovementState(total: 10)
        var last = state.progress
        let ids = Self.ids(10)
        for start in stride(from: 0, to: 10, by: 5) {
            let page = Array(ids[start..<start + 5])
            let isDone2 = state.bringPage(page, brought(page))
            #expect(isDone2)
            #expect(state.progress >= last)
            last = state.progress
        }
        state.endBringing()
        state.endBelongings([], isWhole: true)
        state.settlePage(ids, [:], removed: 0)
        #expect(state.progress > last && state.progress < 1)
    }

    @Test("a page with something that has to wait comes again and counts nothing")
    func waits() {
        let ids = Self.ids(2)
        var state = MovementState(total: 2)
        var outcomes = brought(ids)
        outcomes[ids[1]] = .later
        let isDone3 = state.bringPage(ids, outcomes)
        #expect(!isDone3)
        #expect(state.brought == 0 && state.after == nil && state.turns == 0)
    }

    @Test("an instance at which stores break off is tried alone, then given up and named")
    func harmful() {
        let ids = Self.ids(40)
        var state = MovementState(total: 40)
        for _ in 0..<3 {
            #expect(state.pageSize == 32)
            let isDone4 = state.bringPage(Array(ids.prefix(32)), [ids[0]: .brokeOff])
            #expect(!isDone4)
        }
        var turns = 0
        while !state.bringPage([ids[0]], [ids[0]: .brokeOff]) {
            turns += 1
            #expect(state.pageSize == 1)
        }
        #expect(turns == 2)
        #expect(state.failed.map(\.id) == [ids[0]] && state.failed[0].reason == .harmful)
        #expect(state.pageSize == 32 && state.after == ids[0])
    }

    @Test("what failed once is never removed, also when there are too many to name")
    func keepsWhatFailed() {
        let ids = Self.ids(150)
        var state = MovementState(total: 150)
        var outcomes = brought(ids)
        outcomes[ids[3]] = .failed(.belongings)
        let isDone5 = state.bringPage(ids, outcomes)
        #expect(isDone5)
        #expect(!state.mayRemove(ids[3]) && state.mayRemove(ids[4]))
        state.settlePage(
            ids,
            Dictionary(uniqueKeysWithValues: ids.prefix(120).map { ($0, .failed(.differs)) }),
            removed: 0
        )
        #expect(state.failed.count == 100 && state.failures == 120)
        #expect(!state.mayRemove(ids[149]))
        state.endUnit(ids[0])
        #expect(state.mayRemove(ids[149]))
    }

    @Test("belongings that could not be brought keep the sources")
    func keepsSources() {
        var state = MovementState(total: 1)
        state.endBelongings(Self.ids(1), isWhole: false)
        #expect(!state.mayRemove(Self.ids(2)[1]))
    }

    @Test("another pass follows only one that led anywhere")
    func passes() {
        let ids = Self.ids(1)
        var state = MovementState(total: 1)
        let isDone6 = state.beginPass()
        #expect(!isDone6)
        let isDone7 = state.bringPage(ids, brought(ids))
        #expect(isDone7)
        state.endUnit(ids[0])
        let isDone8 = state.beginPass()
        #expect(isDone8)
        #expect(state.lastUnit == nil)
        let isDone9 = state.beginPass()
        #expect(!isDone9)
    }

    @Test("an order is read back as it was written")
    func orders() throws {
        let resource = MovementOrder.Resource(level: .series, id: Self.ids(1)[0])
        let scopes: [MovementOrder.Scope] = [
            .resources([resource], to: StoreKey(2), from: [StoreKey(1), StoreKey(3)]),
            .leaving(StoreKey(4)), .missing(copies: 3), .comparing,
        ]
        for scope in scopes {
            let order = MovementOrder(scope, isMove: true)
            #expect(MovementOrder(order.json) == order)
        }
    }
}
