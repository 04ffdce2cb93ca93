extension IndexSchema {
    /// Version 1, what holders owe beside deletions: calls, in one order with them.
    ///
    /// A call is written down before any store is touched and carried out at every store that held
    /// the resource then. At one store the work on one resource is done in the order of intents:
    /// whoever begins one holds the patient's row alone, so that the numbers of two intents of one
    /// patient are in the order of their commits.
    static let callTables = #"""
        CREATE TABLE call (
            intent bigint PRIMARY KEY REFERENCES intent ON DELETE CASCADE,
            method text NOT NULL,
            path text[] NOT NULL,
            -- Dropped when every store has done it.
            body bytea,
            -- The ETag that the caller gave; only its digest means the same in every store.
            if_match text,
            -- So long whoever began it may take it back, and nobody else carries it out.
            undecided_until timestamptz NOT NULL DEFAULT '-infinity'
        );

        -- Work on this resource that comes before an intent and that a store still owes.
        CREATE FUNCTION is_blocked(a_intent bigint, a_store smallint)
        RETURNS boolean LANGUAGE sql STABLE AS $$
            SELECT EXISTS (
                SELECT FROM intent i
                JOIN intent e ON e.patient = i.patient AND e.closed_at IS NULL AND e.id < i.id
                    AND (e.kind = 'delete' OR e.resource = i.resource)
                JOIN owed o ON o.intent = e.id AND o.store = a_store AND o.done_at IS NULL
                WHERE i.id = a_intent AND i.kind <> 'delete')
        $$;

        -- Writes a call down for the holders, or those of them in `a_stores`. What nothing else
        -- comes before is claimed at once. Not `a_decided`: it may be taken back as long as the
        -- claim stands. No holder: intent_id is null.
        CREATE FUNCTION begin_call(
            a_kind text, a_level integer, a_id bytea, a_method text, a_path text[], a_body bytea,
            a_if_match text, a_stores smallint[], a_claim double precision,
            a_decided boolean,
            OUT intent_id bigint, OUT claimed smallint[], OUT blocked smallint[]
        ) LANGUAGE plpgsql
        SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE v_stores smallint[]; v_patient bytea;
        BEGIN
            PERFORM lock_patients(a_level, ARRAY[a_id]);
            IF a_level = 0 THEN
                v_patient := a_id;
                SELECT array_agg(c.store) INTO v_stores FROM copy_patient c WHERE c.id = a_id;
            ELSIF a_level = 1 THEN
                SELECT s.patient INTO v_patient FROM study s WHERE s.id = a_id;
                SELECT array_agg(c.store) INTO v_stores FROM copy_study c WHERE c.id = a_id;
            ELSIF a_level = 2 THEN
                SELECT s.patient INTO v_patient FROM series e JOIN study s ON s.id = e.study
                WHERE e.id = a_id;
                SELECT array_agg(c.store) INTO v_stores FROM copy_series c WHERE c.id = a_id;
            ELSE
                SELECT s.patient INTO v_patient FROM instance i JOIN series e ON e.id = i.series
                JOIN study s ON s.id = e.study WHERE i.id = a_id;
                SELECT array_agg(c.store) INTO v_stores FROM copy_instance c WHERE c.id = a_id;
            END IF;
            SELECT array_agg(n.store ORDER BY n.store) INTO v_stores
            FROM unnest(v_stores) AS n(store) WHERE a_stores IS NULL OR n.store = ANY (a_stores);
            IF v_stores IS NULL OR v_patient IS NULL THEN RETURN; END IF;

            INSERT INTO intent (kind, level, resource, patient)
            VALUES (a_kind, a_level, a_id, v_patient) RETURNING id INTO intent_id;
            INSERT INTO call VALUES (intent_id, a_method, a_path, a_body, a_if_match,
                CASE WHEN a_decided THEN '-infinity'
                ELSE clock_timestamp() + a_claim * interval '1 millisecond' END);
            SELECT array_agg(n.store) INTO blocked FROM unnest(v_stores) AS n(store)
            WHERE is_blocked(intent_id, n.store);
            blocked := coalesce(blocked, '{}');
            INSERT INTO owed (intent, store, next_at)
            SELECT intent_id, n.store, clock_timestamp() + CASE
                WHEN n.store = ANY (blocked) THEN interval '0'
                ELSE a_claim * interval '1 millisecond' END
            FROM unnest(v_stores) AS n(store);
            SELECT coalesce(array_agg(n.store), '{}') INTO claimed
            FROM unnest(v_stores) AS n(store) WHERE n.store <> ALL (blocked);
        END $body$;

        -- A store has done what a caller asked of a patient's protection: so it stands from now on.
        CREATE FUNCTION settle_protection(a_intent bigint, a_patient bytea)
        RETURNS void LANGUAGE plpgsql
        SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
        AS $body$
        BEGIN
            UPDATE patient p SET protected = convert_from(c.body, 'UTF8') = '1',
                protected_by = a_intent
            FROM call c
            WHERE c.intent = a_intent AND c.path[2] <> '' AND p.id = a_patient
                AND p.protected_by < a_intent;
        END $body$;

        -- Patients came to a store. What is being asked of their protection is asked of it too;
        -- else it is to protect those that are protected. Not where it has another person under
        -- that identifier. They are locked by the caller, shared at least, so that no caller begins
        -- to ask meanwhile.
        CREATE FUNCTION owe_protection(a_store smallint, a_ids bytea[])
        RETURNS void LANGUAGE plpgsql
        SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE v_id bytea; v_protected boolean; v_intent bigint;
        BEGIN
            FOR v_id, v_protected IN
                SELECT p.id, p.protected
                FROM patient p JOIN copy_patient k ON k.id = p.id AND k.store = a_store
                WHERE p.id = ANY (a_ids) AND NOT EXISTS (
                    SELECT FROM copy_patient c WHERE c.id = p.id AND c.identity <> k.identity)
            LOOP
                SELECT i.id INTO v_intent FROM intent i JOIN call c ON c.intent = i.id
                WHERE i.patient = v_id AND i.closed_at IS NULL AND i.kind = 'protection'
                    AND c.path[2] <> ''
                ORDER BY i.id DESC LIMIT 1 FOR NO KEY UPDATE OF i;
                IF v_intent IS NOT NULL THEN
                    INSERT INTO owed (intent, store) VALUES (v_intent, a_store)
                    ON CONFLICT DO NOTHING;
                ELSIF v_protected THEN
                    INSERT INTO intent (kind, level, resource, patient)
                    VALUES ('protection', 0, v_id, v_id) RETURNING id INTO v_intent;
                    INSERT INTO call (intent, method, path, body)
                    VALUES (v_intent, 'PUT', '{patients,"",protected}', '1');
                    INSERT INTO owed (intent, store) VALUES (v_intent, a_store);
                END IF;
            END LOOP;
        END $body$;

        -- What is owed to resources that are nowhere any more is owed to nobody: a new resource of
        -- the same name must not get it.
        CREATE FUNCTION drop_calls(a_patient bytea) RETURNS void LANGUAGE plpgsql
        SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
        AS $body$
        BEGIN
            WITH dead AS (
                SELECT i.id FROM intent i WHERE i.patient = a_patient AND i.closed_at IS NULL
                    AND i.kind <> 'delete' AND CASE i.level
                        WHEN 0 THEN NOT EXISTS (SELECT FROM patient k WHERE k.id = i.resource)
                        WHEN 1 THEN NOT EXISTS (SELECT FROM study k WHERE k.id = i.resource)
                        WHEN 2 THEN NOT EXISTS (SELECT FROM series k WHERE k.id = i.resource)
                        ELSE NOT EXISTS (SELECT FROM instance k WHERE k.id = i.resource) END
            ), done AS (
                UPDATE owed o SET done_at = clock_timestamp(), problem = 'deleted meanwhile'
                FROM dead d WHERE o.intent = d.id AND o.done_at IS NULL
            ), bare AS (
                UPDATE call c SET body = NULL FROM dead d WHERE c.intent = d.id
            )
            UPDATE intent i SET closed_at = clock_timestamp() FROM dead d WHERE i.id = d.id;
        END $body$;
        """#
}
