extension Scenario {
    /// One stream of arrivals: of single operations or of sessions.
    package struct Traffic: Sendable, Equatable {
        package enum Work: Sendable, Equatable {
            case operation(Operation)
            /// Name of a session.
            case session(String)
        }

        package enum Amount: Sendable, Equatable {
            /// Arrivals a second.
            case rate(Double)
            /// Arrivals per study that arrives in the busy hour.
            case weight(Double)
        }

        /// In reports and SLO clauses.
        package var name: String
        package var work: Work
        package var target: String
        package var amount: Amount

        /// Whether its operations add to a target's database.
        package var isUpload: Bool {
            if case .operation(let operation) = work { return operation.kind.isUpload }
            return false
        }
    }

    /// One operation with all that can be said about it. What its kind has no key for is nil.
    package struct Operation: Sendable, Equatable {
        package enum Level: String, Sendable, CaseIterable { case patient, study, series, instance }

        package var kind: OperationKind
        package var path: String?
        package var level: Level?
        package var isExpanded: Bool?
        package var selectivity: Selectivity?
        /// Of the study that is uploaded; nil: drawn from the mix.
        package var modality: String?
        /// Most requests of one operation at once.
        package var parallel: Int?
        /// Instances in one request.
        package var batch: Int?
        /// Most entries of one answer.
        package var limit: Int?
        /// Part of the downloads that are broken off half-way.
        package var abandon: Double?
    }

    /// How many studies a search matches: a mixture over sets whose number of answers is known.
    package struct Selectivity: Sendable, Equatable {
        package enum AnswerSet: String, Sendable, CaseIterable {
            case zero, one, few, many, broad

            /// How many studies it matches. Our choice, after Orthanc's PerfsDb (0, 1, 5, 100).
            package var count: Int {
                switch self {
                case .zero: 0
                case .one: 1
                case .few: 5
                case .many: 100
                case .broad: 2000
                }
            }

            /// Fewest preloaded studies that hold the whole set: sets are disjoint, and stand at
            /// the front of a corpus from the smallest to the largest.
            package var preload: Int {
                Self.allCases.prefix { $0 != self }.reduce(count) { $0 + $1.count }
            }
        }

        package struct Part: Sendable, Equatable {
            package var set: AnswerSet
            package var share: Double
        }

        /// Shares above zero that sum up to one.
        package var parts: [Part]

        /// The set for a number drawn evenly from 0 to 1.
        package func set(at uniform: Double) -> AnswerSet {
            var passed = 0.0
            for part in parts {
                passed += part.share
                if uniform < passed { return part.set }
            }
            return parts.last?.set ?? .one
        }
    }
}
