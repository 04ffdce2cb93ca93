internal import Basics
internal import LoadModel

/// Looks at a step while it runs: tells when to say something, and when it can only end badly.
struct StepWatch {
    /// By what a step ends early: a target that can't keep up, or a promise that is surely broken.
    struct Ends {
        /// The step's beginning, left out where promises are looked at.
        let warmUp: Duration
        let judge: StepJudge
        /// What a step that ends now has shown.
        let report: (StepResult) -> StepReport
    }

    private let ends: Ends?
    private let begun = Monotonic.now
    private var looks: [Double] = []
    private var judgedAt: Int64 = 0
    /// More comes in than goes out.
    private(set) var isHopeless = false
    /// What the step had shown when promises were surely broken, and these.
    private(set) var failure: (report: StepReport, broken: [String])?
    /// How long the step had run at the latest look.
    private(set) var latest: Duration?
    private var toldAt: Int64 = 0

    /// - Parameter ends: Nil: the step runs as long as it is to.
    init(_ ends: Ends?) { self.ends = ends }

    private static let pause: Int64 = 500_000_000
    /// Judging costs some milliseconds.
    private static let judgePause: Int64 = 10_000_000_000

    var isToEnd: Bool { isHopeless || failure != nil }

    /// - Returns: How long the step has run, about twice a second; nil between.
    mutating func look(at result: StepResult) -> Duration? {
        let elapsed = Monotonic.now - begun
        latest = .nanoseconds(elapsed)
        if let ends, !isToEnd {
            lookForQueue(in: result, elapsed)
            lookForFailure(in: result, elapsed, ends)
        }
        guard elapsed - toldAt >= Self.pause else { return nil }
        toldAt = elapsed
        return .nanoseconds(elapsed)
    }

    /// Once a second.
    private mutating func lookForQueue(in result: StepResult, _ elapsed: Int64) {
        guard elapsed / 1_000_000_000 >= looks.count else { return }
        looks.append(Double(result.generator.open))
        let ended = result.operations.reduce(0) { $0 + $1.outcomes.total }
        let arrivals = Double(ended + result.generator.open)
        isHopeless = StepJudge.isHopeless(looks: looks, arrivals: arrivals)
    }

    private mutating func lookForFailure(in result: StepResult, _ elapsed: Int64, _ ends: Ends) {
        guard elapsed >= judgedAt + Self.judgePause, elapsed < result.duration.nanoseconds else {
            return
        }
        judgedAt = elapsed
        var soFar = result
        soFar.duration = .nanoseconds(elapsed)
        let broken = ends.judge.surelyBroken(in: soFar, after: ends.warmUp)
        if !broken.isEmpty { failure = (ends.report(soFar), broken) }
    }
}
