package import JSONText
package import OrthancModel

extension Store {
    /// What a resource has attached, as Orthanc ≥ 1.12.5 shows it in an answer: an array of sizes
    /// and digests; of the same store whatever its version.
    ///
    /// - Parameters:
    ///   - hidden: The name of one that is left out.
    ///   - firstByte: Until each answer begins.
    ///   - limit: For each answer.
    /// - Returns: nil when the store has not the resource.
    package func attachments(
        _ level: Level,
        _ id: OrthancID,
        hiding hidden: String,
        firstByte: Duration,
        within limit: Duration
    ) async throws(StoreError) -> JSONElement? {
        let path = [level.pathName, id.description, "attachments"]
        func ask(_ path: [String]) async throws(StoreError) -> JSONElement? {
            var request = StoreRequest(.get, path, within: limit)
            request.firstByte = firstByte
            do {
                return try StoreResource.root(try await fetch(request, limitBytes: 1 << 20))
            } catch {
                guard error.isNotFound else { throw error }
                return nil
            }
        }
        guard let names = try await ask(path) else { return nil }
        var writer = JSONWriter(.compact, capacity: 512)
        writer.beginArray()
        for name in names.elements.compactMap(\.string) where name != hidden {
            guard let info = try await ask(path + [name, "info"]) else { continue }
            writer.beginObject()
            for key in [
                "CompressedMD5", "CompressedSize", "ContentType", "UncompressedMD5",
                "UncompressedSize", "Uuid",
            ] {
                guard let value = info[key] else { continue }
                writer.key(key)
                writer.raw(Array(value.text))
            }
            writer.endObject()
        }
        writer.endArray()
        return try StoreResource.root(writer.bytes)
    }
}
