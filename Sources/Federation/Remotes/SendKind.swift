import GlobalIndex
package import Journal
import JSONText
import OrthancClient
import OrthancModel

/// Sends something of which several stores hold parts: a job of each of them, all at once.
///
/// Sending twice does no harm to the one who receives it: a job that its store has lost is begun
/// again.
package struct SendKind: JobKind {
    static let key = "send"

    package let name: String = Self.key

    package init() {}

    package func run(_ job: RunningJob) async throws(JobStop) -> [UInt8] {
        guard let work = SendWork(job.record.request) else {
            throw .failed(.internalError, details: "The job was written by another program")
        }
        let run = SendRun(work: work, job: job)
        return try await run.run()
    }
}

/// Who sends what: a ``SendKind`` job's request.
struct SendWork: Sendable {
    let kind: RemoteKind
    let remote: String
    let options: JSONObject
    /// What was asked to be sent, whichever stores hold it.
    let resources: [OrthancID]
    let parts: [(store: StoreKey, resources: [OrthancID])]

    var json: [UInt8] {
        let parts = parts.map { part -> JSONValue in
            .object(
                JSONObject([
                    ("Store", .integer(Int64(part.store.rawValue))),
                    ("Resources", .array(part.resources.map { .string($0.description) })),
                ])
            )
        }
        return JSONValue.object(
            JSONObject([
                ("Kind", .string(kind.rawValue)), ("Remote", .string(remote)),
                ("Options", .object(options)), ("Parts", .array(parts)),
                ("Resources", .array(resources.map { .string($0.description) })),
            ])
        ).text(.compact)
    }

    init(kind: RemoteKind, remote: String, question: SendQuestion, plan: SendPlan) {
        self.kind = kind
        self.remote = remote
        options = question.options
        resources = question.resources
        parts = plan.parts.map { ($0.store, $0.resources) }
    }

    init?(_ text: [UInt8]) {
        guard let root = try? JSONValue(text, limits: .answer),
            let kind = root["Kind"]?.string.flatMap({ RemoteKind(rawValue: $0) }),
            let remote = root["Remote"]?.string, let options = root["Options"]?.object,
            let list = root["Parts"]?.array, let asked = root["Resources"]?.array
        else { return nil }
        self.kind = kind
        self.remote = remote
        self.options = options
        resources = Self.identifiers(asked)
        parts = list.compactMap { part in
            guard let key = part["Store"]?.integer.flatMap({ Int16(exactly: $0) }) else {
                return nil
            }
            return (StoreKey(key), Self.identifiers(part["Resources"]?.array ?? []))
        }
    }

    private static func identifiers(_ list: [JSONValue]) -> [OrthancID] {
        list.compactMap { $0.string.flatMap { OrthancID($0) } }
    }
}
