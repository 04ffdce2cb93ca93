extension IndexSchema {
    /// Version 1, the one way out: copies confirmed gone, deletions, stores taken away.
    static let removeFunctions = #"""
        -- Instances below a resource that some store holds; `a_store` null means any store.
        CREATE FUNCTION instances_below(a_level integer, a_ids bytea[], a_store smallint)
        RETURNS bytea[] LANGUAGE plpgsql STABLE
        SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE v bytea[];
        BEGIN
            IF a_level = 3 THEN v := a_ids;
            ELSIF a_level = 2 THEN
                SELECT array_agg(i.id) INTO v FROM instance i WHERE i.series = ANY (a_ids);
            ELSIF a_level = 1 THEN
                SELECT array_agg(i.id) INTO v FROM series e JOIN instance i ON i.series = e.id
                WHERE e.study = ANY (a_ids);
            ELSE
                SELECT array_agg(i.id) INTO v FROM study s JOIN series e ON e.study = s.id
                JOIN instance i ON i.series = e.id WHERE s.patient = ANY (a_ids);
            END IF;
            SELECT coalesce(array_agg(DISTINCT c.id), '{}') INTO v
            FROM unnest(v) AS n(id) JOIN copy_instance c ON c.id = n.id
            WHERE a_store IS NULL OR c.store = a_store;
            RETURN v;
        END $body$;

        -- The patients that own these resources, locked alone, ascending.
        CREATE FUNCTION lock_patients(a_level integer, a_ids bytea[])
        RETURNS void LANGUAGE plpgsql
        SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE v bytea[];
        BEGIN
            IF a_level = 0 THEN v := a_ids;
            ELSIF a_level = 1 THEN
                SELECT array_agg(DISTINCT s.patient) INTO v FROM study s WHERE s.id = ANY (a_ids);
            ELSIF a_level = 2 THEN
                SELECT array_agg(DISTINCT s.patient) INTO v
                FROM series e JOIN study s ON s.id = e.study WHERE e.id = ANY (a_ids);
            ELSE
                SELECT array_agg(DISTINCT s.patient) INTO v
                FROM instance i JOIN series e ON e.id = i.series JOIN study s ON s.id = e.study
                WHERE i.id = ANY (a_ids);
            END IF;
            PERFORM FROM patient WHERE id = ANY (v) ORDER BY id FOR UPDATE;
        END $body$;

        -- Takes copies of instances out, and then whatever nobody holds any more.
        -- Returns how many resources left the union. The patients are locked by the caller.
        CREATE FUNCTION drop_copies(
            a_store smallint, a_ids bytea[],
            OUT gone_patients integer, OUT gone_studies integer, OUT gone_series integer,
            OUT gone_instances integer, OUT gone_copies integer
        ) LANGUAGE plpgsql
        SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE
            v_now text := orthanc_now();
            v_series bytea[]; v_studies bytea[]; v_patients bytea[];
            v_bytes bigint;
            v_gone_i bytea[]; v_gone_e bytea[]; v_gone_s bytea[]; v_gone_p bytea[];
        BEGIN
            WITH gone AS (
                DELETE FROM copy_instance
                WHERE id = ANY (a_ids) AND (a_store IS NULL OR store = a_store)
                RETURNING store, series, size
            ), sums AS (
                SELECT store, series, count(*) AS instances, sum(size) AS bytes
                FROM gone GROUP BY store, series
            ), held AS (
                UPDATE copy_series c SET instances = c.instances - m.instances,
                    bytes = c.bytes - m.bytes, last_update = greatest(c.last_update, v_now)
                FROM sums m WHERE c.id = m.series AND c.store = m.store
            )
            SELECT coalesce(array_agg(DISTINCT series), '{}'), coalesce(sum(instances), 0)
            INTO v_series, gone_copies FROM sums;
            SELECT coalesce(array_agg(DISTINCT e.study), '{}'),
                coalesce(array_agg(DISTINCT s.patient), '{}')
            INTO v_studies, v_patients
            FROM series e JOIN study s ON s.id = e.study WHERE e.id = ANY (v_series);

            DELETE FROM copy_series c WHERE c.id = ANY (v_series) AND c.instances <= 0
                AND NOT EXISTS (SELECT FROM instance i JOIN copy_instance k ON k.id = i.id
                    WHERE i.series = c.id AND k.store = c.store);
            DELETE FROM copy_study c WHERE c.id = ANY (v_studies) AND NOT EXISTS (
                SELECT FROM series e JOIN copy_series k ON k.id = e.id
                WHERE e.study = c.id AND k.store = c.store);
            DELETE FROM copy_patient c WHERE c.id = ANY (v_patients) AND NOT EXISTS (
                SELECT FROM study s JOIN copy_study k ON k.id = s.id
                WHERE s.patient = c.id AND k.store = c.store);
            UPDATE copy_study SET last_update = v_now WHERE id = ANY (v_studies)
                AND (a_store IS NULL OR store = a_store) AND last_update < v_now;
            UPDATE copy_patient SET last_update = v_now WHERE id = ANY (v_patients)
                AND (a_store IS NULL OR store = a_store) AND last_update < v_now;

            WITH gone AS (
                DELETE FROM instance i WHERE i.id = ANY (a_ids)
                    AND NOT EXISTS (SELECT FROM copy_instance c WHERE c.id = i.id)
                RETURNING id, series, size
            ), totals AS (
                UPDATE series_total t SET instances = t.instances - m.instances,
                    bytes = t.bytes - m.bytes
                FROM (SELECT series, count(*) AS instances, sum(size) AS bytes
                    FROM gone GROUP BY series) m
                WHERE t.id = m.series
            )
            SELECT coalesce(array_agg(id), '{}'), coalesce(sum(size), 0)
            INTO v_gone_i, v_bytes FROM gone;
            WITH gone AS (
                DELETE FROM series e WHERE e.id = ANY (v_series)
                    AND NOT EXISTS (SELECT FROM copy_series c WHERE c.id = e.id)
                RETURNING id
            ) SELECT coalesce(array_agg(id), '{}') INTO v_gone_e FROM gone;
            DELETE FROM series_total WHERE id = ANY (v_gone_e);
            WITH gone AS (
                DELETE FROM study s WHERE s.id = ANY (v_studies)
                    AND NOT EXISTS (SELECT FROM copy_study c WHERE c.id = s.id)
                RETURNING id
            ) SELECT coalesce(array_agg(id), '{}') INTO v_gone_s FROM gone;
            UPDATE study r SET (kept_children, kept_stores, kept_last_update, kept_differ) = (
                SELECT u.children, u.stores, u.last_update, u.differ
                FROM settled_study u WHERE u.id = r.id)
            WHERE r.id = ANY (v_studies);
            WITH gone AS (
                DELETE FROM patient p WHERE p.id = ANY (v_patients)
                    AND NOT EXISTS (SELECT FROM copy_patient c WHERE c.id = p.id)
                RETURNING id
            ) SELECT coalesce(array_agg(id), '{}') INTO v_gone_p FROM gone;
            DELETE FROM change
            WHERE id = ANY (v_gone_i || v_gone_e || v_gone_s || v_gone_p);
            DELETE FROM label WHERE id = ANY (v_gone_i || v_gone_e || v_gone_s || v_gone_p);
            PERFORM forget_seen_labels(a_store, a_ids || v_series || v_studies || v_patients);

            gone_patients := cardinality(v_gone_p); gone_studies := cardinality(v_gone_s);
            gone_series := cardinality(v_gone_e); gone_instances := cardinality(v_gone_i);
            IF gone_instances > 0 THEN
                UPDATE ledger SET patients = patients - gone_patients,
                    studies = studies - gone_studies, series = series - gone_series,
                    instances = instances - gone_instances, bytes = bytes - v_bytes;
            END IF;
        END $body$;

        CREATE FUNCTION remove_copies(
            a_store smallint, a_level integer, a_ids bytea[],
            OUT gone_patients integer, OUT gone_studies integer, OUT gone_series integer,
            OUT gone_instances integer, OUT gone_copies integer
        ) LANGUAGE plpgsql AS $body$
        BEGIN
            PERFORM lock_patients(a_level, a_ids);
            SELECT * INTO gone_patients, gone_studies, gone_series, gone_instances, gone_copies
            FROM drop_copies(a_store, instances_below(a_level, a_ids, a_store));
        END $body$;

        -- A deletion begins: intent, tombstones and owed work are written, the index shows the new
        -- state, no store has been asked yet. Unknown resource: intent_id is null.
        CREATE FUNCTION begin_delete(
            a_level integer, a_id bytea,
            OUT intent_id bigint, OUT ancestor_level integer, OUT ancestor bytea
        ) LANGUAGE plpgsql
        SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE v_ids bytea[]; v_series bytea; v_study bytea; v_patient bytea;
        BEGIN
            PERFORM lock_patients(a_level, ARRAY[a_id]);
            v_ids := instances_below(a_level, ARRAY[a_id], NULL);
            IF cardinality(v_ids) = 0 THEN RETURN; END IF;
            SELECT i.series, e.study, s.patient INTO v_series, v_study, v_patient
            FROM instance i JOIN series e ON e.id = i.series JOIN study s ON s.id = e.study
            WHERE i.id = v_ids[1];

            INSERT INTO intent (kind, level, resource, patient)
            VALUES ('delete', a_level, a_id, v_patient) RETURNING id INTO intent_id;
            INSERT INTO tombstone AS t (id, store, intent, store_cursor, echo_due, made_at)
            SELECT w.id, w.store, intent_id, s.cursor, w.echo_due, clock_timestamp()
            FROM (
                SELECT c.id, c.store, NOT c.echoed AS echo_due
                FROM copy_instance c WHERE c.id = ANY (v_ids)
                UNION ALL
                -- What an upload of unknown outcome may have left there goes too.
                SELECT d.id, d.store, true FROM in_doubt d
                WHERE d.id = ANY (v_ids) AND NOT EXISTS (
                    SELECT FROM copy_instance c WHERE c.id = d.id AND c.store = d.store)
            ) w JOIN store s ON s.key = w.store
            ON CONFLICT (id, store) DO UPDATE SET intent = excluded.intent,
                store_cursor = excluded.store_cursor, echo_due = excluded.echo_due,
                made_at = excluded.made_at, executed_seq = NULL, executed_at = NULL;
            INSERT INTO owed (intent, store)
            SELECT DISTINCT intent_id, t.store FROM tombstone t
            WHERE t.intent = intent_id AND t.id = ANY (v_ids);
            PERFORM drop_copies(NULL, v_ids);
            PERFORM drop_calls(v_patient);

            SELECT w.level, w.id INTO ancestor_level, ancestor FROM (
                SELECT 2 AS level, e.id FROM series e WHERE a_level = 3 AND e.id = v_series
                UNION ALL SELECT 1, s.id FROM study s WHERE a_level >= 2 AND s.id = v_study
                UNION ALL SELECT 0, p.id FROM patient p WHERE a_level >= 1 AND p.id = v_patient
            ) w ORDER BY w.level DESC LIMIT 1;
        END $body$;

        -- A store has carried out what it owed. `a_seq`: its Last, read after its DELETE; negative when
        -- it had nothing to do it to.
        CREATE FUNCTION close_owed(a_intent bigint, a_store smallint, a_seq bigint)
        RETURNS boolean LANGUAGE plpgsql
        SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE v_kind text; v_patient bytea; v_protects boolean;
        BEGIN
            SELECT i.kind = 'protection' AND a_seq >= 0, i.patient INTO v_protects, v_patient
            FROM intent i WHERE i.id = a_intent;
            IF v_protects THEN PERFORM FROM patient WHERE id = v_patient FOR UPDATE; END IF;
            -- Two stores that end together see each other: the later one closes the intent.
            PERFORM FROM intent WHERE id = a_intent FOR NO KEY UPDATE;
            UPDATE tombstone SET executed_seq = a_seq, executed_at = clock_timestamp()
                WHERE store = a_store AND intent = a_intent AND executed_at IS NULL;
            UPDATE owed SET done_at = clock_timestamp(), executed_seq = a_seq, problem = NULL
                WHERE intent = a_intent AND store = a_store AND done_at IS NULL;
            IF NOT FOUND THEN RETURN false; END IF;
            IF v_protects THEN PERFORM settle_protection(a_intent, v_patient); END IF;
            UPDATE intent SET closed_at = clock_timestamp()
                WHERE id = a_intent AND closed_at IS NULL AND NOT EXISTS (
                    SELECT FROM owed WHERE intent = a_intent AND done_at IS NULL)
                RETURNING kind INTO v_kind;
            IF v_kind <> 'delete' THEN UPDATE call SET body = NULL WHERE intent = a_intent; END IF;
            INSERT INTO label_seen (store, label, id, level, present, at)
            SELECT a_store, c.path[4], i.resource, i.level, c.method = 'PUT', clock_timestamp()
            FROM intent i JOIN call c ON c.intent = i.id
            WHERE i.id = a_intent AND i.kind = 'label' AND a_seq >= 0
            ON CONFLICT (store, label, id) DO UPDATE SET present = excluded.present,
                at = excluded.at;
            IF a_seq < 0 THEN
                DELETE FROM label_seen s USING intent i
                WHERE i.id = a_intent AND s.id = i.resource AND s.store = a_store;
            END IF;
            RETURN true;
        END $body$;
        """#
}
