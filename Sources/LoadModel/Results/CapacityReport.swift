/// The answer of a capacity search.
package struct CapacityReport: Sendable, Equatable {
    /// One step of the search, in its order.
    package struct Trial: Sendable, Equatable {
        package var factor: Double
        package var seconds: Double
        package var state: StepReport.State
        /// Why it was run, such as `ramp`, `bisection`, `confirmation`.
        package var purpose: String
        /// Passed for want of anything against it: too little was seen to decide.
        package var isAssumed: Bool

        package init(
            factor: Double,
            seconds: Double,
            state: StepReport.State,
            purpose: String,
            isAssumed: Bool = false
        ) {
            self.factor = factor
            self.seconds = seconds
            self.state = state
            self.purpose = purpose
            self.isAssumed = isAssumed
        }
    }

    /// What one of several searches found.
    package struct Finding: Sendable, Equatable {
        package var capacity: Double?
        package var interval: ConfidenceInterval?
        package var bindingClause: String?
        package var bottleneck: String?

        package init(
            capacity: Double?,
            interval: ConfidenceInterval?,
            bindingClause: String?,
            bottleneck: String?
        ) {
            self.capacity = capacity
            self.interval = interval
            self.bindingClause = bindingClause
            self.bottleneck = bottleneck
        }
    }

    /// What was found at one size of the database.
    package struct Size: Sendable, Equatable {
        /// Preloaded studies.
        package var studies: Int
        package var found: Finding

        package init(studies: Int, found: Finding) {
            self.studies = studies
            self.found = found
        }
    }

    /// What was found with so many times the stated uploads.
    package struct Mix: Sendable, Equatable {
        /// Factor of the uploads.
        package var uploads: Double
        /// Arrivals a second at a factor of 1 of this mix: uploads, and all else.
        package var uploadRate: Double
        package var otherRate: Double
        package var found: Finding

        package init(uploads: Double, uploadRate: Double, otherRate: Double, found: Finding) {
            self.uploads = uploads
            self.uploadRate = uploadRate
            self.otherRate = otherRate
            self.found = found
        }
    }

    /// `quick` or `full`.
    package var profile: String
    /// Factors of the stated load; nil when no load was carried.
    package var capacity: Double?
    package var interval: ConfidenceInterval?
    /// The same in the scenario's own terms, such as `7.4 (7.0 to 7.8) studies a minute`.
    package var inWords: String
    /// The promise that fails first.
    package var bindingClause: String?
    /// How many times the stated demand is carried.
    package var headroom: Double?
    /// At which share of the capacity to run.
    package var recommended: Double
    /// The part that saturates first, or nil: not identified.
    package var bottleneck: String?
    /// For the bottleneck, or what was missing to name one.
    package var evidence: [String]
    /// What the scalability law says, in sentences; empty without a fit.
    package var scalability: [String]
    package var trials: [Trial]
    /// What became of it after an overload, in a sentence; nil without a capacity.
    package var recovery: String?
    /// Nil where nobody looked.
    package var doesRecover: Bool?
    /// What the search can't see, in a sentence; nil: nothing that is known.
    package var caution: String?
    /// Of a search at several sizes, all of them, ascending; the report's other figures are the
    /// last one's. Empty for a search at one size.
    package var sizes: [Size] = []
    /// Of a search with several shares of uploads, all of them, ascending; the report's other
    /// figures are those as stated. Empty for one search.
    package var mixes: [Mix] = []

    package init(
        profile: String,
        capacity: Double?,
        interval: ConfidenceInterval?,
        inWords: String,
        bindingClause: String?,
        headroom: Double?,
        recommended: Double = 0.7,
        bottleneck: String?,
        evidence: [String],
        scalability: [String],
        trials: [Trial]
    ) {
        self.profile = profile
        self.capacity = capacity
        self.interval = interval
        self.inWords = inWords
        self.bindingClause = bindingClause
        self.headroom = headroom
        self.recommended = recommended
        self.bottleneck = bottleneck
        self.evidence = evidence
        self.scalability = scalability
        self.trials = trials
    }

    /// What this report says in short.
    package var finding: Finding {
        Finding(
            capacity: capacity,
            interval: interval,
            bindingClause: bindingClause,
            bottleneck: bottleneck
        )
    }
}
