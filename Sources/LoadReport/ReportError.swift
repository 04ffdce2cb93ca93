/// Why a file is not a report, or not one that this program may read.
package struct ReportError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// Not JSON at all, or more of it than is read.
        case notJSON
        /// Another kind of JSON, or a report of a newer program.
        case schema
        /// A value that lacks or is none of what may stand there.
        case value
        /// No histogram in HdrHistogram's V2 encoding, or none of our layout.
        case histogram
    }

    package let kind: Kind
    /// Where it stands, such as `steps[3].label`; empty: the whole file.
    package let place: String
    package let cause: String

    package init(_ kind: Kind, at place: String = "", _ cause: String) {
        self.kind = kind
        self.place = place
        self.cause = cause
    }

    /// One line.
    package var description: String {
        place.isEmpty ? "read report: \(cause)" : "read report: \(place): \(cause)"
    }
}
