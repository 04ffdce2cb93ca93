extension Scenario {
    /// What must hold for one kind of work, told on goodput: what succeeded within the bound,
    /// divided by all that was scheduled, also what was never sent.
    package struct Clause: Sendable, Equatable {
        package enum Subject: Sendable, Hashable {
            /// Name of a traffic entry of operations.
            case operation(String)
            /// Name of a traffic entry of sessions; to a mark or, with nil, to a session's end.
            case session(String, mark: String?)
        }

        package struct Bound: Sendable, Equatable {
            /// Above 0, below 1: this part of all must be done within `limit`.
            package var quantile: Double
            package var limit: Duration
        }

        package var subject: Subject
        /// Ascending by quantile; a higher one's limit is not lower.
        package var bounds: [Bound]
        /// Most errors among all that was scheduled; nil: not judged.
        package var errors: Double?
        /// Part of the successful answers that must be correct.
        package var correct: Double
    }

    package enum Plan: Sendable, Equatable {
        /// The profile, so many times.
        case fixed(repeats: Int)
        case capacity(Search)
    }

    /// Looks for the largest factor of the stated load at which all clauses hold.
    package struct Search: Sendable, Equatable {
        package enum Profile: String, Sendable, CaseIterable { case quick, full }

        package var profile: Profile
        /// Factors of the stated load: where it begins, and beyond which it doesn't look.
        package var start: Double
        package var limit: Double
        /// How close the highest pass and the lowest failure must be.
        package var precision: Double
        package var confirm: Confirmation
        /// For one search, preload and cleanup aside.
        package var budget: Duration
        /// Preloaded studies at which one search each is made, ascending; empty: only as preloaded.
        package var sizes: [Int]
        /// Factors of all uploads, ascending, at each of which one search is made; 1 is among them.
        /// Empty: one search, with uploads as stated.
        package var uploads: [Double] = []
    }

    package struct Confirmation: Sendable, Equatable {
        package var runs: Int
        package var each: Duration
    }
}
