internal import Basics

/// A store's whole answer, whatever its status.
package struct StoreAnswer: Sendable {
    package let status: Int
    /// By ``Store/relayedHeaders``.
    package let headers: [(String, String)]
    package let body: [UInt8]

    package init(status: Int, headers: [(String, String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

extension Store {
    /// Asks, and collects the whole answer.
    ///
    /// - Parameter limitBytes: A longer body is `.malformed`.
    package func collect(
        _ request: StoreRequest,
        limitBytes: Int
    ) async throws(StoreError) -> StoreAnswer {
        let stream = try await open(request)
        var body: [UInt8] = []
        while let piece = await stream.body.nextPiece() {
            guard body.count + piece.count <= limitBytes else {
                stream.body.abandon()
                throw malformed("/" + request.path.joined(separator: "/"))
            }
            body += piece
        }
        guard stream.body.end == .complete else {
            throw noted(cut("\(request.method.rawValue) \(name)"))
        }
        return StoreAnswer(status: stream.status, headers: stream.headers, body: body)
    }
}
