internal import Basics
import GlobalIndex
import JSONText
import OrthancModel

/// Jobs as Orthanc shows them. Members ascend by name, as jsoncpp writes them.
enum JobText {
    static func write(_ job: JobRecord, to writer: inout JSONWriter) {
        writer.object { writer in
            if let end = job.completedAt { writer.member("CompletionTime", time(end)) }
            writer.key("Content")
            writer.json(job.content)
            writer.member("CreationTime", time(job.createdAt))
            writer.key("EffectiveRuntime")
            writer.real(runtime(job))
            writer.member("ErrorCode", job.errorCode)
            let error = OrthancStatus(rawValue: job.errorCode) ?? .internalError
            writer.member("ErrorDescription", error.message)
            writer.member("ErrorDetails", job.errorDetails)
            if let arrival = arrival(job) {
                writer.member("EstimatedTimeOfArrival", time(arrival))
            }
            writer.member("ID", job.jobID.description)
            writer.member("Priority", job.priority)
            writer.member("Progress", Int(job.progress * 100))
            writer.member("State", job.state.name)
            writer.member("Timestamp", time(job.readAt))
            writer.member("Type", job.type)
            if let userData = job.userData {
                writer.key("UserData")
                writer.json(userData)
            }
        }
    }

    /// A store's job under the identifier by which callers know it.
    static func write(_ text: [UInt8], as id: BoundID, to writer: inout JSONWriter) {
        guard let root = try? JSONDocument(text).root else {
            writer.object { $0.member("ID", id.description) }
            return
        }
        writer.object { writer in
            for (key, value) in root.members {
                writer.key(key.string ?? "")
                if key.isString("ID") {
                    writer.string(id.description)
                } else {
                    writer.json(Array(value.text))
                }
            }
        }
    }

    /// Seconds, in thousandths.
    private static func runtime(_ job: JobRecord) -> Double {
        guard let start = job.startedAt else { return 0 }
        let end = job.completedAt ?? (job.state == .running ? job.readAt : start)
        return Double(max(0, end - start) / 1000) / 1000
    }

    private static func arrival(_ job: JobRecord) -> Int64? {
        guard job.state == .running, let start = job.startedAt, job.progress > 0.001 else {
            return nil
        }
        let spent = Double(max(0, job.readAt - start))
        return job.readAt + Int64(spent / job.progress * (1 - job.progress))
    }

    /// `YYYYMMDDTHHMMSS.ffffff` in UTC.
    private static func time(_ microseconds: Int64) -> String {
        let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let digits = String(rest)
        let padding = String(repeating: "0", count: max(0, 6 - digits.count))
        return WallClock.utc(Int(seconds)) + "." + padding + digits
    }
}

extension JSONWriter {
    /// A checked JSON text in this writer's own layout.
    mutating func json(_ text: [UInt8]) {
        guard let value = try? JSONValue(text, limits: JSONLimits()) else { return null() }
        self.value(value)
    }
}
