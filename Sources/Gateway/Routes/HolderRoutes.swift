import Federation
import GlobalIndex
import HTTPServer
import OrthancClient
import OrthancModel

/// Writes that every holder of a resource carries out: metadata, attachments, protection,
/// reconstruction.
enum HolderRoutes {
    /// Largest attachment; Orthanc keeps one in memory as a whole, and so do we.
    private static let attachmentBytes = 64 << 20

    static var all: [Route] {
        Level.allCases.flatMap { named(.metadata, $0) + named(.attachments, $0) + others($0) }
            + [
                Route(
                    .get,
                    "/patients/{id}/protected",
                    .fanOutMerge,
                    "`1` when every holder that answers protects the patient.",
                    gives: .text,
                    failures: [400: "An unknown patient (code 3)."],
                    answer: protection
                ),
                Route(
                    .put,
                    "/patients/{id}/protected",
                    .broadcast,
                    "Protects the patient at every holder, and at those that get it later, or ends "
                        + "that; two people under one identifier need "
                        + "`X-Federation-Confirm: patient-merge`.",
                    body: .text,
                    gives: .text,
                    answer: protect
                ),
            ]
    }

    /// What is addressed by a name or a number.
    private enum Family: String {
        case metadata, attachments

        var kind: CallKind { self == .metadata ? .metadata : .attachment }

        /// A number, or a name that every Orthanc knows.
        func names(_ name: String) -> Bool {
            let known = self == .metadata ? MetadataName.system : AttachmentName.system
            return Int(name) != nil || known.contains(name)
        }

        /// Whether clients may not write it: Orthanc says 403 before it looks at the resource.
        func isSystem(_ name: String) -> Bool {
            if let number = Int(name) { return !(1024...65535).contains(number) }
            return self == .metadata
                ? MetadataName.system.contains(name) : AttachmentName.system.contains(name)
        }
    }

    /// Orthanc looks at a name before it looks at the resource: if both are unknown, it is the
    /// name's 404. What stores call by names of their own is no name without the resource.
    static func named<Result>(
        _ context: RequestContext,
        _ ask: () async throws -> Result
    ) async throws -> Result {
        do {
            return try await ask()
        } catch let error as FederationError {
            let path = context.head.path
            guard error.isUnknownResource, path.count > 3, let family = Family(rawValue: path[2]),
                !family.names(path[3])
            else { throw error }
            throw FederationError(
                .fault(OrthancFault(.inexistentItem)),
                doing: error.action,
                provenance: error.provenance
            )
        }
    }

    private static func named(_ family: Family, _ level: Level) -> [Route] {
        [Method.put, .delete].map { method in
            Route(
                method,
                "/\(level.pathName)/{id}/\(family.rawValue)/{name}",
                .broadcast,
                method == .put
                    ? "Sets it at every holder; `If-Match` is judged by one and means the same "
                        + "value at the others. System \(family.rawValue): 403."
                    : "Removes it at every holder.",
                body: method == .put ? .text : RouteContract.RequestBody.none,
                gives: method == .put && family == .attachments ? .json(.object) : .text
            ) {
                try await write(family, level, $0, $1)
            }
        }
    }

    private static func others(_ level: Level) -> [Route] {
        let attachment = "/\(level.pathName)/{id}/attachments/{name}"
        return ["compress", "uncompress"].map { verb in
            Route(
                .post,
                "\(attachment)/\(verb)",
                .broadcast,
                "How each holder keeps it; its bytes stay the same.",
                gives: .json(.object)
            ) {
                let path = ["attachments", $0.parameters[1], verb]
                return try await call(.compression, level, .post, path, $0, $1)
            }
        } + [
            Route(
                .post,
                "\(attachment)/verify-md5",
                .broadcast,
                "Every copy is verified; an empty 400 names the corrupt ones in "
                    + "`X-Federation-Corrupt`.",
                failure: .all,
                gives: .json(.object)
            ) {
                try await verify(level, $0, $1)
            },
            Route(
                .post,
                "/\(level.pathName)/{id}/reconstruct",
                .broadcast,
                "Every holder reads its files again.",
                body: .json(.anything),
                gives: .text
            ) {
                try await reconstruct(level, $0, $1)
            },
        ]
    }

    // MARK: Answers

    private static func write(
        _ family: Family,
        _ level: Level,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let name = context.parameters[1]
        guard !family.isSystem(name) else { return .empty(403) }
        let isPut = context.head.method == .put
        // As Orthanc has it from 1.12 on; 1.10.1 attaches things to nothing.
        if isPut, family == .attachments { try await find(level, context, shard) }
        let limit =
            family == .attachments ? attachmentBytes : shard.settings.limits.questionBytes
        return try await call(
            family.kind,
            level,
            isPut ? .put : .delete,
            [family.rawValue, name],
            context,
            shard,
            body: isPut ? try await context.exchange.collectBody(limitBytes: limit) : nil
        )
    }

    private static func find(
        _ level: Level,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws {
        guard let id = context.identifier() else { throw OrthancFault(.inexistentItem) }
        do {
            _ = try await shard.federation.known(level, id, isStrict: context.isStrict)
        } catch {
            guard error.isUnknownResource else { throw error }
            throw OrthancFault(.inexistentItem)
        }
    }

    private static func reconstruct(
        _ level: Level,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let body = try await context.exchange.collectBody(
            limitBytes: shard.settings.limits.questionBytes
        )
        return try await call(
            .reconstruct,
            level,
            .post,
            ["reconstruct"],
            context,
            shard,
            body: body
        )
    }

    private static func call(
        _ kind: CallKind,
        _ level: Level,
        _ method: StoreRequest.Method,
        _ path: [String],
        _ context: RequestContext,
        _ shard: Shard,
        body: [UInt8]? = nil
    ) async throws -> Response {
        try await named(context) {
            guard let id = context.identifier() else {
                throw FederationError(.unknownResource, doing: "call holders")
            }
            let answer = try await shard.federation.callHolders(
                HolderCall(
                    kind,
                    level,
                    id,
                    method,
                    path,
                    body: body,
                    ifMatch: context.head.headers.first("If-Match")
                ),
                isStrict: context.isStrict
            )
            return Response(answer)
        }
    }

    private static func verify(
        _ level: Level,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let corrupt = try await named(context) {
            guard let id = context.identifier() else {
                throw FederationError(.unknownResource, doing: "verify")
            }
            return try await shard.federation.corruptCopies(
                level,
                id,
                attachment: context.parameters[1],
                isStrict: context.isStrict
            )
        }
        guard corrupt.isEmpty else {
            let names = corrupt.map(\.description).joined(separator: ",")
            return .empty(400, [("X-Federation-Corrupt", names)])
        }
        return Response(headers: [("Content-Type", "application/json")], body: .bytes([123, 125]))
    }

    // MARK: Protection

    private static func protection(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let id = try patient(context)
        do {
            let (isProtected, provenance) = try await shard.federation.isProtected(
                id,
                isStrict: context.isStrict
            )
            var response = Response.text(isProtected ? "1" : "0")
            response.headers += provenance.headers
            return response
        } catch {
            guard error.isUnknownResource else { throw error }
            throw OrthancFault(.parameterOutOfRange)
        }
    }

    private static func protect(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let body = try await context.exchange.collectBody(limitBytes: 64 * 1024)
        guard let isProtected = boolean(body) else {
            throw OrthancFault(.badFileFormat, details: "Boolean value expected")
        }
        let id = try patient(context)
        do {
            try await shard.federation.confirmPatient(id, isConfirmed: context.isConfirmed)
            return try await call(
                .protection,
                .patient,
                .put,
                ["protected"],
                context,
                shard,
                body: [isProtected ? UInt8(ascii: "1") : UInt8(ascii: "0")]
            )
        } catch let error as FederationError where error.isUnknownResource {
            throw OrthancFault(.parameterOutOfRange)
        }
    }

    /// What names no patient is a parameter out of range here. Source: a live Orthanc.
    private static func patient(_ context: RequestContext) throws -> OrthancID {
        guard let id = context.identifier() else { throw OrthancFault(.parameterOutOfRange) }
        return id
    }

    private static func boolean(_ body: [UInt8]) -> Bool? {
        let text = String(decoding: body.filter { $0 > 0x20 }, as: UTF8.self)
        return ["1": true, "true": true, "0": false, "false": false][text]
    }
}

extension Response {
    /// A small answer of a store.
    init(_ answer: CallAnswer) {
        self.init(
            status: answer.status,
            headers: answer.headers + answer.provenance.headers,
            body: .bytes(answer.body)
        )
    }
}
