import Testing

@testable import EventLoop

@Suite("The timer wheel")
struct TimerWheelTests {
    private final class Target: TimerTarget {
        var fired: [Int] = []

        func timerFired(tag: Int) { fired.append(tag) }
    }

    private static func expire(_ wheel: inout TimerWheel, at milliseconds: Int) {
        var due: [TimerToken] = []
        wheel.expire(milliseconds: milliseconds, into: &due)
        for token in due {
            if let timer = wheel.take(token) { timer.target.timerFired(tag: timer.tag) }
        }
    }

    @Test("fires never early and at most one tick late")
    func time() {
        for delay in [1, 3, 4, 5, 100, 4095, 4096, 4097, 100_000] {
            var wheel = TimerWheel()
            let target = Target()
            _ = wheel.insert(milliseconds: delay, target: target, tag: delay)
            for moment in 0..<delay { Self.expire(&wheel, at: moment) }
            #expect(target.fired.isEmpty)
            Self.expire(&wheel, at: delay + TimerWheel.tickMilliseconds - 1)
            #expect(target.fired == [delay])
            #expect(wheel.count == 0)
        }
    }

    @Test("fires in the order of time, also after a long pause")
    func order() {
        var wheel = TimerWheel()
        let target = Target()
        for delay in [300, 20, 1000, 4, 700] {
            _ = wheel.insert(milliseconds: delay, target: target, tag: delay)
        }
        Self.expire(&wheel, at: 500)
        #expect(target.fired == [4, 20, 300])
        Self.expire(&wheel, at: 1_000_000)
        #expect(Set(target.fired) == [4, 20, 300, 700, 1000])
    }

    @Test("forgets a cancelled timer, and a stale token cancels nothing")
    func cancel() {
        var wheel = TimerWheel()
        let target = Target()
        let first = wheel.insert(milliseconds: 10, target: target, tag: 1)
        wheel.cancel(first)
        let second = wheel.insert(milliseconds: 10, target: target, tag: 2)
        wheel.cancel(first)
        #expect(second.index == first.index)
        Self.expire(&wheel, at: 20)
        #expect(target.fired == [2])
        wheel.cancel(second)
        #expect(wheel.count == 0)
    }

    @Test("says when it wants to be looked at, at most a second ahead")
    func wake() {
        var wheel = TimerWheel()
        let target = Target()
        #expect(wheel.nextWake(after: 0) == nil)
        _ = wheel.insert(milliseconds: 100_000, target: target, tag: 0)
        #expect(wheel.nextWake(after: 0) == 1000)
        _ = wheel.insert(milliseconds: 57, target: target, tag: 0)
        #expect(wheel.nextWake(after: 0) == 60)
    }

    @Test("agrees with a sorted list over thousands of random steps")
    func model() {
        let seed = UInt64.random(in: .min ... .max)
        var generator = Seeded(state: seed)
        var wheel = TimerWheel()
        let target = Target()
        var expected: [Int: Int] = [:]
        var tokens: [(TimerToken, Int)] = []
        var now = 0
        for tag in 0..<5_000 {
            let at = now + Int.random(in: 1...9_000, using: &generator)
            tokens.append((wheel.insert(milliseconds: at, target: target, tag: tag), tag))
            expected[tag] = at
            if Bool.random(using: &generator) {
                let (token, tag) = tokens.remove(
                    at: Int.random(in: 0..<tokens.count, using: &generator)
                )
                wheel.cancel(token)
                if !target.fired.contains(tag) { expected[tag] = nil }
            }
            now += Int.random(in: 0...20, using: &generator)
            let before = target.fired.count
            Self.expire(&wheel, at: now)
            for tag in target.fired[before...] {
                let at = expected[tag]
                #expect(at.map { $0 <= now && now - $0 < 40 } == true, "seed \(seed)")
            }
        }
        Self.expire(&wheel, at: now + 10_000)
        #expect(Set(target.fired) == Set(expected.keys), "seed \(seed)")
        #expect(Set(target.fired).count == target.fired.count, "seed \(seed)")
    }
}

/// SplitMix64.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
