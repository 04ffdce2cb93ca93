/// One SQL statement with `$1 … $n`, and the name it is prepared under.
///
/// A connection prepares it at its first use, in the same write. One name means one text in the
/// whole program.
package struct Statement: Sendable, Hashable {
    package let name: String
    package let sql: String

    package init(name: String, sql: String) {
        precondition(!name.isEmpty, "a prepared statement has a name")
        self.name = name
        self.sql = sql
    }

    private init(unnamed sql: String) {
        name = ""
        self.sql = sql
    }

    /// A statement too rare to be kept prepared on the server.
    package static func once(_ sql: String) -> Self { Self(unnamed: sql) }

    var isPrepared: Bool { !name.isEmpty }

    /// For errors: the name, or the first words of a statement without one.
    var label: String {
        isPrepared ? name : sql.split(separator: " ").prefix(2).joined(separator: " ")
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.name == right.name && (left.isPrepared || left.sql == right.sql)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
