import Basics
import Testing

@Suite("Back-off")
struct BackoffTests {
    @Test("doubles up to its cap, each time between half and the whole")
    func doubles() {
        let seed = UInt64.random(in: .min ... .max)
        var generator = Seeded(state: seed)
        var backoff = Backoff(base: .milliseconds(100), cap: .seconds(5))
        for ceiling in [100, 200, 400, 800, 1600, 3200, 5000, 5000] {
            let wait = backoff.next(using: &generator).milliseconds
            #expect((ceiling / 2...ceiling).contains(wait), "seed \(seed)")
        }
    }

    @Test("begins anew after a success")
    func resets() {
        var backoff = Backoff(base: .milliseconds(100), cap: .seconds(5))
        for _ in 0..<10 { _ = backoff.next() }
        backoff.reset()
        #expect(backoff.next() <= .milliseconds(100))
    }

    @Test("stays at its cap however often it is asked")
    func many() {
        var backoff = Backoff(base: .milliseconds(1), cap: .seconds(1))
        for _ in 0..<100_000 { _ = backoff.next() }
        #expect(backoff.next() <= .seconds(1))
    }
}
