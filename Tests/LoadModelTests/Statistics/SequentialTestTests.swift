import LoadModel
import Testing

@Suite("Sequential test of an SLO's share")
struct SequentialTestTests {
    /// 400 blocks of 100, or fewer until it fails; the share jumps between two values that average
    /// to `share`.
    private func decide(
        share: Double,
        seed: UInt64,
        burstFactor: Double = 1,
        burstBlocks: Int = 1
    ) -> SequentialTest.Decision {
        var generator = SplitMixGenerator(seed: seed)
        var test = SequentialTest(allowed: 0.05)
        for block in 0..<400 where test.decision != .fail {
            let isBurst = (block / burstBlocks).isMultiple(of: 4)
            let calm = (4 - burstFactor) / 3
            var bad: UInt64 = 0
            for _ in 0..<100
            where RandomDeviate.uniform(&generator) <= share * (isBurst ? burstFactor : calm) {
                bad += 1
            }
            test.add(bad: bad, of: 100)
        }
        return test.decision
    }

    @Test("a target at 0.7 of the share passes, one at 1.4 fails, in 19 of 20 runs and more")
    func errors() {
        let good = (1...60).filter { decide(share: 0.035, seed: $0) == .pass }
        let bad = (1...60).filter { decide(share: 0.07, seed: $0) == .fail }
        #expect(good.count >= 56)
        #expect(bad.count >= 56)
    }

    @Test("bursts delay the decision but hardly make it wrong")
    func bursts() {
        let wrong = (1...40).filter {
            decide(share: 0.07, seed: $0, burstFactor: 3, burstBlocks: 5) == .pass
        }
        #expect(wrong.count <= 2)
    }

    @Test("the ratio is Wald's")
    func ratio() {
        var test = SequentialTest(allowed: 0.1)
        // Ten blocks alike: nothing is deflated.
        for _ in 0..<10 { test.add(bad: 10, of: 100) }
        // 100·ln 2 + 900·ln(0.86/0.93)
        #expect((test.logLikelihoodRatio - (69.314718 - 70.426978)).magnitude < 1e-4)
        #expect(test.designEffect == 1)
        #expect(test.decision == .undecided)
    }

    @Test("blocks that differ more than chance lets them deflate the counts")
    func designEffect() {
        var test = SequentialTest(allowed: 0.1)
        for _ in 0..<10 {
            test.add(bad: 0, of: 100)
            test.add(bad: 40, of: 100)
        }
        // Each block is 20 off: 20·(20²/100)/19 over 0.2·0.8.
        #expect((test.designEffect - 26.315789).magnitude < 1e-3)
        // 400·ln 2 + 1 600·ln(0.86/0.93), divided by the effect.
        let raw = 277.258872 - 125.203515
        #expect((test.logLikelihoodRatio - raw / 26.315789).magnitude < 1e-3)
    }

    @Test("nothing is decided before ten blocks, whatever they hold")
    func early() {
        var test = SequentialTest(allowed: 0.01)
        #expect(test.decision == .undecided)
        for _ in 0..<9 { test.add(bad: 1_000, of: 1_000) }
        #expect(test.decision == .undecided)
        test.add(bad: 0, of: 0)
        #expect(test.decision == .undecided)
        test.add(bad: 1_000, of: 1_000)
        #expect(test.decision == .fail)
    }

    @Test("a share of zero fails at the first bad one and passes at the end of 300 good ones")
    func spotless() {
        var test = SequentialTest(allowed: 0)
        for _ in 0..<10 { test.add(bad: 0, of: 29) }
        #expect(test.decision == .undecided)
        test.add(bad: 0, of: 10)
        #expect(test.decision == .pass)
        test.add(bad: 1, of: 10)
        #expect(test.decision == .fail)
        var early = SequentialTest(allowed: 0)
        early.add(bad: 1, of: 10)
        #expect(early.decision == .fail)
    }

    @Test("looked at every second, a share that may just be is hardly ever surely too much")
    func surely() {
        func ends(_ share: Double, _ seed: UInt64) -> Bool {
            var generator = SplitMixGenerator(seed: seed)
            var test = SequentialTest(allowed: 0.05)
            for _ in 0..<480 {
                let bad = (0..<20).count { _ in RandomDeviate.uniform(&generator) <= share }
                test.add(bad: UInt64(bad), of: 20)
                if test.failsSurely { return true }
            }
            return false
        }
        #expect((1...60).count { ends(0.05, $0) } <= 2)
        #expect((1...60).count { ends(0.08, $0) } >= 56)
        var spotless = SequentialTest(allowed: 0)
        spotless.add(bad: 1, of: 10)
        #expect(spotless.failsSurely)
    }

    @Test("a queue that is worse than the SLO hardly ever passes")
    func queue() {
        let queue = QueueModel(arrivalRate: 80, serviceRate: 100)
        // 2.8 % are slower than this, where 2 % are allowed.
        let bound = queue.responseQuantile(1 - 0.028)
        let passes = (1...30 as ClosedRange<UInt64>).filter { seed in
            var generator = SplitMixGenerator(seed: seed)
            var line = QueueLine(queue, using: &generator)
            var test = SequentialTest(allowed: 0.02)
            var (second, bad, total) = (1.0, UInt64(0), UInt64(0))
            while test.decision != .fail, second <= 60 {
                var customer = line.next(using: &generator)
                while customer.due <= second {
                    total += 1
                    bad += customer.response > bound ? 1 : 0
                    customer = line.next(using: &generator)
                }
                test.add(bad: bad, of: total)
                (second, bad, total) = (second + 1, 0, 0)
            }
            return test.decision == .pass
        }
        #expect(passes.count <= 4)
    }
}
