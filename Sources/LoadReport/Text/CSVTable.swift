/// Rows of fields between commas. Source: RFC 4180.
struct CSVTable {
    private(set) var output = ""
    private var row: [String] = []

    /// The next field of the row.
    mutating func text(_ text: String) {
        let isPlain = text.unicodeScalars.allSatisfy { ![",", "\"", "\r", "\n"].contains($0) }
        row.append(isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\"")
    }

    /// A whole number; empty when it could not be told.
    mutating func count(_ count: UInt64?) { row.append(count.map { String($0) } ?? "") }

    /// A number; empty when it could not be told.
    mutating func real(_ value: Double?) {
        row.append(value.flatMap { $0.isFinite ? "\($0)" : nil } ?? "")
    }

    mutating func endRow() {
        output += row.joined(separator: ",") + "\r\n"
        row.removeAll(keepingCapacity: true)
    }
}
