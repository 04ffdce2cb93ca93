package import OrthancModel

/// Why the federation could not do what was asked.
///
/// The gateway alone turns kinds into HTTP answers.
package struct FederationError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable {
        /// No reachable store and not the index knows it.
        case unknownResource
        /// It exists, but no store that holds it can be reached. Nothing was changed.
        case unavailable([StoreName])
        /// Strict mode: the answer would lack something.
        case incomplete
        /// PostgreSQL can't be reached or is overloaded. Nothing was changed.
        case indexUnavailable
        /// The question asks more than the limits allow; the text says which.
        case tooMuch(String)
        /// A write reached this store, and whether it was done is not known.
        case outcomeUnknown(StoreName)
        /// The transaction that was to begin a write may have been committed or not.
        case outcomeUnknownInIndex
        /// A write was refused by the store with this answer.
        case refused(StoreName, status: Int, body: [UInt8])
        /// A DICOM file beyond our limits; no store has seen it.
        case fileBeyondLimits(String)
        /// No store may receive new data.
        case nowhere
        /// Orthanc itself would answer so.
        case fault(OrthancFault)
        /// The client went away or the deadline passed.
        case cancelled
    }

    package let kind: Kind
    package let action: String
    package let cause: String
    package let provenance: Provenance

    package init(
        _ kind: Kind,
        doing action: String,
        cause: String = "",
        provenance: Provenance = Provenance()
    ) {
        self.kind = kind
        self.action = action
        self.cause = cause
        self.provenance = provenance
    }

    package var description: String { cause.isEmpty ? action : "\(action): \(cause)" }
}
