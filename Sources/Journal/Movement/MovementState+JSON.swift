import GlobalIndex
package import JSONText
import OrthancModel

extension MovementState {
    /// As the job's checkpoint keeps it.
    package var json: [UInt8] {
        var members: [(String, JSONValue)] = numbers.map { ($0.0, .integer($0.1)) }
        members.append(("KeepsSources", .boolean(keepsSources)))
        if let lastUnit { members.append(("LastUnit", .string("\(lastUnit)"))) }
        if let after { members.append(("After", .string("\(after)"))) }
        if let target { members.append(("Target", .integer(Int64(target.rawValue)))) }
        let list = failed.map { JSONValue.string("\($0.id)\($0.reason.rawValue)") }
        members.append(("FailedList", .array(list)))
        return JSONValue.object(JSONObject(members)).text(.compact)
    }

    private var numbers: [(String, Int64)] {
        [
            ("Unit", Int64(unit)), ("Phase", Int64(phase.rawValue)), ("Source", Int64(source)),
            ("Turns", Int64(turns)), ("Total", Int64(total)), ("Brought", Int64(brought)),
            ("Settled", Int64(settled)), ("Copied", Int64(copied)), ("Removed", Int64(removed)),
            ("Bytes", bytes), ("Failures", Int64(failures)),
            ("Mark", Int64(mark)), ("Rounds", Int64(rounds)),
        ]
    }

    /// - Returns: nil for what this program did not write.
    package init?(_ json: [UInt8]) {
        guard let value = try? JSONValue(json),
            let phase = Phase(rawValue: Int(clamping: value["Phase"]?.integer ?? -1))
        else { return nil }
        func number(_ name: String) -> Int { Int(clamping: value[name]?.integer ?? 0) }
        self.init(total: number("Total"))
        unit = number("Unit")
        lastUnit = value["LastUnit"]?.string.flatMap { OrthancID($0) }
        target = value["Target"]?.integer.flatMap { Int16(exactly: $0) }.map { StoreKey($0) }
        self.phase = phase
        source = number("Source")
        after = value["After"]?.string.flatMap { OrthancID($0) }
        keepsSources = value["KeepsSources"]?.boolean ?? true
        turns = number("Turns")
        brought = number("Brought")
        settled = number("Settled")
        copied = number("Copied")
        removed = number("Removed")
        bytes = value["Bytes"]?.integer ?? 0
        failures = number("Failures")
        mark = number("Mark")
        rounds = number("Rounds")
        failed = (value["FailedList"]?.array ?? []).compactMap { Self.failure($0) }
    }

    private static func failure(_ value: JSONValue) -> Failure? {
        guard let text = value.string, let id = OrthancID(String(text.prefix(44))),
            let reason = CarriedInstance.Reason(rawValue: String(text.dropFirst(44)))
        else { return nil }
        return Failure(id: id, reason: reason)
    }

    /// What clients see of the job.
    package func write(to writer: inout JSONWriter) {
        writer.member("CopiedInstances", copied)
        writer.member("CopiedBytes", Int(bytes))
        writer.member("FailedInstancesCount", failures)
        writer.key("FailedInstances")
        writer.array { writer in
            for failure in failed {
                writer.object { writer in
                    writer.member("ID", failure.id.description)
                    writer.member("Reason", failure.reason.rawValue)
                }
            }
        }
        writer.member("InstancesCount", total)
        writer.member("RemovedInstances", removed)
    }
}
