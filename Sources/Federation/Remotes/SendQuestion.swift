import JSONText
import OrthancModel

/// The body of `POST /{modalities,peers}/{name}/store` and of `…/storage-commitment`.
///
/// Source: live Orthancs 1.10.1 and 1.12.7.
struct SendQuestion: Sendable {
    let resources: [OrthancID]
    /// Members beside `Resources`, as the caller wrote them.
    let options: JSONObject

    /// - Returns: nil for what a store is to refuse in its own words.
    init?(_ body: [UInt8]) {
        let text = String(decoding: body, as: UTF8.self)
        if let id = OrthancID(text.trimmed) {
            resources = [id]
            options = JSONObject()
            return
        }
        guard let value = try? JSONValue(body) else { return nil }
        var list = value.string.map { [JSONValue.string($0)] } ?? value.array
        var options = JSONObject()
        if let object = value.object {
            list = object["Resources"]?.array
            options = JSONObject(object.filter { $0.key != "Resources" })
        }
        guard let list, !list.isEmpty else { return nil }
        let ids = list.compactMap { $0.string.flatMap { OrthancID($0) } }
        guard ids.count == list.count else { return nil }
        resources = ids
        self.options = options
    }

    /// The caller doesn't wait for the end.
    var isAsynchronous: Bool {
        if let flag = options["Synchronous"]?.boolean { return !flag }
        return options["Asynchronous"]?.boolean ?? false
    }

    /// What one store is asked to send.
    static func body(
        _ resources: [OrthancID],
        _ options: JSONObject,
        isAsynchronous: Bool
    ) -> [UInt8] {
        let members =
            options.filter { $0.key != "Synchronous" && $0.key != "Asynchronous" } + [
                ("Resources", .array(resources.map { .string($0.description) })),
                ("Synchronous", .boolean(!isAsynchronous)),
            ]
        return JSONValue.object(JSONObject(members)).text(.compact)
    }
}

extension String {
    /// Without blanks at both ends.
    fileprivate var trimmed: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\n" || $0 == "\r" || $0 == "\t" }
        let tail = drop(while: isBlank)
        return String(tail.reversed().drop(while: isBlank).reversed())
    }
}
