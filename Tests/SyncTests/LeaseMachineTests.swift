import Basics
import GlobalIndex
import Sync
import Testing

@Suite("Keeping leases")
struct LeaseMachineTests {
    private let start = Instant.now

    private func at(_ seconds: Double) -> Instant { start + .seconds(seconds) }

    private func lease(_ name: String, term: Int64 = 1) -> Lease {
        Lease(name: name, holder: "me", term: term)
    }

    /// A machine that has held these leases since the start.
    private func holding(_ names: [String]) -> LeaseMachine {
        var machine = LeaseMachine()
        _ = machine.tick(wanted: names, gateways: 1, at: start)
        for name in names { _ = machine.acquired(name, lease(name), askedAt: start) }
        return machine
    }

    @Test("asks once for what it lacks and begins what it gets")
    func acquires() {
        var machine = LeaseMachine()
        let names = ["a", "b"]
        #expect(machine.tick(wanted: names, gateways: 1, at: start) == names.map { .acquire($0) })
        #expect(machine.tick(wanted: names, gateways: 1, at: at(1)) == [])
        #expect(machine.acquired("a", lease("a"), askedAt: start) == [.start(lease("a"))])
        #expect(machine.acquired("b", nil, askedAt: start) == [])
        #expect(machine.tick(wanted: names, gateways: 1, at: at(2)) == [.acquire("b")])
    }

    @Test("renews every 3 s and gives up after 8 s without an answer, before 10 s are over")
    func givesUp() {
        var machine = holding(["a"])
        #expect(machine.tick(wanted: ["a"], gateways: 1, at: at(2.9)) == [])
        #expect(machine.tick(wanted: ["a"], gateways: 1, at: at(3)) == [.renew(lease("a"))])
        #expect(machine.renewed(lease("a"), .unknown, askedAt: at(3)) == [])
        #expect(machine.tick(wanted: ["a"], gateways: 1, at: at(7.9)) == [.renew(lease("a"))])
        #expect(machine.tick(wanted: ["a"], gateways: 1, at: at(8)).first == .stop(lease("a")))
        #expect(machine.held.isEmpty)
    }

    @Test("its life counts from when the renewal was asked for, not from when it was answered")
    func countsFromTheQuestion() {
        var machine = holding(["a"])
        _ = machine.tick(wanted: ["a"], gateways: 1, at: at(3))
        #expect(machine.renewed(lease("a"), .kept, askedAt: at(3)) == [])
        _ = machine.tick(wanted: ["a"], gateways: 1, at: at(6))
        #expect(machine.tick(wanted: ["a"], gateways: 1, at: at(11)).contains(.stop(lease("a"))))
    }

    @Test("stops at once when somebody else has it; an old answer changes nothing")
    func loses() {
        var machine = holding(["a"])
        #expect(machine.renewed(lease("a"), .lost, askedAt: at(3)) == [.stop(lease("a"))])
        _ = machine.tick(wanted: ["a"], gateways: 1, at: at(4))
        _ = machine.acquired("a", lease("a", term: 3), askedAt: at(4))
        #expect(machine.renewed(lease("a"), .lost, askedAt: at(3)) == [])
        #expect(machine.held == ["a"])
    }

    @Test("gives a store's lease back when the store is gone")
    func unwanted() {
        var machine = holding(["a", "b"])
        let actions = machine.tick(wanted: ["b"], gateways: 1, at: at(1))
        #expect(actions == [.stop(lease("a")), .release(lease("a"))])
    }

    @Test("who holds more than its share gives one back and lets others go first")
    func balances() {
        let names = ["a", "b", "c", "d"]
        var machine = holding(names)
        for name in names {
            _ = machine.tick(wanted: names, gateways: 2, at: at(3))
            _ = machine.renewed(lease(name), .kept, askedAt: at(14))
        }
        var given: [LeaseMachine.Action] = []
        for second in 15...30 {
            let now = at(Double(second))
            for action in machine.tick(wanted: names, gateways: 2, at: now) {
                switch action {
                case .renew(let lease): _ = machine.renewed(lease, .kept, askedAt: now)
                case .acquire(let name): _ = machine.acquired(name, nil, askedAt: now)
                default: given.append(action)
                }
            }
        }
        #expect(
            given == [
                .stop(lease("d")), .release(lease("d")), .stop(lease("c")), .release(lease("c")),
            ]
        )
        #expect(machine.held == ["a", "b"])
    }
}
