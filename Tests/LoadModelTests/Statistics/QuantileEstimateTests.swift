import Histogram
import LoadModel
import Testing

@Suite("Quantile and mean of a steady window")
struct QuantileEstimateTests {
    /// Each section holds the values once.
    private func sections(
        _ values: [UInt64],
        count: Int = 10,
        unanswered: UInt64 = 0
    ) -> [LatencySection] {
        var section = LatencySection(unanswered: unanswered)
        for value in values { section.recorded.record(value) }
        return Array(repeating: section, count: count)
    }

    @Test("the centre is the smallest value whose count reaches the share")
    func centre() {
        let window = LatencyWindow(sections(Array(1...100)))
        let centres = [0.95, 0.99].map { QuantileEstimate($0, of: window).value.centre }
        #expect(centres == [95, 99])
    }

    @Test("too few samples give how many are needed instead of a number")
    func insufficient() {
        let few = LatencyWindow(sections(Array(1...38)))
        #expect(QuantileEstimate(0.99, of: few).value == .insufficient(needed: 381))
        #expect(QuantileEstimate(0.999, of: few).value == .insufficient(needed: 3_838))
        let none = LatencyWindow([])
        #expect(QuantileEstimate(0.5, of: none).value == .insufficient(needed: 4))
        #expect(MeanEstimate(of: none).value == .insufficient(needed: 30))
        let one = LatencyWindow(sections([5], count: 1))
        #expect(QuantileEstimate(0.5, of: one).value == .insufficient(needed: 4))
    }

    @Test("fewer than five sections with samples give no interval")
    func fewSections() {
        let empty = Array(repeating: LatencySection(), count: 6)
        let window = LatencyWindow(sections(Array(1...500), count: 4) + empty)
        #expect(QuantileEstimate(0.99, of: window).value == .insufficient(needed: 4_000))
        #expect(MeanEstimate(of: window).value == .insufficient(needed: 4_000))
    }

    @Test("failed and unsent operations stay in the denominator, above every value")
    func unanswered() {
        let window = LatencyWindow(sections(Array(1...95), unanswered: 5), timeout: 9_000)
        #expect(QuantileEstimate(0.99, of: window).value == .atLeast(9_000))
        let lower = QuantileEstimate(0.9, of: window)
        #expect(lower.samples == 1_000)
        #expect(lower.value.contains(90))
        #expect(lower.value.centre == 90)
        #expect(MeanEstimate(of: window).leftOut == 50)
        let onlyFailures = LatencyWindow(sections([], unanswered: 100))
        #expect(QuantileEstimate(0.5, of: onlyFailures).value == .atLeast(0))
    }

    @Test("a section whose own quantile is unknown leaves the interval without an upper limit")
    func noUpperLimit() {
        var all = sections(Array(1...100))
        all[3] = LatencySection(recorded: all[3].recorded, unanswered: 3)
        let value = QuantileEstimate(0.99, of: LatencyWindow(all)).value
        #expect(value.centre == 100)
        #expect(value.interval != nil && value.interval?.high == nil)
    }

    @Test("sections that differ widen the interval by Student's factor")
    func width() throws {
        var all: [LatencySection] = []
        let levels: [UInt64] = [900, 1_000, 1_100, 900, 1_000, 1_100, 900, 1_000, 1_100, 1_000]
        for level in levels {
            var section = LatencySection()
            section.recorded.record(level, count: 100)
            all.append(section)
        }
        let mean = MeanEstimate(of: LatencyWindow(all), confidence: 0.95)
        // Standard error: √(6·100²/9/10) = 25.820; t of 9 degrees of freedom: 2.26216.
        let interval = try #require(mean.value.interval)
        #expect(mean.value.centre == 1_000)
        #expect(((interval.high ?? 0) - 1_058.409).magnitude < 0.01)
        #expect((interval.low - 941.591).magnitude < 0.01)
    }

    @Test("sections that agree leave the limits of the order statistics")
    func agreeing() {
        let value = QuantileEstimate(0.9, of: LatencyWindow(sections(Array(1...100)))).value
        // Ranks 900 ± 18.6 of 1 000, ten of each value.
        #expect(value.centre == 90)
        #expect(value.interval == ConfidenceInterval(low: 89, high: 92))
    }

    @Test("likeness of neighbouring sections widens the interval further")
    func autocorrelation() {
        func width(_ levels: [UInt64]) -> Double {
            var all: [LatencySection] = []
            for level in levels {
                var section = LatencySection()
                section.recorded.record(level, count: 100)
                all.append(section)
            }
            return MeanEstimate(of: LatencyWindow(all)).value.relativeHalfWidth ?? 0
        }
        let shuffled = width([900, 1_100, 900, 1_100, 1_100, 900, 1_100, 900, 900, 1_100])
        let blocks = width([900, 900, 900, 900, 900, 1_100, 1_100, 1_100, 1_100, 1_100])
        #expect(blocks > 1.4 * shuffled)
    }
}

extension EstimatedValue {
    /// Half the interval's width as a share of the figure.
    var relativeHalfWidth: Double? {
        guard case .number(let centre, let interval) = self else { return nil }
        return interval.relativeHalfWidth(around: centre)
    }
}
