extension IndexSchema {
    /// Version 1, leases and stores. Time is the database's; a term never comes twice.
    static let leaseFunctions = #"""
        CREATE FUNCTION lease_acquire(a_name text, a_holder uuid, a_ttl interval)
        RETURNS bigint LANGUAGE sql AS $$
            INSERT INTO lease AS l (name, holder, term, expires_at)
            VALUES (a_name, a_holder, 1, clock_timestamp() + a_ttl)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, term = l.term + 1,
                expires_at = clock_timestamp() + a_ttl
                WHERE l.expires_at <= clock_timestamp() OR l.holder = excluded.holder
            RETURNING term
        $$;

        CREATE FUNCTION lease_assert(a_name text, a_holder uuid, a_term bigint)
        RETURNS void LANGUAGE plpgsql AS $body$
        BEGIN
            PERFORM FROM lease WHERE name = a_name AND holder = a_holder AND term = a_term
                FOR SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'the lease has moved' USING ERRCODE = 'IG002';
            END IF;
        END $body$;

        CREATE FUNCTION tell_stores_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            PERFORM pg_notify('isengard_stores', '');
            RETURN NULL;
        END $body$;
        CREATE TRIGGER store_added AFTER INSERT OR DELETE ON store
            FOR EACH STATEMENT EXECUTE FUNCTION tell_stores_changed();
        CREATE TRIGGER store_changed AFTER UPDATE OF name, url, settings, managed, state, epoch
            ON store FOR EACH STATEMENT EXECUTE FUNCTION tell_stores_changed();

        CREATE FUNCTION store_position(
            a_store smallint, a_epoch integer, a_cursor bigint, a_drained boolean, a_recent jsonb
        ) RETURNS void LANGUAGE plpgsql AS $body$
        BEGIN
            UPDATE store SET cursor = a_cursor, recent = a_recent,
                drained_at = CASE WHEN a_drained THEN clock_timestamp() ELSE drained_at END
            WHERE key = a_store AND epoch = a_epoch;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'the store is gone or has a new epoch' USING ERRCODE = 'IG001';
            END IF;
        END $body$;

        -- Some copies of a removed store; true when the store itself is gone too.
        CREATE FUNCTION purge_store(a_store smallint, a_limit integer)
        RETURNS boolean LANGUAGE plpgsql AS $body$
        DECLARE v_ids bytea[];
        BEGIN
            PERFORM FROM store WHERE key = a_store AND state = 'removed' FOR UPDATE;
            IF NOT FOUND THEN
                RETURN NOT EXISTS (SELECT FROM store WHERE key = a_store);
            END IF;
            SELECT array_agg(w.id) INTO v_ids FROM (
                SELECT c.id FROM copy_instance c WHERE c.store = a_store
                ORDER BY c.id LIMIT a_limit) w;
            IF v_ids IS NOT NULL THEN
                PERFORM remove_copies(a_store, 3, v_ids);
                RETURN false;
            END IF;
            DELETE FROM staged WHERE store = a_store;
            DELETE FROM tombstone WHERE store = a_store;
            DELETE FROM in_doubt WHERE store = a_store;
            UPDATE owed SET done_at = clock_timestamp(), problem = 'the store was removed'
                WHERE store = a_store AND done_at IS NULL;
            UPDATE intent i SET closed_at = clock_timestamp() WHERE i.closed_at IS NULL
                AND NOT EXISTS (SELECT FROM owed o WHERE o.intent = i.id AND o.done_at IS NULL);
            DELETE FROM store WHERE key = a_store;
            RETURN true;
        END $body$;
        """#
}
