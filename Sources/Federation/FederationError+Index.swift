package import GlobalIndex
import JSONText
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

    /// The uploaded bytes are no DICOM instance, as the gateway or the store reads them.
    ///
    /// Not so what is DICOM and was refused for another reason: a limit, or an account that may
    /// not write.
    package var isBadFile: Bool {
        switch kind {
        case .fault(let fault): fault.status == .badFileFormat || fault.status == .inexistentTag
        case .refused(_, let status, let body): Self.isBadFile(status, body)
        default: false
        }
    }

    private static func isBadFile(_ status: Int, _ body: [UInt8]) -> Bool {
        guard status == 400 || status == 404,
            let code = (try? JSONValue(body))?["OrthancStatus"]?.integer
        else { return false }
        let said = OrthancStatus(rawValue: Int(truncatingIfNeeded: code))
        return said == .badFileFormat || said == .inexistentTag
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
