package import DICOM
package import OrthancModel

/// What is known of an instance before its store is chosen.
package struct PlacementFacts: Sendable, Equatable {
    /// Who sent it by DICOM, where the client says so.
    package var callingAET: String?
    /// Who uploads it.
    package var user: String?
    /// UTF-8, without the blanks at the ends.
    package var values: [Tag: String] = [:]

    package init(callingAET: String? = nil, user: String? = nil, values: [Tag: String] = [:]) {
        self.callingAET = callingAET
        self.user = user
        self.values = values
    }
}

/// Where new studies of one kind go.
package struct PlacementRule: Sendable, Equatable {
    package enum Subject: Sendable, Hashable {
        case callingAET, user
        case tag(Tag)
    }

    /// One of the patterns must match; `*` and `?` are wildcards, case doesn't count. Of a value of
    /// several parts (`A\B`) one part is enough.
    package struct Condition: Sendable, Equatable {
        package let subject: Subject
        package let patterns: [String]

        package init(_ subject: Subject, _ patterns: [String]) {
            self.subject = subject
            self.patterns = patterns.map { CaseFold.fold($0) }
        }
    }

    /// All must hold; none: every instance.
    package let conditions: [Condition]
    /// Shares of new studies; a store that isn't here gets none by this rule.
    package let weights: [StoreName: Int]
    /// No other store when none of these can take it.
    package let isStrict: Bool

    package init(conditions: [Condition], weights: [StoreName: Int], isStrict: Bool = false) {
        self.conditions = conditions
        self.weights = weights
        self.isStrict = isStrict
    }

    package func matches(_ facts: PlacementFacts) -> Bool {
        conditions.allSatisfy { condition in
            let value =
                switch condition.subject {
                case .callingAET: facts.callingAET
                case .user: facts.user
                case .tag(let tag): facts.values[tag]
                }
            guard let value else { return false }
            return value.split(separator: "\\", omittingEmptySubsequences: false).contains { part in
                let part = CaseFold.fold(String(part))
                return condition.patterns.contains { WildcardPattern.matches($0, part) }
            }
        }
    }
}

/// Everything that the configuration says about where new data goes.
package struct PlacementRules: Sendable, Equatable {
    /// The first that matches counts.
    package let rules: [PlacementRule]
    /// On how many stores each instance should lie.
    package let copies: Int

    package init(rules: [PlacementRule] = [], copies: Int = 1) {
        self.rules = rules
        self.copies = copies
    }

    /// What has to be read from the head of a file.
    package var wantedTags: Set<Tag> {
        var tags: Set<Tag> = []
        for case .tag(let tag) in rules.flatMap(\.conditions).map(\.subject) { tags.insert(tag) }
        return tags
    }

    package func rule(for facts: PlacementFacts) -> PlacementRule? {
        rules.first { $0.matches(facts) }
    }
}
