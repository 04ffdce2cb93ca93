package import LoadModel

/// Two tables for a spreadsheet. Source of the form: RFC 4180.
///
/// Times are microseconds, shares and factors plain numbers; what could not be told is empty.
package enum CSVReport {
    /// One row for each step, kind of operation and span of time.
    package static func blocks(of report: RunReport) -> String {
        var table = CSVTable()
        for name in [
            "step", "label", "factor", "operation", "start_seconds", "length_seconds", "due",
            "good", "bad", "service_mean_us", "response_p50_us", "response_p95_us",
            "response_p99_us", "response_max_us", "loop",
        ] { table.text(name) }
        table.endRow()
        for (index, step) in report.steps.enumerated() {
            for operation in step.result.operations {
                let length = operation.blocks.secondsPerBlock
                for (place, block) in operation.blocks.blocks.enumerated() {
                    table.text(String(index + 1))
                    table.text(step.label)
                    table.real(step.factor)
                    table.text(operation.name)
                    table.real(Double(place) * length)
                    table.real(length)
                    row(block, &table)
                    table.text(report.identity.label ?? "open")
                    table.endRow()
                }
            }
        }
        return table.output
    }

    private static func row(_ block: OperationBlock, _ table: inout CSVTable) {
        for count in [block.due, block.good, block.bad] { table.text(String(count)) }
        let isEmpty = block.good == 0
        table.real(isEmpty ? nil : Double(block.serviceSum) / Double(block.good))
        let response = BucketCounts(block.response)
        for share in [0.5, 0.95, 0.99] { table.count(response.time(at: share)) }
        table.count(response.longest)
    }

    /// One row for each step and kind of operation.
    package static func steps(of report: RunReport) -> String {
        var table = CSVTable()
        for name in stepColumns { table.text(name) }
        table.endRow()
        for (index, step) in report.steps.enumerated() {
            for operation in step.result.operations {
                table.text(String(index + 1))
                table.text(step.label)
                table.text(step.state.rawValue)
                table.real(step.factor)
                table.real(step.offeredRate)
                table.real(step.result.duration.inSeconds)
                row(operation, &table)
                table.text(report.identity.label ?? "open")
                table.endRow()
            }
        }
        return table.output
    }

    private static let stepColumns =
        [
            "step", "label", "state", "factor", "offered_per_second", "seconds", "operation",
            "scheduled",
        ] + Outcome.allCases.map { $0.name.replacing("-", with: "_") }
        + ["received_bytes", "sent_bytes"]
        + ["response", "service", "first_byte", "slot_wait"].flatMap { name in
            ["p50", "p90", "p95", "p99", "p999", "max"].map { "\(name)_\($0)_us" }
        } + ["loop"]

    private static func row(_ operation: OperationResult, _ table: inout CSVTable) {
        table.text(operation.name)
        table.text(String(operation.outcomes.total))
        for outcome in Outcome.allCases { table.text(String(operation.outcomes[outcome])) }
        table.text(String(operation.receivedBytes))
        table.text(String(operation.sentBytes))
        let all = [
            operation.response, operation.service, operation.firstByte, operation.slotWait,
        ]
        for times in all {
            let counts = BucketCounts(times)
            for share in [0.5, 0.9, 0.95, 0.99, 0.999] {
                table.count(counts.supportedTime(at: share))
            }
            table.count(counts.longest)
        }
    }
}
