extension IndexSchema {
    /// Version 1, exports: what stores have sent to modalities and peers, gathered from their own
    /// logs and numbered anew.
    static let exportTables = #"""
        CREATE TABLE export (
            seq bigint PRIMARY KEY,
            store smallint NOT NULL,
            text text NOT NULL
        );
        CREATE TABLE export_feed (store smallint PRIMARY KEY, cursor bigint NOT NULL);
        CREATE TABLE export_ledger (
            only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
            last bigint NOT NULL
        ) WITH (fillfactor = 10);
        INSERT INTO export_ledger VALUES (true, 0);
        """#
}
