/// What a database must be before anything is put into it.
enum DatabaseCheck {
    private static let facts = Statement.once(
        """
        SELECT current_setting('server_version_num')::int, current_setting('server_version'),
            pg_encoding_to_char(d.encoding)::text, d.datcollate::text, d.datctype::text,
            coalesce(to_jsonb(d)->>'datlocprovider', 'c')
        FROM pg_database d WHERE d.datname = current_database()
        """
    )

    /// - Throws: `.unsupportedServer` or `.wrongLocale`, with what was found and what is needed.
    static func run(in transaction: Transaction) async throws(PostgresError) {
        let rows = try await transaction.query(facts)
        let number = Int(rows.int(0, 0) ?? 0)
        guard number / 10_000 >= Schema.oldestServer else {
            throw PostgresError(
                .unsupportedServer,
                "check server",
                "PostgreSQL \(rows.text(0, 1) ?? "") is too old, \(Schema.oldestServer) is needed"
            )
        }
        try check("encoding", rows.text(0, 2), "UTF8", ["utf8"])
        try check("locale provider", rows.text(0, 5), "libc", ["c"])
        try check("LC_COLLATE", rows.text(0, 3), "C", ["c", "posix"])
        // With a CTYPE of C trigrams drop everything beyond ASCII.
        try check("LC_CTYPE", rows.text(0, 4), "C.UTF-8", ["c.utf8"])
    }

    private static func check(
        _ property: String,
        _ found: String?,
        _ needed: String,
        _ accepted: [String]
    ) throws(PostgresError) {
        let plain = (found ?? "").lowercased().filter { $0 != "-" }
        guard !accepted.contains(plain) else { return }
        throw PostgresError(
            .wrongLocale,
            "check database",
            "\(property) is \(found ?? "unknown"), \(needed) is needed: create the database with "
                + "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' TEMPLATE template0"
        )
    }
}
