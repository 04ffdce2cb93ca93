import JSONText
import OrthancClient
import OrthancModel

/// What is wrong with a question to a modality, as the store that was to ask it says.
///
/// Orthanc answers 500 to a tag that it doesn't know and to JSON of the wrong type, though both are
/// the caller's; here they are 400 with the same code (decision 0083).
enum RemoteQuestion {
    static func mistake(_ body: [UInt8], _ answer: StoreAnswer) -> OrthancFault? {
        guard answer.status == 500,
            let code = (try? JSONValue(answer.body))?["OrthancStatus"]?.integer
        else { return nil }
        switch OrthancStatus(rawValue: Int(truncatingIfNeeded: code)) {
        case .unknownDicomTag:
            return OrthancFault(.unknownDicomTag, httpStatus: 400)
        case .internalError where !isOfSimpleValues(body):
            return .mistyped
        default:
            return nil
        }
    }

    /// An object of texts, numbers and flags, of which `Query` may be one more of the kind.
    private static func isOfSimpleValues(_ body: [UInt8]) -> Bool {
        guard let question = (try? JSONValue(body))?.object else { return false }
        return question.allSatisfy { name, value in
            name == "Query" || value.object == nil && value.array == nil
        }
    }
}
