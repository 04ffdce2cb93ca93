extension IndexSchema {
    /// Version 1, remotes: modalities and peers set through the gateway, whose query is whose, and
    /// storage commitment.
    static let remoteTables = #"""
        -- What every store is to know. `settings` is JSON and holds no password.
        CREATE TABLE remote (
            kind text NOT NULL,
            name text NOT NULL,
            settings text NOT NULL,
            PRIMARY KEY (kind, name)
        );
        -- Names that a store has still to forget.
        CREATE TABLE remote_owed (
            kind text NOT NULL,
            name text NOT NULL,
            store smallint NOT NULL,
            made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (kind, name, store)
        );

        -- Queries live in stores; `remote` is the name under which it was asked.
        CREATE TABLE query (
            store smallint NOT NULL,
            local uuid NOT NULL,
            owner text NOT NULL,
            remote text NOT NULL,
            made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (store, local)
        );
        CREATE INDEX query_by_owner ON query (owner, made_at);

        -- One row a store that takes part in a transaction; `report` once its answer is final.
        CREATE TABLE commitment (
            id text NOT NULL,
            store smallint NOT NULL,
            local text NOT NULL,
            instances bytea[] NOT NULL,
            report text,
            made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (id, store)
        );
        """#
}
