internal import JSONText
package import LoadModel

extension RunReport {
    /// Reads what ``JSONReport`` wrote.
    ///
    /// - Parameter json: At most 512 MiB.
    /// - Throws: ``ReportError``; members that are not known are passed over.
    package init(json: [UInt8]) throws(ReportError) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(json, limits: ReportReader.limits)
        } catch {
            throw ReportError(.notJSON, "\(error)")
        }
        let root = ReportField(document.root, sharing: HistogramBudget())
        self = try ReportReader.report(root)
    }
}

/// Makes a ``RunReport`` of its JSON.
enum ReportReader {
    static let limits = JSONLimits(depth: 16, bytes: 512 << 20, nodes: 16 << 20)

    /// Most of anything that is listed once a step or once a report. Our choice.
    private static let most = 1000
    /// Operations of all steps together: each may take 0.8 MB of memory, and its blocks what the
    /// file's ``HistogramBudget`` leaves them. Our choice.
    private static let mostOperations = 2500

    static func report(_ root: ReportField) throws(ReportError) -> RunReport {
        guard let field = root.optional("schema"), let schema = try? field.count() else {
            throw ReportError(.schema, "not a report: it tells no schema")
        }
        guard (1...RunReport.schema).contains(schema) else {
            throw ReportError(
                .schema,
                "schema \(schema) is not known here; the highest known is \(RunReport.schema)"
            )
        }
        var steps: [StepReport] = []
        var operations = 0
        for field in try root.list("steps", most) {
            let step = try self.step(field)
            operations += step.result.operations.count
            guard operations <= mostOperations else {
                throw field.refusal("more than \(mostOperations) operations in all steps")
            }
            steps.append(step)
        }
        var capacity: CapacityReport?
        if let field = root.optional("capacity") { capacity = try self.capacity(field) }
        return RunReport(
            identity: try identity(root.member("identity")),
            verdict: try verdict(root.member("verdict")),
            steps: steps,
            capacity: capacity
        )
    }

    private static func identity(_ field: ReportField) throws(ReportError) -> RunIdentity {
        let seed = try field.member("seed")
        guard let number = UInt64(try seed.string()) else {
            throw seed.refusal("not a whole number below 2^64 in quotes")
        }
        var facts: [RunIdentity.Fact] = []
        for fact in try field.list("facts", most) {
            facts.append(RunIdentity.Fact(try fact.string("name"), try fact.string("value")))
        }
        return RunIdentity(
            name: try name(field.member("name")),
            scenario: try field.string("scenario"),
            seed: number,
            begun: try field.string("begun"),
            facts: facts,
            closedLoop: try field.optional("closedLoop")?.count("workers"),
            slice: try slice(field)
        )
    }

    /// It becomes part of the names of files that are written: whoever made the report must not
    /// choose where.
    private static func name(_ field: ReportField) throws(ReportError) -> String {
        let name = try field.string()
        guard ScenarioName.isName(name) else {
            throw field.refusal("not a name: 1 to 60 letters, digits, `-`, `_` and `.`")
        }
        return name
    }

    private static func slice(_ field: ReportField) throws(ReportError) -> RunSlice? {
        guard let inner = field.optional("slice") else { return nil }
        return try RunSlice(inner)
    }

    private static func verdict(_ field: ReportField) throws(ReportError) -> RunVerdict {
        RunVerdict(
            try field.choice("state", of: RunVerdict.State.self),
            try field.string("sentence"),
            reasons: try field.strings("reasons", most)
        )
    }

    private static func step(_ field: ReportField) throws(ReportError) -> StepReport {
        StepReport(
            label: try field.string("label"),
            factor: try field.real("factor"),
            offeredRate: try field.real("offeredRate"),
            result: try StepResult(field),
            window: try SteadyWindow(field.member("window")),
            clauses: try clauses(field.list("clauses", most)),
            checks: try checks(field.list("checks", most)),
            resources: try resources(field.list("resources", most)),
            state: try field.choice("state", of: StepReport.State.self)
        )
    }

    private static func clauses(_ fields: [ReportField]) throws(ReportError) -> [ClauseReport] {
        var clauses: [ClauseReport] = []
        for field in fields { clauses.append(try ClauseReport(field)) }
        return clauses
    }

    private static func checks(_ fields: [ReportField]) throws(ReportError) -> [ValidityCheck] {
        var checks: [ValidityCheck] = []
        for field in fields {
            let check = ValidityCheck(
                try field.choice("cause", of: ValidityCheck.Cause.self),
                try field.string("name"),
                value: try field.string("value"),
                limit: try field.string("limit"),
                isMet: try field.boolean("isMet")
            )
            checks.append(check)
        }
        return checks
    }

    private static func resources(
        _ fields: [ReportField]
    ) throws(ReportError) -> [ResourceReading] {
        var resources: [ResourceReading] = []
        for field in fields {
            let reading = ResourceReading(
                name: try field.string("name"),
                utilisation: try field.real("utilisation"),
                limit: try field.string("limit"),
                wait: try field.optionalReal("wait")
            )
            resources.append(reading)
        }
        return resources
    }

    // MARK: Capacity

    private static func capacity(_ field: ReportField) throws(ReportError) -> CapacityReport {
        var interval: ConfidenceInterval?
        if let inner = field.optional("interval") { interval = try ConfidenceInterval(inner) }
        var report = CapacityReport(
            profile: try field.string("profile"),
            capacity: try field.optionalReal("capacity"),
            interval: interval,
            inWords: try field.string("inWords"),
            bindingClause: try field.optional("bindingClause")?.string(),
            headroom: try field.optionalReal("headroom"),
            recommended: try field.real("recommended"),
            bottleneck: try field.optional("bottleneck")?.string(),
            evidence: try field.strings("evidence", most),
            scalability: try field.strings("scalability", most),
            trials: try trials(field.list("trials", most))
        )
        report.recovery = try field.optional("recovery")?.string()
        report.doesRecover = try field.optional("doesRecover")?.boolean()
        report.caution = try field.optional("caution")?.string()
        if let sizes = field.optional("sizes") {
            for inner in try sizes.list(most) {
                let size = CapacityReport.Size(
                    studies: try inner.count("studies"),
                    found: try finding(inner)
                )
                report.sizes.append(size)
            }
        }
        if let mixes = field.optional("mixes") {
            for inner in try mixes.list(most) {
                let mix = CapacityReport.Mix(
                    uploads: try inner.real("uploads"),
                    uploadRate: try inner.real("uploadRate"),
                    otherRate: try inner.real("otherRate"),
                    found: try finding(inner)
                )
                report.mixes.append(mix)
            }
        }
        return report
    }

    private static func finding(
        _ field: ReportField
    ) throws(ReportError) -> CapacityReport.Finding {
        var interval: ConfidenceInterval?
        if let inner = field.optional("interval") { interval = try ConfidenceInterval(inner) }
        return CapacityReport.Finding(
            capacity: try field.optionalReal("capacity"),
            interval: interval,
            bindingClause: try field.optional("bindingClause")?.string(),
            bottleneck: try field.optional("bottleneck")?.string()
        )
    }

    private static func trials(
        _ fields: [ReportField]
    ) throws(ReportError) -> [CapacityReport.Trial] {
        var trials: [CapacityReport.Trial] = []
        for field in fields {
            let trial = CapacityReport.Trial(
                factor: try field.real("factor"),
                seconds: try field.real("seconds"),
                state: try field.choice("state", of: StepReport.State.self),
                purpose: try field.string("purpose"),
                isAssumed: try field.optional("isAssumed")?.boolean() ?? false
            )
            trials.append(trial)
        }
        return trials
    }
}
