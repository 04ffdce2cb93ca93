package import JSONText

/// Where a modality or peer leads: what makes two settings mean the same server.
package struct RemoteTarget: Sendable, Hashable {
    private let parts: [String]

    /// Reads settings as they are put, `["AET", "host", 104]`, `["http://…"]` or an object, and as
    /// a store shows them.
    ///
    /// - Returns: nil when they lead nowhere.
    package init?(_ settings: JSONValue) {
        let values: [JSONValue?]
        if let list = settings.array {
            let isPeer = list.first?.string?.contains("://") == true
            values = Array(list.prefix(isPeer ? 1 : 3))
        } else if let url = settings["Url"] {
            values = [url]
        } else {
            values = ["AET", "Host", "Port"].map { settings[$0] }
        }
        let parts = values.compactMap { value in
            value?.string ?? value?.integer.map { "\($0)" }
        }
        guard !parts.isEmpty, parts.count == values.count else { return nil }
        // A store adds a slash to a URL that ends without one.
        self.parts = parts.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }
}
