import JSONText
import OrthancModel

/// A client's body as far as it can be judged without asking anybody, in Orthanc's order: what is to
/// be changed, what it is about, how to run it.
///
/// What needs a dictionary of tags, or the data, is judged by a store: ``ModifyRehearsal``.
/// Source: live Orthancs 1.10.1, 1.12.7 and 1.13.0.
struct ModifyBody {
    let members: JSONObject
    private(set) var isSynchronous = true
    private(set) var keepsSource = true
    private(set) var priority = 0

    /// - Throws: What Orthanc answers, but for code -1, which is 400 here (decision 0084).
    init(_ operation: ModifyRequest.Operation, _ value: JSONValue) throws(OrthancFault) {
        members = try Self.members(operation, value)
        switch operation {
        case .merge: try checkStrings("Resources", isNeeded: true)
        case .split: try checkParts()
        default: try checkChanges(operation)
        }
        // Without them a store has the first word.
        if operation.isBulk, members["Resources"]?.strings == nil { return }
        keepsSource = try flag("KeepSource") ?? (operation != .merge && operation != .split)
        _ = try flag("Permissive")
        // `Synchronous` wins.
        let isAsynchronous = try flag("Asynchronous") ?? false
        isSynchronous = try flag("Synchronous") ?? !isAsynchronous
        priority = try readPriority()
    }

    /// A split reads members of anything, as jsoncpp lets it: null has none, other values no names.
    private static func members(
        _ operation: ModifyRequest.Operation,
        _ value: JSONValue
    ) throws(OrthancFault) -> JSONObject {
        if let members = value.object { return members }
        guard operation == .split else { throw OrthancFault(.badFileFormat) }
        guard value.isNull else { throw .mistyped }
        return JSONObject([])
    }

    // MARK: What is to be changed

    private func checkChanges(_ operation: ModifyRequest.Operation) throws(OrthancFault) {
        if operation == .bulkModify, let level = members["Level"], level.string == nil {
            throw .mistyped
        }
        for name in ["Remove", "Keep"] {
            if let list = members[name], list.strings == nil { throw OrthancFault(.badRequest) }
        }
        if let changes = members["Replace"], changes.object == nil {
            throw OrthancFault(.badRequest)
        }
    }

    // MARK: What it is about

    private func checkParts() throws(OrthancFault) {
        try checkStrings("Series", isNeeded: false)
        try checkStrings("Instances", isNeeded: false)
        let parts = ["Series", "Instances"].compactMap { members[$0]?.strings }
        guard parts.contains(where: { !$0.isEmpty }) else {
            throw OrthancFault(
                .badRequest,
                details: "Both the \"Series\" and the \"Instances\" fields are missing"
            )
        }
        if let tags = members["Remove"], tags.strings == nil { throw OrthancFault(.badFileFormat) }
        guard let changes = members["Replace"] else { return }
        guard changes.object?.allSatisfy({ $0.value.string != nil }) == true else {
            throw OrthancFault(.badFileFormat)
        }
    }

    private func checkStrings(_ name: String, isNeeded: Bool) throws(OrthancFault) {
        let list = members[name]
        guard list?.strings == nil, isNeeded || list != nil else { return }
        throw OrthancFault(
            .badFileFormat,
            details: "List of strings expected in field: \(name)"
        )
    }

    // MARK: How to run it

    private func flag(_ name: String) throws(OrthancFault) -> Bool? {
        guard let value = members[name] else { return nil }
        guard let flag = value.boolean else {
            throw OrthancFault(
                .badFileFormat,
                details: "Boolean value expected in field: \(name)"
            )
        }
        return flag
    }

    private func readPriority() throws(OrthancFault) -> Int {
        guard let value = members["Priority"] else { return 0 }
        guard let number = value.integer else {
            throw OrthancFault(
                .badFileFormat,
                details: "Integer value expected in field: Priority"
            )
        }
        // As 1.13.0 has it; older ones are an unhandled exception.
        guard let priority = Int32(exactly: number) else {
            throw OrthancFault(
                .badParameterType,
                details: "Value too large to fit in an integer in field 'Priority'"
            )
        }
        return Int(priority)
    }
}

extension JSONValue {
    /// The elements of a list of texts; nil for anything else.
    var strings: [String]? {
        guard let array else { return nil }
        let texts = array.compactMap(\.string)
        return texts.count == array.count ? texts : nil
    }
}
