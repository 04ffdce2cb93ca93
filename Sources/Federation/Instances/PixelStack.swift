import Basics
import OrthancModel
import Packing

/// Puts the arrays of a series' slices into one.
///
/// `@unchecked Sendable`: confined to one loop's thread.
final class PixelStack: @unchecked Sendable {
    private let reads: OrderedReads
    private let order: SliceOrder
    private var next: (answer: OwnedAnswer, header: NumpyHeader)?
    private var whole: NumpyHeader?

    init(_ reads: OrderedReads, _ order: SliceOrder) {
        self.reads = reads
        self.order = order
    }

    /// Of head and pixels, before they are packed.
    var length: Int64 {
        guard let whole else { return 0 }
        return Int64(whole.bytes.count + (whole.pixelBytes ?? 0))
    }

    /// Gets the first slice, by which the whole is judged.
    ///
    /// - Throws: Also Orthanc's refusal of what is no stack of images.
    func begin() async throws(FederationError) {
        guard let (answer, header) = try await slice() else {
            throw FederationError(.fault(OrthancFault(.notImplemented)), doing: "stack slices")
        }
        var all = header
        all.frames = order.frames
        guard all.pixelBytes != nil else {
            answer.body.abandon()
            throw FederationError(.fault(OrthancFault(.incompatibleImageSize)), doing: "stack")
        }
        whole = all
        next = (answer, header)
    }

    /// Nobody wants any more.
    func close() {
        next?.answer.body.abandon()
        reads.close()
    }

    /// - Throws: When it could not be made whole; then it must not look as if it were.
    func run(into channel: ByteChannel, isPacked: Bool) async throws {
        guard let whole else { return }
        guard isPacked else {
            guard await channel.writeAll(whole.bytes) else { throw ZipWriter.Problem.abandoned }
            return try await pass { body in try await Self.copy(body, to: channel) }
        }
        let zip = try ZipWriter(into: channel, .deflated, modified: WallClock.unixSeconds())
        try await zip.begin("arr_0", size: length)
        let head = ByteChannel(capacity: whole.bytes.count)
        head.write(whole.bytes)
        head.finish()
        try await zip.fill(from: head)
        try await pass { body in try await zip.fill(from: body) }
        try await zip.end()
        try await zip.close()
    }

    /// Hands every slice's pixels on, each of the size and the kind of the first.
    private func pass(_ take: (ByteChannel) async throws -> Void) async throws {
        for slice in order.slices {
            guard let (answer, header) = next, var expected = whole else {
                throw ZipWriter.Problem.wrongSize
            }
            expected.frames = slice.frames
            guard header.isLike(expected), let pixels = expected.pixelBytes else {
                throw FederationError(.fault(Self.unlike), doing: "stack slices")
            }
            let before = answer.body.written - answer.body.count
            try await take(answer.body)
            let moved = answer.body.written - before
            guard answer.body.end == .complete, moved == pixels else {
                throw ZipWriter.Problem.wrongSize
            }
            next = try await self.slice()
        }
    }

    /// The next answer behind its head.
    private func slice() async throws(FederationError) -> (OwnedAnswer, NumpyHeader)? {
        guard let answer = try await reads.next() else { return nil }
        var header: NumpyHeader?
        while header == nil, answer.body.end == nil, answer.body.count < 4096 {
            await answer.body.untilReadable(beyond: answer.body.count)
            header = NumpyHeader(answer.body.peek(from: 0, most: 4096))
        }
        header = header ?? NumpyHeader(answer.body.peek(from: 0, most: 4096))
        guard let header else {
            answer.body.abandon()
            throw FederationError(
                .unavailable(answer.provenance.servedBy.map { [$0] } ?? []),
                doing: "read array"
            )
        }
        answer.body.drop(header.count)
        return (answer, header)
    }

    private static func copy(_ body: ByteChannel, to channel: ByteChannel) async throws {
        while let piece = await body.nextPiece() {
            guard await channel.writeAll(piece) else { throw ZipWriter.Problem.abandoned }
        }
    }

    private static let unlike = OrthancFault(
        .incompatibleImageSize,
        details: "The size of the frames varies across the instance(s)"
    )
}

extension NumpyHeader {
    /// Of the same kind, number and size.
    fileprivate func isLike(_ other: NumpyHeader) -> Bool {
        type == other.type && frames == other.frames && shape == other.shape
    }
}
