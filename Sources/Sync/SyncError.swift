import GlobalIndex
import OrthancClient

/// Why a store could not be followed for a moment.
///
/// Carries no value of any resource: it may be logged as it is.
package struct SyncError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// The store could not be asked, or not be understood.
        case store
        /// The index could not be asked or changed.
        case index
        /// Another gateway follows the store now; nothing was changed.
        case leaseLost
        /// The store is gone from the index.
        case unknownStore
        /// Parents of an instance were deleted while it was indexed; the page is taken again.
        case unsettled
        /// It was told to stop.
        case stopped
    }

    package let kind: Kind
    package let cause: String

    init(_ kind: Kind, _ cause: String = "") {
        self.kind = kind
        self.cause = cause
    }

    init(_ error: StoreError) { self.init(.store, error.description) }

    init(_ error: IndexError) {
        self.init(error.kind == .leaseLost ? .leaseLost : .index, error.description)
    }

    /// From what a body that asks both threw.
    init(any error: any Error) {
        switch error {
        case let error as SyncError: self = error
        case let error as StoreError: self.init(error)
        case let error as IndexError: self.init(error)
        default: self.init(.stopped, "cancelled")
        }
    }

    package var description: String { cause.isEmpty ? "\(kind)" : cause }
}
