import Basics
import EventLoop
import GlobalIndex
import JSONText
import OrthancModel

extension Federation {
    /// A JSON array of identifiers, or of expanded resources when there is a style; its
    /// provenance tells of the stores only.
    ///
    /// Once a text is longer than ``Limits/wholeBytes`` it goes out while the rest is made, and a
    /// failure cuts it. One that asks stores for tags, metadata or attachments is always made whole
    /// before, for its provenance stands at its head.
    func array(
        _ pages: IdentifierPages,
        _ style: AnswerStyle?,
        isStrict: Bool
    ) async throws(FederationError) -> Answer {
        var pages = pages
        var writer = JSONWriter(.orthanc, capacity: 4096)
        var provenance = Provenance()
        let asksStores = style.map(Self.asksStores) ?? false
        writer.beginArray()
        while !pages.isAtEnd {
            if writer.bytes.count > limits.wholeBytes, !asksStores {
                return Answer(.channel(going(on: writer, pages, style)), provenance)
            }
            let missing = try await add(&pages, style, to: &writer, isStrict: isStrict)
            provenance = provenance.joined(missing)
        }
        writer.endArray()
        return Answer(writer.bytes, provenance)
    }

    private static func asksStores(_ style: AnswerStyle) -> Bool {
        let content = style.content ?? []
        return !style.requestedTags.isEmpty || style.showsMetadata || content.contains(.metadata)
            || content.contains(.attachments)
    }

    /// What was written so far, and behind it the rest as it is made.
    private func going(
        on writer: JSONWriter,
        _ pages: IdentifierPages,
        _ style: AnswerStyle?
    ) -> ByteChannel {
        let channel = ByteChannel(capacity: Self.heldBytes)
        loop.spawn { [self] in
            var (writer, pages) = (writer, pages)
            while !pages.isAtEnd {
                guard await channel.writeAll(writer.take()),
                    let _ = try? await add(&pages, style, to: &writer, isStrict: false)
                else { return channel.fail() }
            }
            writer.endArray()
            guard await channel.writeAll(writer.take()) else { return channel.fail() }
            channel.finish()
        }
        return channel
    }

    /// Writes the next page.
    ///
    /// - Returns: Stores whose part of the requested tags is missing.
    private func add(
        _ pages: inout IdentifierPages,
        _ style: AnswerStyle?,
        to writer: inout JSONWriter,
        isStrict: Bool
    ) async throws(FederationError) -> Provenance {
        guard let style else {
            for id in try await pages.next(Self.listPage, from: self) { writer.id(id) }
            return Provenance()
        }
        let level = pages.level
        let ids = try await pages.next(Self.chunk, from: self)
        let resources = try await indexed("read resources") {
            try await $0.resources(level, ids)
        }
        return try await write(resources, style, to: &writer, isStrict: isStrict)
    }

    /// Most bytes that wait for the client: each time it takes some, the rest is moved.
    private static let heldBytes = 1 << 17
    /// Most identifiers, and most resources, in one question to the index.
    private static let listPage = 20_000
    static let chunk = 500
}
