import Histogram
import LoadEngine
import LoadModel
import LoadReport

/// Follows the events of a run and makes of them what is shown of it while it goes on.
struct RunWatch {
    private let scenario: Scenario
    private(set) var steps = 0
    private(set) var label = ""
    private(set) var factor = 1.0
    private var profile = RateProfile([])
    private var bracket: (low: Double?, high: Double?) = (nil, nil)
    /// What had ended well at the latest looks at the step.
    private var looks: [(elapsed: Duration, good: Int)] = []

    init(_ scenario: Scenario) { self.scenario = scenario }

    /// Over which time a rate is told.
    private static let lately = Duration.seconds(5)

    mutating func follow(_ event: LoadRun.Event) {
        switch event {
        case .began(let label, let factor, let profile):
            steps += 1
            (self.label, self.factor, self.profile) = (label, factor, profile)
            looks = [(.zero, 0)]
        case .running(_, let elapsed, let result):
            looks.append((elapsed, Self.good(result)))
            while looks.count > 2, looks[1].elapsed <= elapsed - Self.lately {
                looks.removeFirst()
            }
        case .bracket(let low, let high): bracket = (low, high)
        case .preloading, .ended, .removed: break
        }
    }

    func figures(_ result: StepResult, _ elapsed: Duration) -> RunningFigures {
        let stated = scenario.traffic.reduce(0) { $0 + scenario.rate(of: $1) }
        return RunningFigures(
            step: steps,
            label: label,
            factor: factor,
            offeredRate: stated * profile.rate(at: elapsed),
            achievedRate: achievedRate,
            inFlight: result.generator.open,
            operations: Self.operations(result),
            late: .microseconds(Int64(result.generator.loopLate.valueAtPercentile(99))),
            lateLimit: StepJudge(scenario).lateLimit,
            held: bracket.low,
            broke: bracket.high,
            left: profile.duration > elapsed ? profile.duration - elapsed : nil
        )
    }

    static func operations(_ result: StepResult) -> [RunningFigures.Operation] {
        result.operations.map {
            .init(name: $0.name, outcomes: $0.outcomes, response: $0.response)
        }
    }

    private var achievedRate: Double {
        guard let first = looks.first, let last = looks.last, last.elapsed > first.elapsed else {
            return 0
        }
        return Double(last.good - first.good) / ((last.elapsed - first.elapsed) / .seconds(1))
    }

    private static func good(_ result: StepResult) -> Int {
        result.operations.reduce(0) { $0 + $1.outcomes.good }
    }
}
