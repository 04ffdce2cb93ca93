/// One step of a capacity search: so much load for so long.
package struct CapacityTrial: Equatable, Sendable {
    package enum Purpose: String, Sendable {
        case baseline
        case ramp
        case bisection
        /// Once more at a bound that a single trial set.
        case secondLook
        case confirmation
        /// Somewhat below the found rate.
        case check
        /// Somewhat above it.
        case overload
        /// Back from an overload in the same step: does the target keep what it kept before?
        case recovery
        /// Far above it, after all else, so that what fills first is full.
        case saturation
    }

    package let purpose: Purpose
    package let rate: Double
    /// With ``leadIn``, if it has one.
    package let length: Duration
    /// Only of a recovery.
    package var leadIn: LeadIn?
    /// The second, longer try of one that stayed undecided.
    package var isRepeat = false

    /// Another load before the trial's, without a pause between them.
    package struct LeadIn: Equatable, Sendable {
        package let rate: Double
        package let length: Duration
        /// What the target then has to come back, before anything is judged.
        package let grace: Duration
    }

    /// The load over its time.
    package var profile: RateProfile {
        guard let leadIn else { return .constant(rate, for: length) }
        let before = RateProfile.constant(leadIn.rate, for: leadIn.length)
        return RateProfile(
            before.pieces + RateProfile.constant(rate, for: length - leadIn.length).pieces
        )
    }

    /// At its beginning, not judged.
    package var unjudged: Duration { leadIn.map { $0.length + $0.grace } ?? .zero }

    /// How a trial came out.
    package struct Outcome: Equatable, Sendable {
        package let verdict: Verdict
        /// The SLO clause that was kept least, as the report names it; `nil` where none was worse
        /// than it may be. What is undecided leans to a failure with one.
        package let clause: String?
        /// Passed for want of anything against it: too little was seen to decide.
        package let isAssumed: Bool
        /// What the trial took with what it left under way; less than its length when it was cut
        /// short.
        package let elapsed: Duration

        package init(
            _ verdict: Verdict,
            clause: String? = nil,
            isAssumed: Bool = false,
            elapsed: Duration
        ) {
            self.verdict = verdict
            self.clause = clause
            self.isAssumed = isAssumed
            self.elapsed = elapsed
        }
    }

    package enum Verdict: Equatable, Sendable {
        case pass
        case fail
        /// The operations under way grow without end.
        case unstable
        case inconclusive
        /// Says nothing about the target: the generator, the network, a restart.
        case void(reason: String)
    }

    /// A trial and how it came out, for the report.
    package struct Record: Equatable, Sendable {
        package let trial: CapacityTrial
        package let outcome: Outcome

        /// Counts against the target.
        package var hasFailed: Bool { outcome.evidence != .none }
    }
}

extension CapacityTrial.Outcome {
    var isVoid: Bool {
        if case .void = verdict { true } else { false }
    }

    /// What it says against the target.
    var evidence: CapacityBounds.Evidence {
        switch verdict {
        case .fail, .unstable: .decided
        case .inconclusive: clause == nil ? .none : .leaning
        case .pass, .void: .none
        }
    }
}
