internal import Glibc
import Histogram
import LoadModel
import Testing

@Suite("The same operation at several targets")
struct TargetDifferenceTests {
    private static let seconds = 100

    private func scenario(_ targets: [String]) throws -> Scenario {
        let lines = targets.map { "  - {name: \($0), url: \"http://127.0.0.1:8042\"}" }
        let traffic = targets.map { "  - {name: \($0)-tags, op: tags, target: \($0), rate: 20/s}" }
        let text = """
            version: 1
            name: beside
            corpus: {preload: {studies: 10}}
            targets:
            \(lines.joined(separator: "\n"))
            traffic:
            \(traffic.joined(separator: "\n"))
              - {op: system, target: \(targets[0]), rate: 1/s}
            profile: [{hold: 100s}]
            """
        return try ScenarioReader.read(text: text, name: "beside.yaml")
    }

    /// - Parameter time: Microseconds of one answer of an operation in a second.
    private func step(
        _ names: [String],
        bad: Int = 0,
        _ time: (_ name: String, _ second: Int) -> Double
    ) -> StepReport {
        let operations = names.map { name in
            var operation = OperationResult(name: name)
            for second in 0..<Self.seconds {
                operation.blocks.at(millisecond: second * 1000) { block in
                    block.due += 20
                    block.good += 20 - bad
                    block.bad += bad
                    for _ in 0..<20 - bad { block.response.record(UInt32(time(name, second))) }
                }
            }
            return operation
        }
        return StepReport(
            label: "run",
            factor: 1,
            offeredRate: 20,
            result: StepResult(operations: operations, duration: .seconds(Self.seconds)),
            window: SteadyWindow(skipped: 10, seconds: 90, isSteady: true, note: ""),
            clauses: [],
            checks: [],
            state: .pass
        )
    }

    @Test("what slows both targets alike falls out of the difference")
    func paired() throws {
        let scenario = try scenario(["gateway", "direct"])
        var generator = SplitMixGenerator(seed: 1)
        let step = step(["gateway-tags", "direct-tags", "system"]) { name, second in
            // The machine is up to nine times as slow in some tens of seconds as in others.
            let busy = Double(1 + second / 10 % 9) * 10_000
            let own = name == "gateway-tags" ? 5000.0 : 0
            return busy + own + 1000 * RandomDeviate.uniform(&generator)
        }
        let found = TargetDifference.all(in: step, of: scenario)
        #expect(found.map(\.quantile) == [0.5, 0.95])
        for difference in found {
            #expect(difference.first == "gateway-tags" && difference.others == ["direct-tags"])
            let interval = try #require(difference.interval)
            #expect(interval.contains(5000), "\(difference)")
            #expect((interval.high ?? .infinity) - interval.low < 2000, "\(difference)")
        }
    }

    @Test("the slowest of three is as slow as theory has it")
    func slowest() throws {
        let names = ["gateway", "a", "b", "c"]
        let scenario = try scenario(names)
        var generator = SplitMixGenerator(seed: 2)
        let step = step(names.map { $0 + "-tags" }) { name, _ in
            let slowest = (0..<(name == "gateway-tags" ? 3 : 1)).map { _ in
                -10_000 * log(RandomDeviate.uniform(&generator))
            }
            return 1 + (slowest.max() ?? 0)
        }
        let found = TargetDifference.all(in: step, of: scenario)
        #expect(found.count == 8)
        let together = try #require(found.first { $0.others.count == 3 && $0.quantile == 0.5 })
        // (1 − exp(−t/10 ms))³ = 1/2
        #expect((together.otherTime / 15_784 - 1).magnitude < 0.06, "\(together)")
        #expect(try #require(together.interval).contains(0), "\(together)")
        let alone = try #require(found.first { $0.others == ["a-tags"] && $0.quantile == 0.5 })
        #expect(try #require(alone.interval).low > 5000, "\(alone)")
    }

    @Test("targets that are slow at the same time are not taken for slow in turn")
    func slowTogether() throws {
        let names = ["gateway", "a", "b", "c", "d"]
        let scenario = try scenario(names)
        let step = step(names.map { $0 + "-tags" }) { name, second in
            // Two of the ten judged parts.
            let busy = (46..<64).contains(second) ? 90_000.0 : 10_000
            return busy + (name == "gateway-tags" ? 2000 : 0)
        }
        let found = TargetDifference.all(in: step, of: scenario)
        let together = try #require(found.first { $0.others.count == 4 && $0.quantile == 0.5 })
        #expect((together.otherTime / 10_000 - 1).magnitude < 0.01, "\(together)")
        #expect((together.difference / 2000 - 1).magnitude < 0.05, "\(together)")
        let interval = try #require(together.interval)
        #expect((interval.high ?? .infinity) - interval.low < 500, "\(together)")
    }

    @Test("what lies among failures, or is asked of one target alone, is not told")
    func untold() throws {
        let failing = step(["gateway-tags", "direct-tags"], bad: 3) { _, _ in 1000 }
        let found = TargetDifference.all(in: failing, of: try scenario(["gateway", "direct"]))
        #expect(found.map(\.quantile) == [0.5])
        let one = try scenario(["gateway"])
        #expect(!TargetDifference.isAsked(in: one))
        #expect(TargetDifference.all(in: failing, of: one).isEmpty)
    }
}
