internal import Glibc

/// Decides whether the share of bad operations keeps within an SLO.
///
/// Bad is slower than the bound, failed or never sent. Wald's sequential test of 0.7·p* against
/// 1.4·p* with 5 % of either error. Bad operations come in bursts, so the counts are deflated to
/// those of independent ones: by how much more the blocks' shares spread than binomial ones, and
/// by how much neighbouring blocks are alike.
///
/// Source: Wald, 1945 (sequential test); Kish, 1965 (design effect).
package struct SequentialTest: Equatable, Sendable {
    package enum Decision: Equatable, Sendable {
        case pass
        case fail
        case undecided
    }

    /// The share p* that may be bad; 0.01 for a p99.
    package let allowed: Double
    package private(set) var total = 0.0
    package private(set) var bad = 0.0
    private var blocks: [(total: Double, bad: Double)] = []

    /// ln 19: 5 % of passing what is bad, 5 % of failing what is good.
    package static let threshold = 2.944439
    /// Fewest blocks before anything is decided: bursts must have had time to show. Where nothing
    /// may be bad, the first bad one decides at once. Our choice.
    package static let fewestBlocks = 10
    /// Without a bad one among these, a share of zero holds: it is below 1 % with 95 % (rule of
    /// three: Hanley & Lippman-Hand, 1983).
    package static let fewestSpotless = 300.0

    /// - Parameter allowed: At least 0 and below 0.7, so that twice as much can be told apart.
    package init(allowed: Double) {
        precondition(allowed >= 0 && allowed < 0.7, "an SLO's share of bad lies in 0..<0.7")
        self.allowed = allowed
    }

    /// Counts one block: a second as a rule, less in a trial that has no twenty of them. A block
    /// without operations says nothing.
    package mutating func add(bad: UInt64, of total: UInt64) {
        precondition(bad <= total, "the bad are among all")
        guard total > 0 else { return }
        self.total += Double(total)
        self.bad += Double(bad)
        blocks.append((Double(total), Double(bad)))
    }

    /// Counts what another trial saw under the same conditions.
    mutating func add(_ other: SequentialTest) {
        total += other.total
        bad += other.bad
        blocks += other.blocks
    }

    /// What a trial that has run its whole length says. In a queue at 80 % load that was good so
    /// far, the next burst decides.
    package var decision: Decision {
        if allowed == 0, bad > 0 { return .fail }
        guard blocks.count >= Self.fewestBlocks else { return .undecided }
        guard allowed > 0 else { return total >= Self.fewestSpotless ? .pass : .undecided }
        let ratio = logLikelihoodRatio
        if ratio >= Self.threshold { return .fail }
        return ratio <= -Self.threshold ? .pass : .undecided
    }

    /// Whether more are bad than may be, as it can be said at any time: 1.4·p* is a hundred times
    /// as likely as p* itself. However often one looks, that ends one good trial of a hundred.
    ///
    /// Source: Ville, 1939.
    package var failsSurely: Bool {
        guard allowed > 0 else { return bad > 0 }
        return blocks.count >= Self.fewestBlocks && ratio(of: 1.4, to: 1) >= log(100)
    }

    /// Positive where the evidence is against the target; deflated. 0 where nothing may be bad.
    package var logLikelihoodRatio: Double { allowed > 0 ? ratio(of: 1.4, to: 0.7) : 0 }

    /// Of the likelihoods of two shares, in parts of ``allowed``.
    private func ratio(of worse: Double, to good: Double) -> Double {
        let (good, worse) = (good * allowed, worse * allowed)
        let raw = bad * log(worse / good) + (total - bad) * log((1 - worse) / (1 - good))
        return raw / designEffect
    }

    /// By what the counts are deflated; at least 1.
    package var designEffect: Double {
        guard blocks.count >= 2, bad > 0, bad < total else { return 1 }
        let share = bad / total
        var squares = 0.0
        for block in blocks {
            let off = block.bad - share * block.total
            squares += off * off / block.total
        }
        let spread = squares / Double(blocks.count - 1) / (share * (1 - share))
        let likeness = Autocorrelation.inflation(of: blocks.map { $0.bad / $0.total })
        return max(1, spread) * likeness
    }

    package static func == (left: SequentialTest, right: SequentialTest) -> Bool {
        left.allowed == right.allowed
            && left.blocks.elementsEqual(right.blocks) { $0.total == $1.total && $0.bad == $1.bad }
    }
}
