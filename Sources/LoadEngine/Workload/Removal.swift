internal import LoadModel

/// Deletes studies by their Orthanc IDs; one that is not there is fine.
final class Removal: Visit {
    private let studies: [String]
    private let parallel: Int
    private let kind: UInt16
    private(set) var asked = 0
    let owed: [UInt16] = []
    private var inFlight = 0

    init(_ studies: [String], parallel: Int, kind: UInt16) {
        self.studies = studies
        self.parallel = parallel
        self.kind = kind
    }

    func next() -> VisitAction {
        if asked < studies.count, inFlight < parallel {
            asked += 1
            inFlight += 1
            return .send(ticket: asked - 1, kind: kind)
        }
        return inFlight > 0 ? .wait : .end
    }

    func fill(_ ticket: Int, _ request: inout Request) {
        request.get("/studies/\(studies[ticket])")
        request.method = .delete
    }

    func ended(_: Int, _: Outcome, status _: Int) { inFlight -= 1 }
}
