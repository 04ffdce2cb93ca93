package import GlobalIndex
import OrthancModel

extension FederationError {
    /// What a failure of the index means for the one who asked.
    package init(index error: IndexError, doing action: String) {
        let kind: Kind =
            switch error.kind {
            case .tooManyCandidates: .tooMuch("The search matches too much; narrow it")
            case .cancelled: .cancelled
            default: .indexUnavailable
            }
        self.init(kind, doing: action, cause: "\(error.kind)")
    }

    /// The uploaded bytes are no DICOM instance that a store would take.
    package var isBadFile: Bool {
        if case .fault(let fault) = kind {
            return fault.status == .badFileFormat || fault.status == .inexistentTag
        }
        if case .refused(_, let status, _) = kind { return (400..<500).contains(status) }
        return false
    }

    /// The upload ended before it was whole, or was taken back.
    package var isCutUpload: Bool {
        if case .cancelled = kind { return true }
        return false
    }

    /// The resource is neither in the index nor in a store that answers.
    package var isUnknownResource: Bool {
        if case .unknownResource = kind { return true }
        return false
    }
}
