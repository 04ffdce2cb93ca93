internal import JSONText
package import LoadModel

/// What a console tells, as one JSON object a line for a program that watches: its `event` says
/// which. Times are whole microseconds; a quantile without enough samples is left out.
package enum ProgressObject {
    package static func preloading(target: String, done: Int, of total: Int) -> [UInt8] {
        line("preloading") { writer in
            writer.member("target", target)
            writer.member("done", done)
            writer.member("total", total)
        }
    }

    package static func began(
        step: Int,
        label: String,
        factor: Double,
        _ length: Duration
    ) -> [UInt8] {
        line("began") { writer in
            head(step, label, factor, &writer)
            writer.member("seconds", real: length.inSeconds)
        }
    }

    package static func running(_ figures: RunningFigures, elapsed: Duration) -> [UInt8] {
        line("running") { writer in
            head(figures.step, figures.label, figures.factor, &writer)
            writer.member("seconds", real: elapsed.inSeconds)
            writer.member("offered", real: figures.offeredRate)
            writer.member("achieved", real: figures.achievedRate)
            writer.member("inFlight", figures.inFlight)
            writer.member("lateMicroseconds", microseconds(figures.late))
            writer.member("lateLimitMicroseconds", microseconds(figures.lateLimit))
            if let held = figures.held { writer.member("held", real: held) }
            if let broke = figures.broke { writer.member("broke", real: broke) }
            writer.key("operations")
            writer.beginArray()
            for operation in figures.operations { write(operation, &writer) }
            writer.endArray()
        }
    }

    package static func ended(step: Int, _ report: StepReport) -> [UInt8] {
        line("ended") { writer in
            head(step, report.label, report.factor, &writer)
            writer.member("state", report.state.rawValue)
            let operations = report.result.operations
            writer.member("good", operations.reduce(0) { $0 + $1.outcomes.good })
            writer.member("total", operations.reduce(0) { $0 + $1.outcomes.total })
            writer.member("missed", report.clauses.filter { $0.state == .missed }.map(\.text))
            writer.member("void", report.checks.filter { !$0.isMet }.map(\.name))
        }
    }

    package static func removed(studies: Int, failed: Int) -> [UInt8] {
        line("removed") { writer in
            writer.member("studies", studies)
            writer.member("failed", failed)
        }
    }

    package static func verdict(_ verdict: RunVerdict) -> [UInt8] {
        line("verdict") { writer in
            writer.member("state", verdict.state.rawValue)
            writer.member("exitCode", verdict.exitCode)
            writer.member("sentence", verdict.sentence)
            writer.member("reasons", verdict.reasons)
        }
    }

    // MARK: Parts

    private static func line(_ event: String, _ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(.compact)
        writer.beginObject()
        writer.member("event", event)
        members(&writer)
        writer.endObject()
        return writer.take() + [10]
    }

    private static func head(
        _ step: Int,
        _ label: String,
        _ factor: Double,
        _ writer: inout JSONWriter
    ) {
        writer.member("step", step)
        writer.member("label", label)
        writer.member("factor", real: factor)
    }

    private static func write(_ operation: RunningFigures.Operation, _ writer: inout JSONWriter) {
        let counts = BucketCounts(operation.response)
        writer.beginObject()
        writer.member("name", operation.name)
        writer.member("good", operation.outcomes.good)
        writer.member("bad", operation.outcomes.bad)
        for (name, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
            if let time = counts.supportedTime(at: share) { writer.member(name, time) }
        }
        writer.endObject()
    }

    private static func microseconds(_ duration: Duration) -> Int64 {
        Int64(duration.inSeconds * 1e6)
    }
}
