import Access
import Basics
import EventLoop
import Federation
import HTTPServer
import JSONText
import OrthancModel
import Placement
import Unpacking

/// `POST /instances`: one file, a ZIP, a multipart form; plain, gzip or chunked.
enum UploadRoutes {
    static var all: [Route] {
        [
            Route(
                .post,
                "/instances",
                .placement,
                "Stores one file, a ZIP or a form. A holder of the instance, its series or its "
                    + "study comes first, then the rules of placement.",
                body: .dicom,
                gives: .json(.stored),
                answer: upload
            )
        ]
    }

    private static func upload(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        let limit = shard.settings.limits.uploadBytes
        if let length = context.exchange.bodyLength, length > limit { return .empty(413) }
        guard let body = context.exchange.body else {
            throw OrthancFault(.badFileFormat, details: "Received an empty DICOM file")
        }
        let type = context.head.headers.first("Content-Type") ?? ""
        let facts = PlacementFacts(context)
        if let boundary = MultipartSplitter.boundary(of: type) {
            return try await form(body, boundary: boundary, facts, shard)
        }
        guard context.head.headers.first("Content-Encoding")?.lowercased() == "gzip" else {
            return try await file(body, length: context.exchange.bodyLength, facts, shard)
        }
        return try await unzipped(body, facts, shard)
    }

    /// A gzip body is unpacked beside the upload, both bounded by one channel.
    ///
    /// What can't be unpacked, a bomb included, is the file's fault and 400, also when a store
    /// had its beginning already: it keeps nothing of an upload that was cut.
    private static func unzipped(
        _ body: ByteChannel,
        _ facts: PlacementFacts,
        _ shard: Shard
    ) async throws -> Response {
        let plain = ByteChannel(capacity: body.capacity)
        let inflater: Inflater
        do {
            inflater = try Inflater(limitBytes: shard.settings.limits.uploadBytes)
        } catch {
            throw OrthancFault(.notEnoughMemory)
        }
        let work = Task.immediate(executorPreference: shard.loop) { () -> Inflater.Problem? in
            do throws(Inflater.Problem) {
                try await inflater.run(from: body, to: plain)
                return nil
            } catch {
                return error
            }
        }
        defer { plain.abandon() }
        do {
            let response = try await file(plain, length: nil, facts, shard)
            _ = await work.value
            return response
        } catch let error as FederationError where error.isCutUpload {
            plain.abandon()
            guard let problem = await work.value else { throw error }
            throw OrthancFault(.badFileFormat, details: "gzip: \(problem)")
        }
    }

    /// One body, or one part of a form: a DICOM file, or a ZIP by its first bytes.
    fileprivate static func file(
        _ body: ByteChannel,
        length: Int64?,
        _ facts: PlacementFacts,
        _ shard: Shard
    ) async throws -> Response {
        await body.untilReadable(beyond: 3)
        guard body.peek(from: 0).starts(with: [0x50, 0x4b, 0x03, 0x04]) else {
            let stored = try await shard.federation.upload(body, length: length, facts)
            return .json { stored.write(to: &$0) }
        }
        return try await archive(body, facts, shard)
    }

    // MARK: Many files

    /// Members one after the other; what is no DICOM is silently left out, as Orthanc does.
    private static func archive(
        _ body: ByteChannel,
        _ facts: PlacementFacts,
        _ shard: Shard
    ) async throws -> Response {
        let limit = shard.settings.limits.uploadBytes
        let reader: ZipReader
        do {
            let spool = try SpoolFile(in: shard.spoolFolder)
            try await spool.fill(from: body, limitBytes: limit)
            reader = try ZipReader(spool, limitBytes: limit)
        } catch {
            throw OrthancFault(.badFileFormat, details: "ZIP archive: \(error)")
        }
        var stored: [UploadedInstance] = []
        for member in 0..<reader.memberCount where !reader.isFolder(member) {
            let channel = ByteChannel(capacity: body.capacity)
            let work = Task.immediate(executorPreference: shard.loop) { () -> ZipReader.Problem? in
                do throws(ZipReader.Problem) {
                    try await reader.unpack(member, to: channel)
                    return nil
                } catch {
                    return error
                }
            }
            defer { channel.abandon() }
            do {
                stored.append(try await shard.federation.upload(channel, length: nil, facts))
                channel.abandon()
                _ = await work.value
            } catch {
                channel.abandon()
                try passOver(error, await work.value, stored: stored.count)
            }
        }
        return .json { writer in
            writer.array { for instance in stored { instance.write(to: &$0) } }
        }
    }

    /// Decides what a member that was not stored means for the whole archive.
    ///
    /// - Parameter problem: Why it could not be unpacked.
    private static func passOver(
        _ error: FederationError,
        _ problem: ZipReader.Problem?,
        stored: Int
    ) throws {
        // Not DICOM: Orthanc says nothing about such members.
        if error.isBadFile, problem == nil { return }
        let cause = problem.map { "ZIP archive: \($0)" } ?? "\(error)"
        guard stored == 0 else {
            // A 503 would make clients send all of it again.
            throw OrthancFault(
                .networkProtocol,
                details: "\(stored) instances were stored, then: \(cause)"
            )
        }
        guard problem == nil else { throw OrthancFault(.badFileFormat, details: cause) }
        throw error
    }

    /// Orthanc stores each part on its own and answers 200 without a body or a type.
    private static func form(
        _ body: ByteChannel,
        boundary: String,
        _ facts: PlacementFacts,
        _ shard: Shard
    ) async throws -> Response {
        guard var splitter = MultipartSplitter(boundary: boundary) else {
            throw OrthancFault(.badRequest)
        }
        var part: PartUpload?
        var stored = 0
        do {
            while let piece = await body.nextPiece() {
                for event in try splitter.feed(piece) {
                    switch event {
                    case .partBegan: part = PartUpload(shard, facts, capacity: body.capacity)
                    case .bytes(let bytes): await part?.write(bytes)
                    case .partEnded:
                        try await part?.finish()
                        part = nil
                        stored += 1
                    case .bodyEnded: break
                    }
                }
            }
            guard body.end == .complete else { throw OrthancFault(.badRequest) }
            try splitter.finish()
        } catch {
            await part?.fail()
            if error is MultipartSplitter.Problem { throw OrthancFault(.badRequest) }
            guard stored > 0, let cause = error as? FederationError, !cause.isBadFile else {
                throw error
            }
            // A 503 would make clients send all of it again.
            throw OrthancFault(
                .networkProtocol,
                details: "\(stored) parts were taken, then: \(cause)"
            )
        }
        return .empty(200)
    }
}

/// One part of a form on its way to a store, while the form still arrives.
private final class PartUpload {
    private let channel: ByteChannel
    private let work: Task<Result<Response, any Error>, Never>

    init(_ shard: Shard, _ facts: PlacementFacts, capacity: Int) {
        let channel = ByteChannel(capacity: capacity)
        self.channel = channel
        work = Task.immediate(executorPreference: shard.loop) {
            do {
                return .success(try await UploadRoutes.file(channel, length: nil, facts, shard))
            } catch {
                channel.abandon()
                return .failure(error)
            }
        }
    }

    func write(_ bytes: [UInt8]) async { _ = await channel.writeAll(bytes) }

    func finish() async throws {
        channel.finish()
        _ = try await work.value.get()
    }

    func fail() async {
        channel.fail()
        _ = await work.value
    }
}

extension PlacementFacts {
    /// What a request tells beside its body.
    init(_ context: RequestContext) {
        let name = context.principal.name
        self.init(
            callingAET: context.head.headers.first("X-Federation-Calling-Aet"),
            user: name.isEmpty ? nil : name
        )
    }
}
