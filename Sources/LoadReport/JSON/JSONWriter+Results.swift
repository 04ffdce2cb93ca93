internal import JSONText
internal import LoadModel

extension JSONWriter {
    /// What is no number is null, what is infinite a word: JSON has no way to say it.
    mutating func member(_ name: String, real value: Double) {
        key(name)
        if value.isInfinite { string(ReportField.infinite(value)) } else { real(value) }
    }
}

extension OperationResult {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", name)
        writer.key("outcomes")
        writer.beginObject()
        for outcome in Outcome.allCases { writer.member(outcome.name, outcomes[outcome]) }
        writer.endObject()
        writer.member("receivedBytes", receivedBytes)
        writer.member("sentBytes", sentBytes)
        let (response, service) = (BucketCounts(response), BucketCounts(service))
        writer.member("response", HistogramCodec.text(response))
        Self.quantiles("responseMicroseconds", response, &writer)
        writer.member("service", HistogramCodec.text(service))
        Self.quantiles("serviceMicroseconds", service, &writer)
        writer.member("firstByte", HistogramCodec.text(firstByte))
        writer.member("slotWait", HistogramCodec.text(slotWait))
        writer.key("blocks")
        blocks.write(to: &writer)
        writer.endObject()
    }

    /// Those alone that there are enough times for.
    private static func quantiles(
        _ name: String,
        _ counts: BucketCounts,
        _ writer: inout JSONWriter
    ) {
        writer.key(name)
        writer.beginObject()
        for (name, share) in [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)] {
            if let time = counts.supportedTime(at: share) { writer.member(name, time) }
        }
        if let longest = counts.longest { writer.member("max", longest) }
        writer.endObject()
    }
}

extension BlockSeries<OperationBlock> {
    /// One list a figure rather than one object a block.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("millisecondsPerBlock", millisecondsPerBlock)
        list("due", &writer) { UInt64($0.due) }
        list("good", &writer) { UInt64($0.good) }
        list("bad", &writer) { UInt64($0.bad) }
        list("serviceSum", &writer) { $0.serviceSum }
        writer.member("response", blocks.map { HistogramCodec.text(BucketCounts($0.response)) })
        writer.endObject()
    }

    private func list(
        _ name: String,
        _ writer: inout JSONWriter,
        _ figure: (OperationBlock) -> UInt64
    ) {
        writer.key(name)
        writer.beginArray()
        for block in blocks { writer.integer(figure(block)) }
        writer.endArray()
    }
}

extension GeneratorResult {
    func write(to writer: inout JSONWriter) {
        writer.key("generator")
        writer.beginObject()
        writer.member("loopLate", HistogramCodec.text(loopLate))
        writer.member("heartbeatLate", HistogramCodec.text(heartbeatLate))
        writer.member("inFlightSeconds", real: inFlightSeconds)
        writer.member("recordedSeconds", real: recordedSeconds)
        writer.member("mostInFlight", mostInFlight)
        writer.member("capped", capped)
        writer.key("loops")
        writer.beginArray()
        for loop in loops {
            writer.beginObject()
            writer.member("seconds", real: loop.seconds)
            writer.member("cpuSeconds", real: loop.cpuSeconds)
            writer.member("queuedSeconds", real: loop.queuedSeconds)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}

extension ClauseReport {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("text", text)
        writer.member("operation", operation)
        writer.member("state", state.rawValue)
        if let quantile { writer.member("quantile", real: quantile) }
        if let limit { writer.member("limit", limit) }
        if let value {
            writer.key("value")
            value.write(to: &writer)
        }
        writer.member("badShare", real: badShare)
        writer.member("allowedShare", real: allowedShare)
        writer.member("scheduled", scheduled)
        writer.endObject()
    }
}

extension EstimatedValue {
    /// An object whose members tell which case it is.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        switch self {
        case .number(let value, let interval):
            writer.member("number", real: value)
            interval.write(to: &writer)
        case .atLeast(let bound): writer.member("atLeast", real: bound)
        case .insufficient(let needed): writer.member("needed", needed)
        }
        writer.endObject()
    }
}

extension ConfidenceInterval {
    /// Its members, into an object that is open.
    func write(to writer: inout JSONWriter) {
        writer.member("low", real: low)
        if let high { writer.member("high", real: high) }
    }
}
