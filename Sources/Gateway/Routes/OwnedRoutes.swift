import Federation
import HTTPServer
import JSONText
import OrthancClient
import OrthancModel

/// Reads that one holder answers as it is.
enum OwnedRoutes {
    /// One pattern below `/{level}/{id}/`.
    struct Pattern {
        let path: String
        /// What the store does with the file for it.
        let risk: OwnedQuestion.Risk
        let summary: String
        /// Orthanc's handler returns without answering for an unknown id.
        var unknownIsEmpty = false
        let failures: [Int: String]

        init(
            _ path: String,
            _ risk: OwnedQuestion.Risk,
            _ summary: String,
            failures: [Int: String] = [:]
        ) {
            self.failures = failures
            self.path = path
            self.risk = risk
            self.summary = summary
            unknownIsEmpty = ["preview", "rendered", "image-"].contains { path.contains($0) }
        }
    }

    /// Orthanc's own answer to what has no pixels, or none that it can decode.
    private static let noPixels = [500: "No pixels, or none that a holder decodes (code 2)."]

    /// Below `/instances/{id}/` only.
    ///
    /// Source: the OWNER rows of the route table.
    private static let ofInstances: [Pattern] =
        [
            Pattern("file", .none, "The DICOM file, bit by bit as one holder keeps it."),
            Pattern("tags", .parses, "All tags, as one holder reads them."),
            Pattern("simplified-tags", .parses, "All tags by name, as one holder reads them."),
            Pattern("header", .parses, "The tags of the meta header."),
            Pattern("content", .parses, "Names of the top-level tags."),
            Pattern(
                "content/{path*}",
                .parses,
                "One raw value, or what lies below a sequence.",
                failures: [500: "An unknown tag (code 27)."]
            ),
            Pattern("frames", .parses, "Numbers of the frames."),
            Pattern("frames/{frame}", .parses, "What can be asked of a frame."),
            Pattern(
                "frames/{frame}/raw",
                .parses,
                "A frame's bytes as they are in the file.",
                failures: noPixels
            ),
            Pattern(
                "frames/{frame}/raw.gz",
                .parses,
                "The same, compressed.",
                failures: noPixels
            ),
            Pattern("pdf", .parses, "The encapsulated PDF; an empty 404 when there is none."),
        ]
        + ["preview", "rendered", "image-int16", "image-uint16", "image-uint8", "matlab", "numpy"]
        .flatMap { name in
            let summary = "Decoded pixels; a holder that can't decode them is passed over."
            let failures = ["matlab", "numpy"].contains(name) ? noPixels : [:]
            return [name, "frames/{frame}/\(name)"].map {
                Pattern($0, .decodes, summary, failures: failures)
            }
        }

    /// At every level. All routes of one attachment are answered by the same copy while its store
    /// answers.
    private static let ofAll: [Pattern] =
        [
            Pattern("module", .parses, "Tags of the level's DICOM module, from one instance."),
            Pattern("metadata", .none, "Names of the metadata, or values with `expand`."),
            Pattern("metadata/{name}", .none, "One value, with its ETag."),
            Pattern("attachments", .none, "Names of the attachments."),
            Pattern("attachments/{name}", .none, "What can be asked of an attachment."),
        ]
        + [
            "compressed-data", "compressed-md5", "compressed-size", "data", "info",
            "is-compressed", "md5", "size",
        ].map { Pattern("attachments/{name}/\($0)", .none, "An attachment of one copy.") }

    static var all: [Route] {
        Level.allCases.flatMap { level in
            let own = level == .instance ? ofInstances : []
            return (own + ofAll).map { read($0, level) }
        } + [
            read(Pattern("module-patient", .parses, "Tags of the patient's module."), .study)
        ]
            + ["modify", "anonymize"].map { verb in
                Route(
                    .post,
                    "/instances/{id}/\(verb)",
                    .owner,
                    "Gives a new file; stores nothing."
                ) {
                    try await derive($0, $1)
                }
            }
    }

    private static func read(_ pattern: Pattern, _ level: Level) -> Route {
        Route(
            .get,
            "/\(level.pathName)/{id}/\(pattern.path)",
            .owner,
            pattern.summary,
            unknownIsEmpty: pattern.unknownIsEmpty,
            failures: pattern.failures
        ) { context, shard in
            try await HolderRoutes.named(context) {
                try await ask(context, shard, level, StoreRequest.Body.none, pattern.risk)
            }
        }
    }

    /// Headers of the caller that a store gets to see.
    static let forwarded = ["Accept", "Range", "If-None-Match"]

    /// Modify and anonymize of one instance give a file back and store nothing.
    private static func derive(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let body = try await context.exchange.collectBody(
            limitBytes: shard.settings.limits.questionBytes
        )
        // Orthanc's JSON reader ends the whole server on a text that is nested too deep.
        guard (try? JSONValue(body)) != nil else { throw OrthancFault(.badFileFormat) }
        return try await ask(context, shard, .instance, .bytes(body), .decodes)
    }

    private static func ask(
        _ context: RequestContext,
        _ shard: Shard,
        _ level: Level,
        _ body: StoreRequest.Body,
        _ risk: OwnedQuestion.Risk
    ) async throws -> Response {
        guard let id = context.identifier() else {
            throw FederationError(.unknownResource, doing: "read")
        }
        let request = StoreRequest(
            StoreRequest.Method(context.head.method),
            context.head.path,
            query: query(context),
            headers: context.head.headers.select(forwarded),
            body: body
        )
        let answer = try await shard.federation.readOwned(
            OwnedQuestion(level, id, request: request, risk: risk.joined(context.head)),
            isStrict: context.isStrict
        )
        return Response(answer)
    }

    /// Stores write a file's name into a header as it is.
    private static func query(_ context: RequestContext) -> [(name: String, value: String?)] {
        context.head.query.compactMap { item in
            guard item.name == "filename" else { return (name: item.name, value: item.value) }
            return ArchiveRequest.safe(item.value).map { (name: item.name, value: $0) }
        }
    }
}

extension OwnedQuestion.Risk {
    /// A file as it is costs a store nothing; in another form it is parsed, or decoded.
    fileprivate func joined(_ head: RequestHead) -> OwnedQuestion.Risk {
        guard case .none = self, head.path.last == "file" else { return self }
        if head.query("transcode") != nil { return .decodes }
        let accepted = head.headers.select(["Accept"]).first?.1 ?? ""
        return accepted.contains("dicom+") ? .parses : .none
    }
}

extension Response {
    /// A store's answer with our word on who gave it.
    init(_ answer: OwnedAnswer) {
        self.init(
            relaying: answer.headers,
            status: answer.status,
            answer.body,
            length: answer.length,
            answer.provenance
        )
    }
}
