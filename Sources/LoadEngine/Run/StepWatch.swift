internal import Basics
internal import LoadModel

/// Looks at a step while it runs: tells when to say something, and when it can only end badly.
struct StepWatch {
    private let aborts: Bool
    private let begun = Monotonic.now
    private var looks: [Double] = []
    private(set) var isHopeless = false
    /// How long the step had run at the latest look.
    private(set) var latest: Duration?
    private var toldAt: Int64 = 0

    /// - Parameter aborts: Whether a step that can only end badly is to be found.
    init(aborts: Bool) { self.aborts = aborts }

    private static let pause: Int64 = 500_000_000

    /// - Returns: How long the step has run, about twice a second; nil between.
    mutating func look(at result: StepResult) -> Duration? {
        let elapsed = Monotonic.now - begun
        latest = .nanoseconds(elapsed)
        if aborts, !isHopeless, elapsed / 1_000_000_000 >= looks.count {
            looks.append(Double(result.generator.open))
            let ended = result.operations.reduce(0) { $0 + $1.outcomes.total }
            let arrivals = Double(ended + result.generator.open)
            isHopeless = StepJudge.isHopeless(looks: looks, arrivals: arrivals)
        }
        guard elapsed - toldAt >= Self.pause else { return nil }
        toldAt = elapsed
        return .nanoseconds(elapsed)
    }
}
