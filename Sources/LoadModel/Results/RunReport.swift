/// All that one run is reported with; every form of report is made from it, and the JSON form
/// holds all of it.
package struct RunReport: Sendable {
    /// Version of the JSON form. A reader refuses a higher one.
    package static let schema = 1

    package var identity: RunIdentity
    package var verdict: RunVerdict
    /// In the order in which they were run.
    package var steps: [StepReport]
    package var capacity: CapacityReport?

    package init(
        identity: RunIdentity,
        verdict: RunVerdict,
        steps: [StepReport],
        capacity: CapacityReport? = nil
    ) {
        self.identity = identity
        self.verdict = verdict
        self.steps = steps
        self.capacity = capacity
    }
}

/// What was run, where and with what.
package struct RunIdentity: Sendable, Equatable {
    /// One line of facts: versions, kernel, cores, limits, corpus.
    package struct Fact: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package var name: String
    /// The scenario file as it was read; it holds no secret.
    package var scenario: String
    package var seed: UInt64
    /// Universal time, as in `2026-11-27T13:45:00Z`.
    package var begun: String
    package var facts: [Fact]
    /// Workers of a closed loop; nil: what was sent came by a schedule.
    package var closedLoop: Int?
    /// nil: the report holds the whole run.
    package var slice: RunSlice?

    package init(
        name: String,
        scenario: String,
        seed: UInt64,
        begun: String,
        facts: [Fact] = [],
        closedLoop: Int? = nil,
        slice: RunSlice? = nil
    ) {
        self.name = name
        self.scenario = scenario
        self.seed = seed
        self.begun = begun
        self.facts = facts
        self.closedLoop = closedLoop
        self.slice = slice
    }
}

extension RunIdentity {
    /// What every form of a report of a closed loop must say; nil for an open one.
    package var label: String? { Self.label(closedLoop: closedLoop) }

    /// - Parameter workers: Of a closed loop.
    package static func label(closedLoop workers: Int?) -> String? {
        workers.map { workers in
            "closed loop of \(workers) worker\(workers == 1 ? "" : "s"): latency leaves out what "
                + "would have come meanwhile"
        }
    }
}

/// How a run ends.
package struct RunVerdict: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case met
        case missed
        /// The generator or the way was the limit: nothing is said of the target.
        case void
        case inconclusive
        /// The target can't be used.
        case unusable
    }

    package var state: State
    /// One sentence for whoever reads nothing else.
    package var sentence: String
    package var reasons: [String]

    package init(_ state: State, _ sentence: String, reasons: [String] = []) {
        self.state = state
        self.sentence = sentence
        self.reasons = reasons
    }

    /// The same, its sentence saying what must be said of the whole run.
    package func labelled(_ label: String?) -> RunVerdict {
        guard let label else { return self }
        return RunVerdict(state, "\(sentence) (\(label))", reasons: reasons)
    }

    /// 0 met, 1 missed or not decided, 3 void, 4 target unusable; 2 is a bad scenario.
    package var exitCode: Int32 {
        switch state {
        case .met: 0
        case .missed, .inconclusive: 1
        case .void: 3
        case .unusable: 4
        }
    }
}
