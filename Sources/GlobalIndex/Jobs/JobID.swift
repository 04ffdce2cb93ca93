/// What callers see of a job: `gw-` and a UUID for one of the gateway's own, a ``BoundID`` for one
/// that lives in a store.
package enum JobID: Hashable, Sendable, CustomStringConvertible {
    /// The UUID alone.
    case gateway(String)
    case bound(BoundID)

    /// - Returns: nil for anything that ``description`` could not have written.
    package init?(_ text: String) {
        if text.hasPrefix("gw-") {
            let uuid = String(text.dropFirst(3))
            guard BoundID.isUUID(uuid.utf8) else { return nil }
            self = .gateway(uuid)
        } else {
            guard let bound = BoundID(text) else { return nil }
            self = .bound(bound)
        }
    }

    package var description: String {
        switch self {
        case .gateway(let uuid): "gw-\(uuid)"
        case .bound(let id): id.description
        }
    }
}
