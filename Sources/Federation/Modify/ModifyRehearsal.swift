import JSONText
import OrthancClient
import OrthancModel

/// A modification that a store is asked to judge and can't carry out, before anything is copied for
/// it or a job is made of it.
///
/// How to run a job is what Orthanc reads last, right before it makes one. So a body whose
/// `Synchronous` is no flag and whose `Priority` is no number is refused for whatever else is wrong
/// with it, or else for `Synchronous`. Source: live Orthancs 1.10.1, 1.12.7 and 1.13.0.
/// Decision 0084.
struct ModifyRehearsal {
    let path: [String]
    let body: [UInt8]

    /// - Parameter part: Of a split: one of its instances, which the store holds.
    init(_ request: ModifyRequest, part: OrthancID?) {
        path = request.path
        var members: [JSONObject.Member] = request.body.map { $0 }
        if request.operation.isBulk, !request.lacksResources {
            members.removeAll { $0.key == "Resources" }
            members.append(("Resources", .array([])))
        }
        if request.operation == .split, let part {
            members.removeAll { ["Series", "Instances"].contains($0.key) }
            members.append(("Instances", .array([.string(part.description)])))
        }
        // Should a store overlook the other two, nothing is lost.
        members += [("KeepSource", true), ("Synchronous", "judge"), ("Priority", "judge")]
        body = JSONValue.object(JSONObject(members)).text(.compact)
    }

    var request: StoreRequest {
        StoreRequest(
            .post,
            path,
            headers: [("Content-Type", "application/json")],
            body: .bytes(body),
            within: .seconds(5)
        )
    }

    /// What is wrong with the body.
    ///
    /// - Returns: nil also when the store can't say: it lacks what the body is about, or isn't well.
    ///   Then it will say so when it is to do it.
    static func fault(status: Int, body: [UInt8]) -> OrthancFault? {
        guard status < 200 || status >= 300 else {
            return OrthancFault(
                .badSequenceOfCalls,
                details: "A store did what it was asked to judge"
            )
        }
        let root = (try? JSONValue(body, limits: .answer))?.object
        guard let code = root?["OrthancStatus"]?.integer,
            let known = OrthancStatus(rawValue: Int(truncatingIfNeeded: code))
        else { return nil }
        let details = root?["Details"]?.string
        switch known {
        case .unknownDicomTag: return OrthancFault(known, details: details, httpStatus: 400)
        case .internalError where status == 500: return .mistyped
        case .badFileFormat where details?.hasSuffix("field: Synchronous") == true: return nil
        default: return status == 400 ? OrthancFault(known, details: details) : nil
        }
    }
}
