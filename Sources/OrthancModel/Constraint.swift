package import DICOM

/// One condition of a search: what the value of an attribute must be.
///
/// A resource without the attribute is never found. A value of several parts, `A\B`, is one text.
/// Source: a live Orthanc 1.10.1, frozen in ConstraintTests.
package struct Constraint: Hashable, Sendable {
    package let tag: Tag
    /// As it was asked.
    package let rule: ValueRule
    package let isCaseSensitive: Bool
    /// What folded columns are searched by: finds at least all that ``matches(_:)`` does.
    package let foldedRule: ValueRule

    package init(tag: Tag, rule: ValueRule, isCaseSensitive: Bool) {
        self.tag = tag
        self.rule = rule
        self.isCaseSensitive = isCaseSensitive
        foldedRule = rule.folded
    }

    /// Reads a search value as Orthanc's REST API does.
    ///
    /// - Returns: Nil for a value that asks nothing: empty, or a range without bounds.
    /// - Throws: 400/3 for a wildcard on a tag whose VR has none.
    package init?(
        tag: Tag,
        value: String,
        isCaseSensitive: Bool
    ) throws(OrthancFault) {
        guard let rule = try Self.rule(for: value, of: tag) else { return nil }
        self.init(tag: tag, rule: rule, isCaseSensitive: isCaseSensitive)
    }

    /// Whether the raw value, as a store answers it, satisfies the condition.
    package func matches(_ value: String?) -> Bool {
        guard let value else { return false }
        return isCaseSensitive ? rule.matches(value) : foldedRule.matches(CaseFold.fold(value))
    }

    private static func rule(
        for value: String,
        of tag: Tag
    ) throws(OrthancFault) -> ValueRule? {
        guard !value.isEmpty else { return nil }
        // No stored value holds NUL, and PostgreSQL takes no text with it.
        guard !value.utf8.contains(0) else { return .anyOf([]) }
        if tag.vr.allowsRanges, let dash = value.utf8.firstIndex(of: UInt8(ascii: "-")) {
            let isTrimmed = tag == .studyDate || tag == .patientBirthDate
            let first = value[..<dash]
            let last = value[value.utf8.index(after: dash)...]
            let lower = String(isTrimmed ? first.drop { $0 == " " } : first)
            let upper = String(isTrimmed ? withoutTrailingBlanks(last) : last)
            guard !lower.isEmpty || !upper.isEmpty else { return nil }
            try refuseWildcards(lower + upper, tag)
            return .range(lower: lower.isEmpty ? nil : lower, upper: upper.isEmpty ? nil : upper)
        }
        let rule = ValueRule(plain: value)
        if case .wildcard = rule { try refuseWildcards(value, tag) }
        return rule
    }

    /// The two dates among Orthanc's identifiers are compared with the trimmed bound and with the
    /// raw one; as a blank precedes every digit, that is the bound without blanks on one side.
    private static func withoutTrailingBlanks(_ text: Substring) -> Substring {
        text.dropLast(text.reversed().prefix { $0 == " " }.count)
    }

    private static func refuseWildcards(_ value: String, _ tag: Tag) throws(OrthancFault) {
        guard WildcardPattern.isPattern(value), !tag.vr.allowsWildcards else { return }
        throw OrthancFault(
            .parameterOutOfRange,
            details: "Wildcards are not allowed on tag \(tag)"
        )
    }
}

/// One condition on a resource's metadata.
package struct MetadataConstraint: Hashable, Sendable {
    /// Name or number, as it was asked; the name is known to Orthanc or a number.
    package let name: String
    package let rule: ValueRule
    package let isCaseSensitive: Bool
    package let foldedRule: ValueRule

    package init(name: String, rule: ValueRule, isCaseSensitive: Bool) {
        self.name = name
        self.rule = rule
        self.isCaseSensitive = isCaseSensitive
        foldedRule = rule.folded
    }

    /// Reads a value: list, wildcard or plain. Nil for an empty one.
    package init?(name: String, value: String, isCaseSensitive: Bool) {
        guard !value.isEmpty else { return nil }
        let rule = value.utf8.contains(0) ? .anyOf([]) : ValueRule(plain: value)
        self.init(name: name, rule: rule, isCaseSensitive: isCaseSensitive)
    }

    package func matches(_ value: String?) -> Bool {
        guard let value else { return false }
        return isCaseSensitive ? rule.matches(value) : foldedRule.matches(CaseFold.fold(value))
    }
}
