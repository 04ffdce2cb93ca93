/// How an answer names attributes.
package enum TagFormat: String, Hashable, Sendable, CaseIterable {
    /// By keyword: `"PatientID" : "x"`. The default for resources.
    case simplify
    /// By number: `"0010,0020" : "x"`.
    case short
    /// By number, with name and type.
    case full

    /// What a request's flags ask for: simplify before short before full.
    ///
    /// Source: a live Orthanc 1.10.1.
    package init(simplify: Bool, short: Bool, full: Bool, default other: TagFormat = .simplify) {
        self = simplify ? .simplify : short ? .short : full ? .full : other
    }
}

/// Completeness of a series, from the numbers of its instances.
package enum SeriesStatus: String, Hashable, Sendable, CaseIterable {
    case unknown = "Unknown"
    case missing = "Missing"
    case inconsistent = "Inconsistent"
    case complete = "Complete"

    /// Judges a series as Orthanc does.
    ///
    /// - Parameters:
    ///   - expected: ExpectedNumberOfInstances, nil when nothing says it.
    ///   - indexes: IndexInSeries of each instance, nil where it is not known.
    package init(expected: Int?, indexes: [Int?]) {
        guard let expected else {
            self = .unknown
            return
        }
        var seen: Set<Int> = []
        for index in indexes {
            guard let index else {
                self = .unknown
                return
            }
            guard index > 0, index <= expected, seen.insert(index).inserted else {
                self = .inconsistent
                return
            }
        }
        self = seen.count == expected ? .complete : .missing
    }
}
