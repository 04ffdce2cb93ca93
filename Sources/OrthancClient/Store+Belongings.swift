internal import Basics
internal import JSONText
package import OrthancModel

/// What users have attached to a resource, beyond its DICOM file.
extension Store {
    /// Metadata that users have set, by number, or by the name that this store gives the number.
    ///
    /// Orthanc 1.10.1 ignores `numeric` and answers names. Source: live Orthancs 1.10.1 to 1.13.0.
    package func userMetadata(
        _ level: Level,
        _ id: OrthancID
    ) async throws(StoreError) -> [String: String] {
        let request = StoreRequest(
            .get,
            [level.pathName, id.description, "metadata"],
            query: [("expand", nil), ("numeric", nil)]
        )
        let root = try StoreResource.root(try await fetch(request))
        guard root.kind == .object else { throw notOrthanc("/metadata") }
        var result: [String: String] = [:]
        for (key, value) in root.members {
            guard let name = key.string, let value = value.string, Self.isUsers(name) else {
                continue
            }
            result[name] = value
        }
        return result
    }

    /// Names of attachments that Orthanc itself didn't make.
    package func userAttachments(
        _ level: Level,
        _ id: OrthancID
    ) async throws(StoreError) -> [String] {
        let names = try await texts([level.pathName, id.description, "attachments"])
        let own: Set = ["dicom", "dicom-as-json", "dicom-until-pixel-data"]
        return names.filter { !own.contains($0) && Self.isUsers($0) }
    }

    /// Labels; none on stores older than 1.12.
    package func labels(_ level: Level, _ id: OrthancID) async throws(StoreError) -> [String] {
        do {
            return try await texts([level.pathName, id.description, "labels"])
        } catch {
            guard error.isNotFound else { throw error }
            return []
        }
    }

    /// Whether the store's recycling leaves a patient alone.
    ///
    /// - Throws: `.status(400)` for a patient that the store doesn't have.
    package func isProtected(_ patient: OrthancID) async throws(StoreError) -> Bool {
        let path = [Level.patient.pathName, patient.description, "protected"]
        return try await fetch(StoreRequest(.get, path)).first == UInt8(ascii: "1")
    }

    package func protect(_ patient: OrthancID) async throws(StoreError) {
        let path = [Level.patient.pathName, patient.description, "protected"]
        let body = StoreRequest.Body.bytes([UInt8(ascii: "1")])
        _ = try await fetch(StoreRequest(.put, path, body: body), limitBytes: 1 << 20)
    }

    /// - Throws: `.status` when the store doesn't know the name, or has a value already and checks
    ///   revisions.
    package func setMetadata(
        _ name: String,
        _ value: String,
        _ level: Level,
        _ id: OrthancID
    ) async throws(StoreError) {
        let path = [level.pathName, id.description, "metadata", name]
        let request = StoreRequest(.put, path, body: .bytes(Array(value.utf8)))
        _ = try await fetch(request, limitBytes: 1 << 20)
    }

    /// - Throws: `.status(404)` by stores older than 1.12.
    package func setLabel(
        _ label: String,
        _ level: Level,
        _ id: OrthancID
    ) async throws(StoreError) {
        let path = [level.pathName, id.description, "labels", label]
        _ = try await fetch(StoreRequest(.put, path), limitBytes: 1 << 20)
    }

    /// Takes an attachment over from another store of the same loop.
    package func takeAttachment(
        _ name: String,
        _ level: Level,
        _ id: OrthancID,
        from other: Store
    ) async throws(StoreError) {
        let path = [level.pathName, id.description, "attachments", name]
        let stream = try await other.open(StoreRequest(.get, path + ["data"]))
        guard stream.status == 200 else {
            stream.body.abandon()
            throw refusal(StoreRequest(.get, path), stream.status)
        }
        let body = StoreRequest.Body.channel(stream.body, length: stream.length)
        defer { stream.body.abandon() }
        _ = try await fetch(StoreRequest(.put, path, body: body), limitBytes: 1 << 20)
    }

    // MARK: Checksums

    /// MD5 of an attachment as it was before any compression, as 32 digits; nil when the store
    /// keeps none (StoreMD5ForAttachments is off).
    package func md5(
        of attachment: String,
        _ level: Level,
        _ id: OrthancID
    ) async throws(StoreError) -> String? {
        let path = [level.pathName, id.description, "attachments", attachment, "md5"]
        let text = String(
            decoding: try await fetch(StoreRequest(.get, path), limitBytes: 4096),
            as: UTF8.self
        )
        return text.utf8.count == 32 && text.allSatisfy(\.isHexDigit) ? text.lowercased() : nil
    }

    /// Has the store read an instance's file and compare it with its MD5.
    package func isIntact(_ instance: OrthancID) async throws(StoreError) -> Bool {
        let path = ["instances", instance.description, "attachments", "dicom", "verify-md5"]
        let (status, _) = try await send(StoreRequest(.post, path), limitBytes: 1 << 20)
        return status == 200
    }

    /// SHA-256 of an instance's file, read whole; nil when the store doesn't have it.
    package func fileDigest(_ instance: OrthancID) async throws(StoreError) -> [UInt8]? {
        let request = StoreRequest(.get, ["instances", instance.description, "file"])
        let stream = try await open(request)
        guard stream.status == 200 else {
            stream.body.abandon()
            if stream.status == 404 { return nil }
            throw refusal(request, stream.status)
        }
        var digest = RunningDigest()
        while let piece = await stream.body.nextPiece() { digest.update(piece) }
        guard stream.body.end == .complete else {
            throw noted(StoreError(.cut, doing: "read file of \(name)", bytesSent: true))
        }
        return digest.finish()
    }

    // MARK: Pieces

    /// Not one of Orthanc's own: a number from 1024 on, or a store's own name for one.
    private static func isUsers(_ name: String) -> Bool {
        MetadataName.isUser(name) || UInt16(name) == nil && !MetadataName.system.contains(name)
    }

    private func texts(_ path: [String]) async throws(StoreError) -> [String] {
        let root = try StoreResource.root(try await fetch(StoreRequest(.get, path)))
        guard root.kind == .array else { throw notOrthanc(path.last ?? "") }
        return root.elements.compactMap(\.string)
    }

    private func notOrthanc(_ what: String) -> StoreError {
        StoreError(
            .malformed,
            doing: "read \(what) of \(name)",
            cause: "not what Orthanc answers",
            bytesSent: true
        )
    }
}
