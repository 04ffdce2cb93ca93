extension IndexSchema {
    /// Version 1, movement: copies that the gateway itself makes, and the removal of one of several.
    static let movementFunctions = #"""
        -- Series of which more copies are to be made: written before an upload's first byte is
        -- sent, removed when as many stores as configured hold all of it. `touched` tells whether
        -- something came meanwhile.
        CREATE TABLE wanted_copy (
            series bytea PRIMARY KEY,
            touched bigint NOT NULL DEFAULT 0,
            attempts integer NOT NULL DEFAULT 0,
            made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            next_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '1 second',
            problem text
        ) WITH (fillfactor = 50);
        CREATE INDEX wanted_copy_due ON wanted_copy (next_at);

        -- The gateway is about to bring instances to a store. Returns those that it may bring: held
        -- by another store, not by this one, and not owed to a deletion there. A deletion that
        -- comes later finds the row and waits until the bytes can't arrive any more.
        CREATE FUNCTION begin_carry(a_store smallint, a_ids bytea[], a_time interval)
        RETURNS bytea[] LANGUAGE plpgsql
        SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE v bytea[];
        BEGIN
            PERFORM FROM patient WHERE id = ANY (ARRAY(
                SELECT DISTINCT s.patient FROM instance i JOIN series e ON e.id = i.series
                JOIN study s ON s.id = e.study WHERE i.id = ANY (a_ids)))
            ORDER BY id FOR KEY SHARE;
            SELECT coalesce(array_agg(n.id ORDER BY n.id), '{}') INTO v
            FROM unnest(a_ids) AS n(id)
            WHERE EXISTS (SELECT FROM copy_instance c WHERE c.id = n.id)
                AND NOT EXISTS (
                    SELECT FROM copy_instance c WHERE c.id = n.id AND c.store = a_store)
                AND NOT EXISTS (SELECT FROM tombstone t
                    WHERE t.id = n.id AND t.store = a_store AND t.executed_at IS NULL);
            INSERT INTO in_doubt AS d (id, store, carried_until)
            SELECT n.id, a_store, clock_timestamp() + a_time FROM unnest(v) AS n(id) ORDER BY n.id
            -- What was never ended runs out: a row stays as old as the first carriage of that kind.
            ON CONFLICT (id, store) DO UPDATE SET since = CASE
                    WHEN d.carried_until > clock_timestamp() THEN d.since ELSE excluded.since END,
                carried_until = greatest(d.carried_until, excluded.carried_until);
            RETURN v;
        END $body$;

        -- Nothing more arrives of what a carriage brought that began at `a_started`.
        CREATE FUNCTION end_carry(a_store smallint, a_ids bytea[], a_started timestamptz)
        RETURNS void LANGUAGE plpgsql
        SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
        AS $body$
        BEGIN
            DELETE FROM in_doubt d WHERE d.store = a_store AND d.id = ANY (a_ids)
                AND d.since >= a_started AND EXISTS (
                    SELECT FROM copy_instance c WHERE c.id = d.id AND c.store = d.store);
            UPDATE in_doubt SET carried_until = '-infinity'
            WHERE store = a_store AND id = ANY (a_ids) AND since >= a_started
                AND carried_until > '-infinity';
        END $body$;

        -- Whether a store owes a call to one of these instances, or to what is above one: what it
        -- shows there is not its last word.
        CREATE FUNCTION owes_call(a_store smallint, a_ids bytea[])
        RETURNS boolean LANGUAGE sql STABLE AS $$
            SELECT EXISTS (SELECT FROM instance n
                JOIN series e ON e.id = n.series JOIN study s ON s.id = e.study
                JOIN intent i ON i.patient = s.patient AND i.closed_at IS NULL
                    AND i.resource IN (n.id, e.id, s.id, s.patient)
                JOIN call c ON c.intent = i.id
                JOIN owed o ON o.intent = i.id AND o.store = a_store AND o.done_at IS NULL
                WHERE n.id = ANY (a_ids))
        $$;

        -- Takes the copies of one store out, only while `a_keeper` holds the same instance, so that
        -- the union keeps it, and while the store owes no call that the keeper may not know.
        -- Tombstones and owed work are written as for a deletion.
        CREATE FUNCTION begin_remove(
            a_store smallint, a_keeper smallint, a_ids bytea[],
            OUT intent_id bigint, OUT removed bytea[]
        ) LANGUAGE plpgsql
        SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan
        AS $body$
        BEGIN
            PERFORM lock_patients(3, a_ids);
            SELECT coalesce(array_agg(c.id ORDER BY c.id), '{}') INTO removed
            FROM copy_instance c
            WHERE c.store = a_store AND a_store <> a_keeper AND c.id = ANY (a_ids)
                AND EXISTS (
                    SELECT FROM copy_instance k WHERE k.id = c.id AND k.store = a_keeper);
            IF cardinality(removed) = 0 OR owes_call(a_store, removed) THEN RETURN; END IF;
            INSERT INTO intent (kind, level, resource) VALUES ('remove', 3, removed[1])
            RETURNING id INTO intent_id;
            INSERT INTO tombstone AS t (id, store, intent, store_cursor, echo_due, made_at)
            SELECT c.id, c.store, intent_id, s.cursor, NOT c.echoed, clock_timestamp()
            FROM copy_instance c JOIN store s ON s.key = c.store
            WHERE c.store = a_store AND c.id = ANY (removed)
            ON CONFLICT (id, store) DO UPDATE SET intent = excluded.intent,
                store_cursor = excluded.store_cursor, echo_due = excluded.echo_due,
                made_at = excluded.made_at, executed_seq = NULL, executed_at = NULL;
            INSERT INTO owed (intent, store) VALUES (intent_id, a_store);
            PERFORM drop_copies(a_store, removed);
        END $body$;

        -- Whether bytes may still arrive of something that a store owes to an intent.
        CREATE FUNCTION is_carried(a_intent bigint, a_store smallint)
        RETURNS boolean LANGUAGE sql STABLE AS $$
            SELECT EXISTS (SELECT FROM in_doubt d
                JOIN tombstone t ON t.id = d.id AND t.store = d.store AND t.intent = a_intent
                WHERE d.store = a_store AND d.carried_until > clock_timestamp())
        $$;
        """#
}
