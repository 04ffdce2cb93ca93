internal import LoadModel

extension StepResult {
    /// Most kinds of operations in one step. Our choice.
    private static let most = 100

    /// - Parameter field: The step.
    init(_ field: ReportField) throws(ReportError) {
        var operations: [OperationResult] = []
        for inner in try field.list("operations", Self.most) {
            operations.append(try OperationResult(inner))
        }
        let nanoseconds = try field.member("nanoseconds").count(bits: 60)
        self.init(operations: operations, duration: .nanoseconds(nanoseconds))
        generator = try GeneratorResult(field.member("generator"))
    }
}

extension OperationResult {
    init(_ field: ReportField) throws(ReportError) {
        self.init(name: try field.string("name"))
        let counts = try field.member("outcomes")
        for outcome in Outcome.allCases {
            outcomes[outcome] = try counts.operations(outcome.name)
        }
        receivedBytes = try field.count("receivedBytes")
        sentBytes = try field.count("sentBytes")
        response = try field.counts("response").latencies
        service = try field.counts("service").latencies
        firstByte = try field.counts("firstByte").latencies
        slotWait = try field.counts("slotWait").latencies
        blocks = try BlockSeries(field.member("blocks"))
        compact()
    }
}

extension BlockSeries<OperationBlock> {
    init(_ field: ReportField) throws(ReportError) {
        let width = try field.member("millisecondsPerBlock")
        let millisecondsPerBlock = try width.count()
        guard (1...1 << 30).contains(millisecondsPerBlock) else {
            throw width.refusal("not from 1 to 2^30")
        }
        var blocks: [OperationBlock] = []
        for inner in try field.list("due", Self.limit) {
            var block = OperationBlock()
            block.due = try inner.operations()
            blocks.append(block)
        }
        let count = blocks.count
        for (index, inner) in try Self.list(field, "good", count).enumerated() {
            blocks[index].good = try inner.operations()
        }
        for (index, inner) in try Self.list(field, "bad", count).enumerated() {
            blocks[index].bad = try inner.operations()
        }
        for (index, inner) in try Self.list(field, "serviceSum", count).enumerated() {
            let sum = try inner.count(bits: ReportField.Bits.serviceSum)
            blocks[index].serviceSum = UInt64(sum)
        }
        for (index, inner) in try Self.list(field, "response", count).enumerated() {
            blocks[index].response = try inner.counts().sparse
            guard blocks[index].response.total <= blocks[index].good else {
                throw inner.refusal("more times than `good`")
            }
        }
        self.init(blocks, millisecondsPerBlock: millisecondsPerBlock)
    }

    private static func list(
        _ field: ReportField,
        _ name: String,
        _ count: Int
    ) throws(ReportError) -> [ReportField] {
        let fields = try field.list(name, limit)
        guard fields.count == count else {
            throw ReportError(.value, at: field.place, "`\(name)` is not as long as `due`")
        }
        return fields
    }
}

extension GeneratorResult {
    /// Most threads. Our choice.
    private static let most = 1024

    init(_ field: ReportField) throws(ReportError) {
        self.init()
        loopLate = try field.counts("loopLate").latencies
        // Reports of before the heartbeat lack it.
        if let beats = field.optional("heartbeatLate") {
            heartbeatLate = try beats.counts().latencies
        }
        inFlightSeconds = try field.real("inFlightSeconds")
        recordedSeconds = try field.real("recordedSeconds")
        mostInFlight = try field.operations("mostInFlight")
        capped = try field.operations("capped")
        for inner in try field.list("loops", Self.most) {
            let usage = LoopUsage(
                seconds: try inner.real("seconds"),
                cpuSeconds: try inner.real("cpuSeconds"),
                queuedSeconds: try inner.real("queuedSeconds")
            )
            loops.append(usage)
        }
    }
}

extension SteadyWindow {
    init(_ field: ReportField) throws(ReportError) {
        self.init(
            skipped: try field.real("skipped"),
            seconds: try field.real("seconds"),
            isSteady: try field.boolean("isSteady"),
            note: try field.string("note")
        )
    }
}

extension ClauseReport {
    init(_ field: ReportField) throws(ReportError) {
        var value: EstimatedValue?
        if let inner = field.optional("value") { value = try EstimatedValue(inner) }
        var limit: UInt64?
        if let inner = field.optional("limit") { limit = UInt64(try inner.count()) }
        self.init(
            text: try field.string("text"),
            operation: try field.string("operation"),
            quantile: try field.optionalReal("quantile"),
            limit: limit,
            value: value,
            badShare: try field.real("badShare"),
            allowedShare: try field.real("allowedShare"),
            scheduled: try field.operations("scheduled"),
            state: try field.choice("state", of: State.self)
        )
    }
}

extension EstimatedValue {
    init(_ field: ReportField) throws(ReportError) {
        if let needed = field.optional("needed") {
            self = .insufficient(needed: UInt64(try needed.count()))
        } else if let bound = try field.optionalReal("atLeast") {
            self = .atLeast(bound)
        } else {
            self = .number(try field.real("number"), try ConfidenceInterval(field))
        }
    }
}

extension ConfidenceInterval {
    init(_ field: ReportField) throws(ReportError) {
        self.init(low: try field.real("low"), high: try field.optionalReal("high"))
    }
}
