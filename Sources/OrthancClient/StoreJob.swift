internal import JSONText
package import OrthancModel

/// A job of a store in its own words, checked.
package struct StoreJob: Sendable {
    /// The store's own identifier.
    package let id: String
    package let state: JobState
    package let priority: Int
    /// 0…1.
    package let progress: Double
    package let errorCode: Int
    package let errorDetails: String
    /// In the store's own words; nil while it runs.
    package let completionTime: String?
    /// JSON object text.
    package let content: [UInt8]
    /// The whole job as JSON object text.
    package let text: [UInt8]

    /// Reads one job.
    ///
    /// - Returns: nil when a member is missing or of the wrong kind.
    package init?(_ text: [UInt8]) {
        guard let root = try? JSONDocument(text).root else { return nil }
        self.init(root)
    }

    init?(_ element: JSONElement) {
        guard element.kind == .object, let id = element["ID"]?.string, Self.isUUID(id),
            let state = element["State"]?.string.flatMap({ JobState(name: $0) }),
            let content = element["Content"], content.kind == .object
        else { return nil }
        self.id = id
        self.state = state
        priority = Int(clamping: element["Priority"]?.integer ?? 0)
        progress = min(1, max(0, (element["Progress"]?.real ?? 0) / 100))
        let code = Int(clamping: element["ErrorCode"]?.integer ?? -1)
        errorCode = OrthancStatus(rawValue: code) == nil ? -1 : code
        errorDetails = element["ErrorDetails"]?.string ?? ""
        completionTime = element["CompletionTime"]?.string
        self.content = Array(content.text)
        self.text = Array(element.text)
    }

    private static func isUUID(_ text: String) -> Bool {
        text.utf8.count == 36
            && text.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || (48...57).contains(byte) || (97...102).contains(byte)
            }
    }
}

extension Store {
    /// All jobs that the store remembers.
    package func jobs(within limit: Duration? = nil) async throws(StoreError) -> [StoreJob] {
        let request = StoreRequest(.get, ["jobs"], query: [("expand", nil)], within: limit)
        let root = try StoreResource.root(try await fetch(request))
        guard root.kind == .array else { throw Self.notAJob }
        return root.elements.compactMap { StoreJob($0) }
    }

    /// One job.
    ///
    /// - Returns: nil when the store doesn't know it, or not any more.
    package func job(
        _ id: String,
        within limit: Duration? = nil
    ) async throws(StoreError) -> StoreJob? {
        let text: [UInt8]
        do {
            text = try await fetch(StoreRequest(.get, ["jobs", id], within: limit))
        } catch {
            guard error.isNotFound else { throw error }
            return nil
        }
        guard let job = StoreJob(text), job.id == id else { throw Self.notAJob }
        return job
    }

    /// Asks for a job and returns as soon as the store has it.
    ///
    /// - Parameter body: JSON with `"Asynchronous": true`.
    /// - Returns: The store's own identifier.
    /// - Throws: `.status` with the store's own words when it refuses; `bytesSent` says whether it
    ///   may have the job.
    package func submit(
        _ path: [String],
        _ body: [UInt8],
        within limit: Duration
    ) async throws(StoreError) -> String {
        let request = StoreRequest(
            .post,
            path,
            headers: [("Content-Type", "application/json")],
            body: .bytes(body),
            within: limit
        )
        let root = try StoreResource.root(try await fetch(request, limitBytes: 1 << 20))
        guard let id = root["ID"]?.string, id.utf8.count == 36 else { throw Self.notAJob }
        return id
    }

    /// Cancels, pauses, resumes or submits again.
    ///
    /// - Returns: false when the store refuses.
    package func act(_ action: JobAction, on id: String) async throws(StoreError) -> Bool {
        let request = StoreRequest(.post, ["jobs", id, action.rawValue], body: .bytes([]))
        let (status, body) = try await send(request, limitBytes: 1 << 20)
        switch status {
        case 200: return true
        case 400, 404: return false
        default: throw refusal(request, status, body)
        }
    }

    /// Makes the store forget a job that has ended; 1.12.2 and newer.
    ///
    /// - Returns: false when the store did not know it.
    package func deleteJob(_ id: String) async throws(StoreError) -> Bool {
        do {
            _ = try await fetch(StoreRequest(.delete, ["jobs", id]), limitBytes: 1 << 20)
            return true
        } catch {
            guard error.isNotFound else { throw error }
            return false
        }
    }

    private static var notAJob: StoreError {
        StoreError(
            .malformed,
            doing: "read a job",
            cause: "not what Orthanc answers",
            bytesSent: true
        )
    }
}
