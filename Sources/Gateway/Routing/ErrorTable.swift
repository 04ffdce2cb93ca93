import Federation
import OrthancModel

/// The one place where the federation's errors become HTTP answers.
///
/// Statuses and codes are Orthanc's own, so that clients' enums know them. Once a byte of a write
/// was sent to a store the answer is never 502, 503 or 504: clients repeat on those.
enum ErrorTable {
    static func response(
        to error: FederationError,
        method: String,
        path: [String]
    ) -> Response {
        switch error.kind {
        case .refused(_, let status, let body):
            return Response(
                status: status,
                headers: (body.isEmpty ? [] : [("Content-Type", "text/plain")])
                    + error.provenance.headers,
                body: .bytes(body)
            )
        default:
            return response(
                fault(for: error),
                method: method,
                path: path,
                error.provenance.headers
            )
        }
    }

    static func response(
        _ fault: OrthancFault,
        method: String,
        path: [String],
        _ headers: [(String, String)] = []
    ) -> Response {
        Response(
            status: fault.httpStatus,
            headers: [("Content-Type", "text/plain")] + headers,
            body: .bytes(fault.body(method: method, uri: "/" + path.joined(separator: "/")))
        )
    }

    private static func fault(for error: FederationError) -> OrthancFault {
        switch error.kind {
        case .unknownResource:
            return OrthancFault(.unknownResource)
        case .unavailable(let stores):
            return OrthancFault(.databaseUnavailable, details: unreachable(stores))
        case .incomplete:
            return OrthancFault(
                .databaseUnavailable,
                details: "The answer would lack \(lacking(error.provenance)), and "
                    + "X-Federation-Strict forbids that"
            )
        case .indexUnavailable, .cancelled:
            return OrthancFault(.databaseUnavailable, details: error.description)
        case .tooMuch(let limit):
            return OrthancFault(.parameterOutOfRange, details: limit)
        case .outcomeUnknown(let store):
            return OrthancFault(
                .networkProtocol,
                details: "Store \(store) got the request, but whether it was done is unknown"
            )
        case .outcomeUnknownInIndex:
            return OrthancFault(
                .networkProtocol,
                details: "The index was lost while it was changed; ask again whether it was done"
            )
        case .fileBeyondLimits(let limit):
            return OrthancFault(.badFileFormat, details: limit)
        case .nowhere:
            return OrthancFault(
                .databaseUnavailable,
                details: "No store can receive new data at present"
            )
        case .fault(let fault):
            return fault
        case .refused:
            return OrthancFault(.internalError)
        }
    }

    /// The stores without which an answer is not whole, or not new.
    private static func lacking(_ provenance: Provenance) -> String {
        let names = Set(provenance.missing + provenance.stale.map(\.store)).sorted()
        return names.map(\.description).joined(separator: ", ")
    }

    private static func unreachable(_ stores: [StoreName]) -> String {
        let names = stores.map(\.description).joined(separator: ", ")
        return "No store that holds it can be reached: \(names)"
    }
}
