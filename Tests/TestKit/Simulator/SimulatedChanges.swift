/// Pages of the change log.
extension SimulatedModel {
    /// As `GET /changes` answers.
    ///
    /// - Parameter query: The parameters by name; those without a value are empty.
    func changesPage(_ query: [String: String]) -> Object {
        if query["last"] != nil { return page(changes.suffix(1), isDone: true) }
        var since = 0
        var limit = 100
        // One that isn't a number spoils both, in silence.
        if let given = numbers(query["since"] ?? "0", query["limit"] ?? "100") {
            (since, limit) = given
        }
        var rows = changes.filter { $0.sequence > since }
        guard version != .v1_10_1 else {
            return page(
                rows.prefix(limit),
                isDone: rows.count <= limit && (limit > 0 || rows.isEmpty)
            )
        }
        if let types = query["type"]?.split(separator: ";").map(String.init) {
            rows = rows.filter { types.contains($0.type) }
        }
        if let to = query["to"].flatMap({ Int($0) }) {
            rows = rows.filter { $0.sequence <= to }
            return page(rows.suffix(limit), isDone: rows.count <= limit)
        }
        return page(rows.prefix(limit), isDone: rows.count <= limit)
    }

    private func numbers(_ since: String, _ limit: String) -> (Int, Int)? {
        guard let since = Int(since), let limit = Int(limit), limit >= 0 else { return nil }
        return (since, limit)
    }

    private func page(_ rows: ArraySlice<SimulatedChange>, isDone: Bool) -> Object {
        var object: Object = [
            "Changes": rows.map { row -> Object in
                [
                    "ChangeType": row.type, "Date": row.date, "ID": row.id,
                    "Path": "/\(row.level.path)/\(row.id)", "ResourceType": row.level.type,
                    "Seq": row.sequence,
                ]
            },
            "Done": isDone, "Last": rows.last?.sequence ?? lastSequence,
        ]
        if version != .v1_10_1, let first = rows.first { object["First"] = first.sequence }
        return object
    }
}
