package import DICOM

/// A search, as the body of `POST /tools/find` puts it.
package struct FindQuery: Hashable, Sendable {
    package var level: Level
    /// All must hold. In the order of their keys' bytes, as Orthanc reads them.
    package var constraints: [Constraint] = []
    package var isCaseSensitive = false
    /// Most resources in the answer; nil for all (0 in the body).
    package var limit: Int?
    /// Resources to leave out before the first one.
    package var since = 0
    package var expand = false
    package var format = TagFormat.simplify
    package var requestedTags: [Tag] = []
    package var labels: Set<String> = []
    package var labelsConstraint = LabelsConstraint.all
    package var metadata: [MetadataConstraint] = []
    /// After these, ascending by Orthanc ID.
    package var order: [OrderKey] = []
    package var ancestor: Ancestor?
    /// Overrides ``expand``; nil when the body has none.
    package var responseContent: Set<ResponseContent>?

    package init(level: Level) { self.level = level }

    /// Only resources below this one.
    package struct Ancestor: Hashable, Sendable {
        package let level: Level
        /// Nil when what was asked is no Orthanc ID: then nothing is found.
        package let id: OrthancID?

        package init(level: Level, id: OrthancID?) {
            self.level = level
            self.id = id
        }
    }
}

/// How the asked labels count.
package enum LabelsConstraint: String, Hashable, Sendable, CaseIterable {
    case all = "All"
    case any = "Any"
    case none = "None"

    /// Whether a resource with these labels is found.
    ///
    /// No asked label finds everything, but with `None` only what has no label (≥ 1.12.11).
    package func matches(_ labels: Set<String>, asked: Set<String>) -> Bool {
        switch self {
        case .all: asked.isSubset(of: labels)
        case .any: asked.isEmpty || !asked.isDisjoint(with: labels)
        case .none: asked.isEmpty ? labels.isEmpty : asked.isDisjoint(with: labels)
        }
    }
}

/// One key to sort by.
package struct OrderKey: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        case tag(Tag)
        /// Name or number.
        case metadata(String)
    }

    package enum Comparison: Hashable, Sendable {
        case text, integer, real
    }

    package let subject: Subject
    package let comparison: Comparison
    package let isAscending: Bool

    package init(subject: Subject, comparison: Comparison = .text, isAscending: Bool = true) {
        self.subject = subject
        self.comparison = comparison
        self.isAscending = isAscending
    }
}

/// Parts of an answer that `ResponseContent` may ask for; ID and Type are always there.
package enum ResponseContent: String, Hashable, Sendable, CaseIterable {
    case mainDicomTags = "MainDicomTags"
    case requestedTags = "RequestedTags"
    case metadata = "Metadata"
    case status = "Status"
    case parent = "Parent"
    case children = "Children"
    case labels = "Labels"
    case attachments = "Attachments"
    case isStable = "IsStable"
    case isProtected = "IsProtected"

    /// - Throws: 400/3 for a name that Orthanc does not know.
    package init(named name: String) throws(OrthancFault) {
        guard let found = Self(rawValue: name) else {
            throw OrthancFault(
                .parameterOutOfRange,
                details: "Invalid value for the response content field"
            )
        }
        self = found
    }
}
