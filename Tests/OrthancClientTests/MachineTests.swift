import Basics
import JSONText
import OrthancModel
import Testing

@testable import OrthancClient

@Suite("The circuit and the health of a store")
struct MachineTests {
    private let start = Instant.now

    private func at(_ milliseconds: Int) -> Instant {
        start.advanced(by: .milliseconds(milliseconds))
    }

    @Test("Five failures in a row open the circuit, a success in between doesn't")
    func opens() {
        var breaker = CircuitBreaker()
        for _ in 0..<4 { breaker.failed(at: start) }
        breaker.succeeded()
        for _ in 0..<4 { breaker.failed(at: start) }
        check(breaker.admit(at: start))
        breaker.failed(at: start)
        check(!breaker.admit(at: at(999)))
        #expect(!breaker.isAdmitting(at: at(999)))
    }

    @Test("Three refused connections are enough")
    func refused() {
        var breaker = CircuitBreaker()
        for _ in 0..<2 { breaker.failed(at: start, isRefused: true) }
        check(breaker.admit(at: start))
        breaker.failed(at: start, isRefused: true)
        check(!breaker.admit(at: start))
    }

    @Test("After the pause one question passes, and decides")
    func halfOpen() {
        var breaker = CircuitBreaker(threshold: 1)
        breaker.failed(at: start)
        #expect(breaker.isAdmitting(at: at(1000)))
        check(breaker.admit(at: at(1000)))
        check(!breaker.admit(at: at(1000)), "a second one while the first is under way")
        #expect(!breaker.isAdmitting(at: at(1000)))
        breaker.succeeded()
        check(breaker.admit(at: at(1001)) && breaker.admit(at: at(1001)))
    }

    @Test("The pause grows with every opening, to ten seconds, and starts anew after a success")
    func pauses() {
        var breaker = CircuitBreaker(threshold: 1)
        var now = 0
        for seconds in [1, 2, 4, 8, 10, 10] {
            breaker.failed(at: at(now))
            #expect(!breaker.isAdmitting(at: at(now + seconds * 1000 - 1)), "\(seconds) s")
            now += seconds * 1000
            check(breaker.admit(at: at(now)), "\(seconds) s")
        }
        breaker.succeeded()
        breaker.failed(at: at(now))
        #expect(breaker.isAdmitting(at: at(now + 1000)))
    }

    @Test("A probing question that was given up, or lost, does not keep the circuit open for ever")
    func lostProbe() {
        var breaker = CircuitBreaker(threshold: 1)
        breaker.failed(at: start)
        check(breaker.admit(at: at(1000)))
        breaker.undecided(at: at(1000))
        check(breaker.admit(at: at(1000)))
        check(!breaker.admit(at: at(20_000)))
        check(breaker.admit(at: at(31_001)))
    }

    @Test("A store that answered elsewhere may be asked at once, one question first")
    func foundUp() {
        var breaker = CircuitBreaker(threshold: 1)
        check(breaker.isClosed)
        breaker.failed(at: start)
        check(!breaker.isAdmitting(at: at(10)))
        breaker.foundUp(at: at(10))
        check(!breaker.isClosed)
        check(breaker.admit(at: at(10)))
        check(!breaker.admit(at: at(10)))
        breaker.succeeded()
        check(breaker.isClosed)
        breaker.foundUp(at: at(20))
        check(breaker.admit(at: at(20)))
    }

    private let system: SystemInformation

    init() throws {
        let text = Array(#"{"Version":"1.12.7","Name":"x"}"#.utf8)
        system = try #require(SystemInformation(try JSONDocument(text).root))
    }

    @Test("One good probe brings a store up, and says since when")
    func up() {
        var machine = HealthMachine(at: 100)
        #expect(!machine.health.isUp && machine.health.reason == "not asked yet")
        machine.succeeded(system, latency: .milliseconds(3), at: 105)
        #expect(machine.health.isUp && machine.health.since == 105)
        #expect(machine.health.reason == nil && machine.health.latency == .milliseconds(3))
        machine.succeeded(system, latency: .milliseconds(4), at: 110)
        #expect(machine.health.since == 105)
    }

    @Test("Nobody listening takes it down at once, a late answer only the second time")
    func down() {
        var machine = HealthMachine(at: 0)
        machine.succeeded(system, latency: .zero, at: 1)
        machine.failed(StoreError(.timeout, doing: "probe"), at: 2)
        #expect(machine.health.isUp && machine.health.isSuspect)
        machine.succeeded(system, latency: .zero, at: 3)
        #expect(!machine.health.isSuspect)
        machine.failed(StoreError(.timeout, doing: "probe"), at: 4)
        machine.failed(StoreError(.timeout, doing: "probe"), at: 5)
        #expect(!machine.health.isUp && machine.health.since == 5)
        machine.succeeded(system, latency: .zero, at: 6)
        machine.failed(StoreError(.unreachable, doing: "probe"), at: 7)
        #expect(!machine.health.isUp && machine.health.since == 7)
        #expect(machine.health.system == system, "what it was is still known")
    }

    @Test("What is our own doing, or the question's, is not held against a store")
    func blame() {
        func counts(_ kind: StoreError.Kind) -> Bool {
            StoreError(kind, doing: "x").countsAgainstHealth
        }
        #expect(counts(.unreachable) && counts(.timeout) && counts(.cut) && counts(.malformed))
        #expect(counts(.status(500)) && !counts(.status(507)) && !counts(.status(404)))
        #expect(!counts(.suspended) && !counts(.busy) && !counts(.cancelled))
        #expect(!counts(.bodyFailed))
    }
}
