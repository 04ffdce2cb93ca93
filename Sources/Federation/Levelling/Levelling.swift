import Basics
import DICOM
import EventLoop
import JSONText
import OrthancClient
import OrthancModel

/// Makes an older store's answer to one question what the newest one's would be.
///
/// Older Orthancs silently ignore what they don't know and answer 200: the whole for a part, the
/// stored file for a transcoded one, names for numbers. Source: rest-semantics 8.3, live 1.10.1
/// and 1.12.7.
struct Levelling {
    let question: OwnedQuestion

    init(_ question: OwnedQuestion) { self.question = question }

    /// What is asked of the resource, below it.
    private var path: ArraySlice<String> { question.request.path.dropFirst(2) }

    /// Metadata and attachments: what holders may owe something to.
    var isWritable: Bool { ["metadata", "attachments"].contains(path.first) }

    private func argument(_ name: String) -> String?? {
        question.request.query.first { $0.name == name }.map(\.value)
    }

    // MARK: Transcoding

    /// The transfer syntax in which a file is asked for; nil: as it is.
    private var syntax: String? {
        guard path == ["file"], let value = argument("transcode") else { return nil }
        return value ?? ""
    }

    /// Holders that can do it by themselves first, the order kept.
    func preferred(_ holders: [StoreView]) -> [StoreView] {
        guard syntax != nil else { return holders }
        return holders.filter { can($0, \.transcodesFiles) }
            + holders.filter { !can($0, \.transcodesFiles) }
    }

    private func can(_ view: StoreView, _ capability: KeyPath<Capabilities, Bool>) -> Bool {
        view.version.map { Capabilities(version: $0)[keyPath: capability] } ?? false
    }

    /// A file in another syntax, from a store that only gives a modified one in it: nothing is
    /// modified.
    private func transcoding(to syntax: String) -> StoreRequest {
        var writer = JSONWriter(.compact, capacity: 256)
        writer.object { writer in
            writer.member("Force", true)
            writer.key("Keep")
            writer.array(["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"])
            writer.member("Transcode", syntax)
        }
        let path = question.request.path.prefix(2) + ["modify"]
        return StoreRequest(.post, Array(path), body: .bytes(writer.bytes))
    }

    // MARK: Asking

    /// The question as this store understands it.
    func request(to view: StoreView) -> StoreRequest {
        if let syntax, !can(view, \.transcodesFiles) { return transcoding(to: syntax) }
        var request = question.request
        if isWritable, let value = argument("expand"), value == "false" || value == "0" {
            request.query.removeAll { $0.name == "expand" }
        }
        // What is read here is JSON, whatever the caller gets.
        if path == ["attachments"] || path == ["metadata"] {
            request.headers.removeAll { $0.0.lowercased() == "accept" }
        }
        return request
    }

    /// The answer as the newest would give it.
    ///
    /// - Throws: 416 for a range that the attachment doesn't have.
    func answer(
        _ answer: OwnedAnswer,
        of view: StoreView,
        on loop: EventLoop
    ) async throws(OrthancFault) -> OwnedAnswer {
        guard answer.status == 200 else { return answer }
        if syntax != nil, !can(view, \.transcodesFiles) { return named(answer) }
        if let range = asksForRange { return try part(range, of: answer, on: loop) }
        if path == ["attachments"] { return await listed(answer) }
        if path == ["metadata"], argument("numeric") != nil, !can(view, \.hasLabels) {
            return await numbered(answer)
        }
        return answer
    }

    private func named(_ answer: OwnedAnswer) -> OwnedAnswer {
        let name = ("Content-Disposition", "filename=\"\(question.id).dcm\"")
        return answer.with(
            headers: answer.headers.filter { $0.0.lowercased() != "content-disposition" } + [name]
        )
    }

    // MARK: Ranges

    private var asksForRange: String? {
        guard path.count == 3, path.first == "attachments",
            path.last == "data" || path.last == "compressed-data"
        else { return nil }
        return question.request.headers.first { $0.0.lowercased() == "range" }?.1
    }

    private func part(
        _ header: String,
        of answer: OwnedAnswer,
        on loop: EventLoop
    ) throws(OrthancFault) -> OwnedAnswer {
        guard let length = answer.length else { return answer }
        let range: ByteRange
        do {
            range = try ByteRange(header, of: length)
        } catch {
            answer.body.abandon()
            throw error
        }
        let kept = answer.headers.filter { $0.0.lowercased() == "etag" }
        let own = [
            ("Content-Type", "application/octet-stream"),
            ("Content-Range", "bytes \(range.first)-\(range.last)/\(length)"),
        ]
        let body = ByteChannel(capacity: 256 << 10)
        let source = answer.body
        loop.spawn { await Self.copy(range, from: source, to: body) }
        return answer.with(status: 206, headers: kept + own, length: range.count, body: body)
    }

    private static func copy(
        _ range: ByteRange,
        from source: ByteChannel,
        to sink: ByteChannel
    ) async {
        var position: Int64 = 0
        while position <= range.last, let piece = await source.nextPiece() {
            let from = max(0, range.first - position)
            let end = min(Int64(piece.count), range.last - position + 1)
            position += Int64(piece.count)
            guard from < end else { continue }
            guard await sink.writeAll(Array(piece[Int(from)..<Int(end)])) else {
                return source.abandon()
            }
        }
        source.abandon()
        if position > range.last { sink.finish() } else { sink.fail() }
    }

    // MARK: Lists

    /// Without the DICOMweb plugin's cache.
    private func listed(_ answer: OwnedAnswer) async -> OwnedAnswer {
        await rewritten(answer) { root, writer in
            if root.kind == .object {
                writer.object { writer in
                    for (key, value) in root.members where key.string != AttachmentName.cache {
                        writer.key(key.string ?? "")
                        writer.raw(Array(value.text))
                    }
                }
            } else {
                let names = root.elements.compactMap(\.string)
                writer.array(names.filter { $0 != AttachmentName.cache })
            }
        }
    }

    /// With numbers for names; what has another name has no number that is known here.
    private func numbered(_ answer: OwnedAnswer) async -> OwnedAnswer {
        await rewritten(answer) { root, writer in
            if root.kind == .object {
                let members = root.members.compactMap { key, value in
                    key.string.flatMap { MetadataName.number(of: $0) }.map { ("\($0)", value) }
                }
                writer.object { writer in
                    for (key, value) in members.sorted(by: { $0.0 < $1.0 }) {
                        writer.key(key)
                        writer.raw(Array(value.text))
                    }
                }
            } else {
                let names = root.elements.compactMap(\.string)
                writer.array { writer in
                    for number in names.compactMap({ MetadataName.number(of: $0) }).sorted() {
                        writer.integer(number)
                    }
                }
            }
        }
    }

    private func rewritten(
        _ answer: OwnedAnswer,
        _ write: (JSONElement, inout JSONWriter) -> Void
    ) async -> OwnedAnswer {
        var text: [UInt8] = []
        while let piece = await answer.body.nextPiece(), text.count <= 1 << 20 { text += piece }
        let body = ByteChannel(capacity: max(1, text.count * 2 + 1024))
        guard answer.body.end == .complete, let root = try? JSONDocument(text).root else {
            answer.body.abandon()
            body.fail()
            return answer.with(length: nil, body: body)
        }
        var writer = JSONWriter(.orthanc, capacity: text.count + 64)
        write(root, &writer)
        body.write(writer.bytes)
        body.finish()
        return answer.with(length: Int64(writer.bytes.count), body: body)
    }
}

extension OwnedAnswer {
    fileprivate func with(
        status: Int? = nil,
        headers: [(String, String)]? = nil,
        length: Int64?,
        body: ByteChannel
    ) -> OwnedAnswer {
        OwnedAnswer(
            status: status ?? self.status,
            headers: headers ?? self.headers,
            length: length,
            body: body,
            provenance: provenance
        )
    }

    fileprivate func with(headers: [(String, String)]) -> OwnedAnswer {
        with(headers: headers, length: length, body: body)
    }
}
