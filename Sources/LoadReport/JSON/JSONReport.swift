internal import Basics
internal import JSONText
package import LoadModel

/// A whole report as one JSON text, of which every other form can be made again.
///
/// Members are named as ``RunReport``'s own parts; times are whole microseconds, distributions
/// base64 of ``HistogramCodec``'s compressed form, 64-bit seeds strings. Of what JSON can't say,
/// not a number is null, infinity `infinity` and `-infinity`. Beside each distribution of
/// response and service stand some of its quantiles, for programs that don't read histograms; a
/// reader ignores them.
package enum JSONReport {
    package static func text(of report: RunReport) -> [UInt8] {
        var writer = JSONWriter(.compact, capacity: 64 << 10)
        writer.beginObject()
        writer.member("schema", RunReport.schema)
        identity(report.identity, &writer)
        verdict(report.verdict, &writer)
        writer.key("steps")
        writer.beginArray()
        for step in report.steps { self.step(step, &writer) }
        writer.endArray()
        if let capacity = report.capacity { self.capacity(capacity, &writer) }
        writer.endObject()
        return writer.take()
    }

    private static func identity(_ identity: RunIdentity, _ writer: inout JSONWriter) {
        writer.key("identity")
        writer.beginObject()
        writer.member("name", identity.name)
        writer.member("begun", identity.begun)
        writer.member("seed", String(identity.seed))
        if let workers = identity.closedLoop {
            writer.key("closedLoop")
            writer.beginObject()
            writer.member("workers", workers)
            if let label = identity.label { writer.member("label", label) }
            writer.endObject()
        }
        if let slice = identity.slice { slice.write(to: &writer) }
        writer.member("scenario", identity.scenario)
        writer.key("facts")
        writer.beginArray()
        for fact in identity.facts {
            writer.beginObject()
            writer.member("name", fact.name)
            writer.member("value", fact.value)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    private static func verdict(_ verdict: RunVerdict, _ writer: inout JSONWriter) {
        writer.key("verdict")
        writer.beginObject()
        writer.member("state", verdict.state.rawValue)
        writer.member("sentence", verdict.sentence)
        writer.member("reasons", verdict.reasons)
        writer.endObject()
    }

    // MARK: Steps

    private static func step(_ step: StepReport, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("label", step.label)
        writer.member("state", step.state.rawValue)
        writer.member("factor", real: step.factor)
        writer.member("offeredRate", real: step.offeredRate)
        writer.member("nanoseconds", step.result.duration.nanoseconds)
        window(step.window, &writer)
        writer.key("operations")
        writer.beginArray()
        for operation in step.result.operations { operation.write(to: &writer) }
        writer.endArray()
        step.result.generator.write(to: &writer)
        writer.key("clauses")
        writer.beginArray()
        for clause in step.clauses { clause.write(to: &writer) }
        writer.endArray()
        checks(step.checks, &writer)
        resources(step.resources, &writer)
        writer.endObject()
    }

    private static func window(_ window: SteadyWindow, _ writer: inout JSONWriter) {
        writer.key("window")
        writer.beginObject()
        writer.member("skipped", real: window.skipped)
        writer.member("seconds", real: window.seconds)
        writer.member("isSteady", window.isSteady)
        writer.member("note", window.note)
        writer.endObject()
    }

    private static func checks(_ checks: [ValidityCheck], _ writer: inout JSONWriter) {
        writer.key("checks")
        writer.beginArray()
        for check in checks {
            writer.beginObject()
            writer.member("cause", check.cause.rawValue)
            writer.member("name", check.name)
            writer.member("value", check.value)
            writer.member("limit", check.limit)
            writer.member("isMet", check.isMet)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func resources(_ resources: [ResourceReading], _ writer: inout JSONWriter) {
        writer.key("resources")
        writer.beginArray()
        for resource in resources {
            writer.beginObject()
            writer.member("name", resource.name)
            writer.member("utilisation", real: resource.utilisation)
            writer.member("limit", resource.limit)
            if let wait = resource.wait { writer.member("wait", real: wait) }
            writer.endObject()
        }
        writer.endArray()
    }

    // MARK: Capacity

    private static func capacity(_ capacity: CapacityReport, _ writer: inout JSONWriter) {
        writer.key("capacity")
        writer.beginObject()
        writer.member("profile", capacity.profile)
        if let factor = capacity.capacity { writer.member("capacity", real: factor) }
        if let interval = capacity.interval {
            writer.key("interval")
            writer.beginObject()
            interval.write(to: &writer)
            writer.endObject()
        }
        writer.member("inWords", capacity.inWords)
        if let clause = capacity.bindingClause { writer.member("bindingClause", clause) }
        if let headroom = capacity.headroom { writer.member("headroom", real: headroom) }
        writer.member("recommended", real: capacity.recommended)
        if let bottleneck = capacity.bottleneck { writer.member("bottleneck", bottleneck) }
        writer.member("evidence", capacity.evidence)
        writer.member("scalability", capacity.scalability)
        trials(capacity.trials, &writer)
        if let recovery = capacity.recovery { writer.member("recovery", recovery) }
        if let does = capacity.doesRecover { writer.member("doesRecover", does) }
        if let caution = capacity.caution { writer.member("caution", caution) }
        if !capacity.sizes.isEmpty { sizes(capacity.sizes, &writer) }
        if !capacity.mixes.isEmpty { mixes(capacity.mixes, &writer) }
        writer.endObject()
    }

    private static func mixes(_ mixes: [CapacityReport.Mix], _ writer: inout JSONWriter) {
        writer.key("mixes")
        writer.beginArray()
        for mix in mixes {
            writer.beginObject()
            writer.member("uploads", real: mix.uploads)
            writer.member("uploadRate", real: mix.uploadRate)
            writer.member("otherRate", real: mix.otherRate)
            finding(mix.found, &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func finding(_ found: CapacityReport.Finding, _ writer: inout JSONWriter) {
        if let factor = found.capacity { writer.member("capacity", real: factor) }
        if let interval = found.interval {
            writer.key("interval")
            writer.beginObject()
            interval.write(to: &writer)
            writer.endObject()
        }
        if let clause = found.bindingClause { writer.member("bindingClause", clause) }
        if let bottleneck = found.bottleneck { writer.member("bottleneck", bottleneck) }
    }

    private static func sizes(_ sizes: [CapacityReport.Size], _ writer: inout JSONWriter) {
        writer.key("sizes")
        writer.beginArray()
        for size in sizes {
            writer.beginObject()
            writer.member("studies", size.studies)
            finding(size.found, &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func trials(
        _ trials: [CapacityReport.Trial],
        _ writer: inout JSONWriter
    ) {
        writer.key("trials")
        writer.beginArray()
        for trial in trials {
            writer.beginObject()
            writer.member("factor", real: trial.factor)
            writer.member("seconds", real: trial.seconds)
            writer.member("state", trial.state.rawValue)
            writer.member("purpose", trial.purpose)
            if trial.isAssumed { writer.member("isAssumed", true) }
            writer.endObject()
        }
        writer.endArray()
    }
}
