import Histogram
import LoadModel

/// Reports of which every part is drawn at random; the same seed gives the same one.
struct RandomReport {
    private var random: SplitMixGenerator
    /// Figures of any size, and such as are none.
    private let isWild: Bool

    init(seed: UInt64, isWild: Bool = false) {
        random = SplitMixGenerator(seed: seed)
        self.isWild = isWild
    }

    mutating func report() -> RunReport {
        var steps: [StepReport] = []
        for _ in 0..<Int.random(in: 0...3, using: &random) { steps.append(step()) }
        return RunReport(
            identity: RunIdentity(
                name: name(),
                scenario: list { $0.text() }.joined(separator: "\n"),
                seed: random.next(),
                begun: Bool.random(using: &random) ? "2026-11-27T13:45:00Z" : text(),
                facts: list { RunIdentity.Fact($0.text(), $0.text()) }
            ),
            verdict: RunVerdict(
                one(of: RunVerdict.State.allCases),
                text(),
                reasons: list { $0.text() }
            ),
            steps: steps,
            capacity: Bool.random(using: &random) ? capacity() : nil
        )
    }

    // MARK: Parts

    private mutating func step() -> StepReport {
        var operations: [OperationResult] = []
        for _ in 0..<Int.random(in: 0...3, using: &random) { operations.append(operation()) }
        let seconds = Double.random(in: 0...200, using: &random)
        var result = StepResult(operations: operations, duration: .seconds(seconds))
        result.generator.loopLate = times()
        result.generator.inFlightSeconds = real()
        result.generator.recordedSeconds = real()
        result.generator.mostInFlight = count()
        result.generator.capped = count()
        result.generator.loops = list {
            LoopUsage(seconds: $0.real(), cpuSeconds: $0.real(), queuedSeconds: $0.real())
        }
        return StepReport(
            label: text(),
            factor: real(),
            offeredRate: real(),
            result: result,
            window: SteadyWindow(
                skipped: real(),
                seconds: real(),
                isSteady: Bool.random(using: &random),
                note: text()
            ),
            clauses: list { $0.clause(operations.map(\.name)) },
            checks: list { random in
                ValidityCheck(
                    random.one(of: ValidityCheck.Cause.allCases),
                    random.text(),
                    value: random.text(),
                    limit: random.text(),
                    isMet: Bool.random(using: &random.random)
                )
            },
            resources: list {
                ResourceReading(
                    name: $0.text(),
                    utilisation: $0.real(),
                    limit: $0.text(),
                    wait: $0.maybe { $0.real() }
                )
            },
            state: one(of: StepReport.State.allCases)
        )
    }

    private mutating func operation() -> OperationResult {
        var operation = OperationResult(name: text())
        for outcome in Outcome.allCases { operation.outcomes[outcome] = count() }
        operation.receivedBytes = amount()
        operation.sentBytes = amount()
        operation.response = times()
        operation.service = times()
        operation.firstByte = times()
        operation.slotWait = times()
        for second in 0..<Int.random(in: 0...130, using: &random) {
            let (due, good, bad, sum) = (count(), count(), count(), count())
            let times = list { UInt32.random(in: 0...3_600_000_000, using: &$0.random) }
            operation.blocks.at(millisecond: second * 1000) { block in
                block.due = due
                block.good = max(good, block.response.total + times.count)
                block.bad = bad
                block.serviceSum = UInt64(sum)
                for time in times { block.response.record(time) }
            }
        }
        return operation
    }

    private mutating func clause(_ names: [String]) -> ClauseReport {
        ClauseReport(
            text: text(),
            operation: names.randomElement(using: &random) ?? text(),
            quantile: maybe { $0.isWild ? $0.real() : 0.95 },
            limit: maybe { UInt64($0.amount()) },
            value: maybe { $0.value() },
            badShare: real(),
            allowedShare: real(),
            scheduled: count(),
            state: one(of: ClauseReport.State.allCases)
        )
    }

    private mutating func value() -> EstimatedValue {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: .number(real(), interval())
        case 1: .atLeast(real())
        default: .insufficient(needed: UInt64(amount()))
        }
    }

    private mutating func interval() -> ConfidenceInterval {
        ConfidenceInterval(low: real(), high: maybe { $0.real() })
    }

    private mutating func capacity() -> CapacityReport {
        var report = CapacityReport(
            profile: text(),
            capacity: maybe { $0.real() },
            interval: maybe { $0.interval() },
            inWords: text(),
            bindingClause: maybe { $0.text() },
            headroom: maybe { $0.real() },
            recommended: real(),
            bottleneck: maybe { $0.text() },
            evidence: list { $0.text() },
            scalability: list { $0.text() },
            trials: list { random in
                CapacityReport.Trial(
                    factor: random.real(),
                    seconds: random.real(),
                    state: random.one(of: StepReport.State.allCases),
                    purpose: random.text(),
                    isAssumed: random.one(of: [true, false])
                )
            }
        )
        report.recovery = maybe { $0.text() }
        report.caution = maybe { $0.text() }
        report.doesRecover = maybe { $0.one(of: [true, false]) }
        report.sizes = list { random in
            var size = CapacityReport.Size(studies: random.count(), found: report.finding)
            size.found.capacity = random.maybe { $0.real() }
            return size
        }
        report.mixes = list { random in
            var mix = CapacityReport.Mix(
                uploads: random.real(),
                uploadRate: random.real(),
                otherRate: random.real(),
                found: report.finding
            )
            mix.found.capacity = random.maybe { $0.real() }
            return mix
        }
        return report
    }

    // MARK: Values

    private mutating func times() -> Latencies {
        var times = Latencies.times
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            let value = UInt64.random(in: 0...3_600_000_000, using: &random)
            let shift = UInt64.random(in: 0...28, using: &random)
            times.record(value >> shift, count: UInt64.random(in: 1...5000, using: &random))
        }
        return times
    }

    private mutating func text() -> String {
        let pieces = [
            "find p95 ≤ 300 ms", "<b>", "\"'&", "Müller, 東京", "a,b", "\u{0}\u{1B}[2J", "\r\n",
            "|x|",
            "\u{202E}", "${7*7}", "]]>", "--", "\\", "\t", "🩻", "@all", "",
        ]
        return list { $0.one(of: pieces) }.joined(separator: " ")
    }

    /// As a scenario can have it.
    private mutating func name() -> String {
        "run-\(text().filter { $0.isASCII && $0.isLetter }.prefix(40))"
    }

    private mutating func real() -> Double {
        guard isWild else { return Double.random(in: 0...1000, using: &random) }
        let wild: [Double] = [
            .nan, .infinity, -.infinity, 0, -0.0, -1, 1e308, -1e308, .leastNonzeroMagnitude, 1e15,
            0.5, 1, 4e9,
        ]
        return one(of: wild)
    }

    /// Of operations: two blocks may be joined.
    private mutating func count() -> Int {
        isWild ? one(of: [0, 1, 2, 1 << 30]) : Int.random(in: 0...100_000, using: &random)
    }

    /// Of bytes or microseconds.
    private mutating func amount() -> Int {
        isWild ? one(of: [0, 1, 2, 1 << 42]) : Int.random(in: 0...100_000, using: &random)
    }

    private mutating func one<Value>(of values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    private mutating func list<Value>(_ element: (inout RandomReport) -> Value) -> [Value] {
        var list: [Value] = []
        for _ in 0..<Int.random(in: 0...4, using: &random) { list.append(element(&self)) }
        return list
    }

    private mutating func maybe<Value>(_ value: (inout RandomReport) -> Value) -> Value? {
        Bool.random(using: &random) ? value(&self) : nil
    }
}
