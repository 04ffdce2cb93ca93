package import Basics
internal import JSONText
package import OrthancModel

/// A store's answer to one stored file.
package struct UploadAnswer: Sendable, Hashable {
    package let id: OrthancID
    package let patient: OrthancID
    package let study: OrthancID
    package let series: OrthancID
    /// `Success`, `AlreadyStored`, `FilteredOut`, …
    package let status: String
}

/// What a store has made of the tags and contents of a request.
package struct StoreCreation: Sendable {
    /// The store's own words.
    package let text: [UInt8]
    /// A series when the request's Content was a list, else an instance.
    package let isSeries: Bool
    package let id: OrthancID
}

extension Store {
    /// `/tools/create-dicom`.
    ///
    /// - Throws: `.status` with the store's own words for anything but 200.
    package func createDicom(_ body: [UInt8]) async throws(StoreError) -> StoreCreation {
        let request = StoreRequest(.post, ["tools", "create-dicom"], body: .bytes(body))
        let text = try await fetch(request, limitBytes: 1 << 20)
        let root = try StoreResource.root(text)
        guard let id = root["ID"]?.string.flatMap({ OrthancID($0) }),
            let path = root["Path"]?.string
        else {
            throw StoreError(
                .malformed,
                doing: "create DICOM in \(name)",
                cause: "not what Orthanc answers",
                bytesSent: true
            )
        }
        return StoreCreation(text: text, isSeries: path.hasPrefix("/series/"), id: id)
    }

    /// Largest upload whose length is told beforehand. Orthanc reserves that much memory before
    /// the first byte comes, for anybody who promises them. Source: CVE-2026-5440; measured.
    static let announcedLimitBytes: Int64 = 16 << 20

    /// Sends one DICOM file.
    ///
    /// - Parameters:
    ///   - length: Bytes in all; nil, or over ``announcedLimitBytes``, sends it chunked.
    ///   - limit: In all; nil: the store's first-byte and stall limits alone.
    /// - Throws: `.status` with the store's own words for anything but 200; `bytesSent` says
    ///   whether the store may have stored it.
    package func upload(
        _ body: ByteChannel,
        length: Int64?,
        within limit: Duration? = nil
    ) async throws(StoreError) -> UploadAnswer {
        let announced = length.flatMap { $0 <= Self.announcedLimitBytes ? $0 : nil }
        let request = StoreRequest(
            .post,
            ["instances"],
            headers: [("Content-Type", "application/dicom")],
            body: .channel(body, length: announced),
            within: limit
        )
        let root = try StoreResource.root(try await fetch(request, limitBytes: 1 << 20))
        func identifier(_ name: String) -> OrthancID? {
            root[name]?.string.flatMap { OrthancID($0) }
        }
        guard let id = identifier("ID"), let patient = identifier("ParentPatient"),
            let study = identifier("ParentStudy"), let series = identifier("ParentSeries"),
            let status = root["Status"]?.string,
            status.utf8.count <= 40, status.utf8.allSatisfy({ (65...122).contains($0) })
        else {
            throw StoreError(
                .malformed,
                doing: "store instance in \(name)",
                cause: "not what Orthanc answers",
                bytesSent: true
            )
        }
        return UploadAnswer(
            id: id,
            patient: patient,
            study: study,
            series: series,
            status: status
        )
    }

    /// Deletes a resource.
    ///
    /// - Returns: false when the store did not have it.
    package func delete(
        _ level: Level,
        _ id: OrthancID,
        within limit: Duration? = nil
    ) async throws(StoreError) -> Bool {
        do {
            _ = try await fetch(
                StoreRequest(.delete, [level.pathName, id.description], within: limit),
                limitBytes: 1 << 20
            )
            return true
        } catch {
            guard error.isNotFound else { throw error }
            return false
        }
    }
}
