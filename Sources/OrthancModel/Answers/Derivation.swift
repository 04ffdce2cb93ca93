/// What a modification made a resource of.
package enum Derivation: Sendable, Equatable {
    case anonymized(OrthancID)
    case modified(OrthancID)
}

extension Derivation {
    /// `A` or `M`, and the identifier.
    package var text: String {
        switch self {
        case .anonymized(let id): "A\(id)"
        case .modified(let id): "M\(id)"
        }
    }

    /// Reads ``text``.
    package init?(_ text: String) {
        guard let id = OrthancID(String(text.dropFirst())) else { return nil }
        switch text.first {
        case "A": self = .anonymized(id)
        case "M": self = .modified(id)
        default: return nil
        }
    }

    /// From the members of a resource's JSON.
    package init?(anonymizedFrom: String?, modifiedFrom: String?) {
        if let id = anonymizedFrom.flatMap({ OrthancID($0) }) {
            self = .anonymized(id)
        } else if let id = modifiedFrom.flatMap({ OrthancID($0) }) {
            self = .modified(id)
        } else {
            return nil
        }
    }
}
