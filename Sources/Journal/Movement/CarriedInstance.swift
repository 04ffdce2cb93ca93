/// What became of one instance that was to be brought to a store.
package enum CarriedInstance: Sendable, Equatable {
    /// The target has it now, and had it not before.
    case brought(bytes: Int64)
    /// The target had it.
    case present
    /// Nobody holds it any more.
    case gone
    /// A store could not be asked; it comes later.
    case later
    /// A store that could be asked broke off: it may be the instance that does it harm.
    case brokeOff
    /// It can't be done.
    case failed(Reason)

    /// Why an instance is not where it should be, as the job's Content tells.
    package enum Reason: String, Sendable {
        /// No holder gives its file.
        case unreadable = "Unreadable"
        /// The target does not take it.
        case refused = "Refused"
        /// The target's disk is full.
        case full = "StorageFull"
        /// The target stores it under another identifier.
        case renamed = "StoredUnderAnotherID"
        /// The copies differ in their bytes.
        case differs = "DifferentBytes"
        /// The target's file does not match its own checksum.
        case corrupt = "CorruptCopy"
        /// Metadata, attachments or labels could not be brought, or differ.
        case belongings = "DifferentMetadata"
        /// A store broke off each time.
        case harmful = "StoreBrokeOff"
        /// No further store may take it now.
        case noPlace = "NoEligibleStore"
    }
}
