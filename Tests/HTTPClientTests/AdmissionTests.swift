import Basics
import Testing

@testable import HTTPClient

@Suite("Who may go, and when it is too late")
struct AdmissionTests {
    private final class Guest {}

    @Test("So many go, so many wait in order, the rest is refused")
    func order() {
        var admission = Admission<Guest>(limit: 2, maxQueued: 3)
        let guests = (0..<6).map { _ in Guest() }
        let answers = guests.map { admission.admit($0) }
        #expect(answers == [.go, .go, .wait, .wait, .wait, .refused])
        admission.remove(guests[3])
        #expect(admission.queued == 2)
        #expect(admission.finishOne() === guests[2])
        #expect(admission.finishOne() === guests[4])
        #expect(admission.finishOne() == nil)
        #expect(admission.inFlight == 1 && admission.queued == 0)
        #expect(admission.admit(guests[5]) == .go)
    }

    @Test("Whoever comes while others wait is not let past them")
    func fairness() {
        var admission = Admission<Guest>(limit: 1, maxQueued: 9)
        let (first, second, third) = (Guest(), Guest(), Guest())
        #expect(admission.admit(first) == .go)
        #expect(admission.admit(second) == .wait)
        #expect(admission.finishOne() === second)
        #expect(admission.admit(third) == .wait)
        #expect(admission.drain().first === third)
        #expect(admission.queued == 0)
    }

    @Test("A thousand that come and go leave no more than the limit behind")
    func long() {
        var admission = Admission<Guest>(limit: 1, maxQueued: 4)
        #expect(admission.admit(Guest()) == .go)
        for _ in 0..<1000 {
            let guest = Guest()
            #expect(admission.admit(guest) == .wait)
            #expect(admission.finishOne() === guest)
        }
        #expect(admission.inFlight == 1 && admission.queued == 0)
    }

    @Test("Each phase has its own deadline, and waiting for ourselves has none")
    func clock() {
        let start = Instant.now
        func at(_ seconds: Int) -> Instant { start.advanced(by: .seconds(seconds)) }
        var clock = TransferClock(
            TransferDeadlines(
                connect: .seconds(1),
                firstByte: .seconds(4),
                stall: .seconds(2),
                total: Deadline(at(100))
            ),
            now: start
        )
        #expect(clock.verdict(at: at(3)) == .check(at: at(4)))
        #expect(clock.verdict(at: at(4)) == .expired(.poolQueueTimeout))
        clock.enter(.connecting, at: at(3))
        #expect(clock.verdict(at: at(4)) == .expired(.connectTimeout))
        clock.enter(.sending, at: at(4))
        clock.moved(at: at(5))
        #expect(clock.verdict(at: at(6)) == .check(at: at(7)))
        #expect(clock.verdict(at: at(7)) == .expired(.stalled))
        clock.hold(true, at: at(6))
        #expect(clock.verdict(at: at(60)) == .check(at: at(100)))
        #expect(clock.verdict(at: at(100)) == .expired(.deadline))
        clock.hold(false, at: at(60))
        #expect(clock.verdict(at: at(61)) == .check(at: at(62)))
        clock.enter(.waiting, at: at(61))
        #expect(clock.verdict(at: at(65)) == .expired(.firstByteTimeout))
        clock.enter(.receiving, at: at(64))
        #expect(clock.verdict(at: at(66)) == .expired(.stalled))
    }
}
