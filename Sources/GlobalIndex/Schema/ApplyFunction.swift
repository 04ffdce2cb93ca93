extension IndexSchema {
    /// Version 1, the one way in: feed pages, import batches and uploads.
    ///
    /// Modes: 0 feed, 1 upload, 2 import (or reconciliation). Levels: 0 patient … 3 instance.
    /// Locks, always in this order: patients (ascending), instances, copies, totals, ledger.
    /// Whoever inserts below a patient shares its row, whoever removes or announces has it alone.
    static let applyFunction = #"""
        CREATE FUNCTION first_ordinals(ids bytea[], members bytea[]) RETURNS integer[]
        LANGUAGE sql STABLE AS $$
            SELECT coalesce(array_agg(coalesce(f.first, 0)::integer ORDER BY n.ord), '{}')
            FROM unnest(ids) WITH ORDINALITY AS n(id, ord)
            LEFT JOIN (
                SELECT m.id, min(m.ord) AS first
                FROM unnest(members) WITH ORDINALITY AS m(id, ord) GROUP BY m.id
            ) f ON f.id = n.id
        $$;

        CREATE FUNCTION orthanc_now() RETURNS text LANGUAGE sql VOLATILE AS $$
            SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS')
        $$;

        CREATE FUNCTION apply_batch(
            a_store smallint, a_epoch integer, a_mode integer, a_started timestamptz,
            p_id bytea[], p_tags text[], p_fold text[], p_update text[], p_stable integer[],
            p_identity bigint[],
            s_id bytea[], s_parent bytea[], s_tags text[], s_ptags text[], s_fold text[],
            s_update text[], s_stable integer[], s_identity bigint[],
            e_id bytea[], e_parent bytea[], e_tags text[], e_fold text[], e_update text[],
            e_stable integer[], e_expected integer[],
            i_id bytea[], i_parent bytea[], i_study bytea[], i_patient bytea[], i_tags text[],
            i_uid text[], i_index integer[], i_size bigint[], i_uuid text[], i_derived text[],
            i_seq bigint[],
            y_level integer[], y_id bytea[],
            x_type integer[], x_level integer[], x_id bytea[],
            OUT new_patients integer, OUT new_studies integer, OUT new_series integer,
            OUT new_instances integer, OUT new_copies integer, OUT logged integer,
            OUT last_seq bigint, OUT skipped bytea[], OUT orphans bytea[]
        ) LANGUAGE plpgsql
        SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE
            v_now text := orthanc_now();
            v_patients bytea[];
            v_locked bigint;
            v_dead bytea[];
            v_pending bytea[];
            p_first integer[]; s_first integer[]; e_first integer[];
            v_new_p bytea[] := '{}'; v_new_s bytea[] := '{}'; v_new_e bytea[] := '{}';
            v_new_i bytea[] := '{}';
            v_bytes bigint := 0;
            v_fresh_e bytea[]; v_fresh_s bytea[] := '{}'; v_fresh_p bytea[];
            v_came bytea[];
            v_said_p bytea[] := '{}'; v_said_s bytea[] := '{}'; v_said_e bytea[] := '{}';
        BEGIN
            skipped := '{}'; orphans := '{}'; new_copies := 0;
            PERFORM FROM store WHERE key = a_store AND epoch = a_epoch AND state <> 'removed'
                FOR KEY SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'the store is gone or has a new epoch' USING ERRCODE = 'IG001';
            END IF;

            -- An import: parents come from where they were staged.
            IF a_mode = 2 THEN
                SELECT e_id || array_agg(g.id), e_parent || array_agg(g.parent),
                    e_tags || array_agg(g.tags), e_fold || array_agg(g.folded),
                    e_update || array_agg(g.last_update), e_stable || array_agg(g.stable),
                    e_expected || array_agg(g.expected)
                INTO e_id, e_parent, e_tags, e_fold, e_update, e_stable, e_expected
                FROM (SELECT DISTINCT n.id FROM unnest(i_parent) AS n(id)
                        WHERE n.id NOT IN (SELECT unnest(e_id))) w
                JOIN staged g ON g.store = a_store AND g.level = 2 AND g.id = w.id;
            END IF;

            -- Which study and which patient each instance belongs to.
            IF array_position(i_study, NULL) IS NOT NULL THEN
                SELECT array_agg(coalesce(n.study, g.parent, s.study) ORDER BY n.ord) INTO i_study
                FROM unnest(i_parent, i_study) WITH ORDINALITY AS n(series, study, ord)
                LEFT JOIN staged g ON a_mode = 2 AND g.store = a_store AND g.level = 2
                    AND g.id = n.series
                LEFT JOIN series s ON s.id = n.series;
            END IF;
            IF a_mode = 2 THEN
                SELECT s_id || array_agg(g.id), s_parent || array_agg(g.parent),
                    s_tags || array_agg(g.tags), s_ptags || array_agg(g.patient_tags),
                    s_fold || array_agg(g.folded), s_update || array_agg(g.last_update),
                    s_stable || array_agg(g.stable), s_identity || array_agg(g.identity)
                INTO s_id, s_parent, s_tags, s_ptags, s_fold, s_update, s_stable, s_identity
                FROM (SELECT DISTINCT n.id FROM unnest(i_study) AS n(id)
                        WHERE n.id NOT IN (SELECT unnest(s_id))) w
                JOIN staged g ON g.store = a_store AND g.level = 1 AND g.id = w.id;
            END IF;
            IF array_position(i_patient, NULL) IS NOT NULL THEN
                SELECT array_agg(coalesce(n.patient, g.parent, s.patient) ORDER BY n.ord)
                INTO i_patient
                FROM unnest(i_study, i_patient) WITH ORDINALITY AS n(study, patient, ord)
                LEFT JOIN staged g ON a_mode = 2 AND g.store = a_store AND g.level = 1
                    AND g.id = n.study
                LEFT JOIN study s ON s.id = n.study;
            END IF;
            IF a_mode = 2 THEN
                SELECT p_id || array_agg(g.id), p_tags || array_agg(g.tags),
                    p_fold || array_agg(g.folded), p_update || array_agg(g.last_update),
                    p_stable || array_agg(g.stable), p_identity || array_agg(g.identity)
                INTO p_id, p_tags, p_fold, p_update, p_stable, p_identity
                FROM (SELECT DISTINCT n.id FROM unnest(i_patient) AS n(id)
                        WHERE n.id NOT IN (SELECT unnest(p_id))) w
                JOIN staged g ON g.store = a_store AND g.level = 0 AND g.id = w.id;
            END IF;

            -- An instance is an orphan when one of its ancestors is neither given nor known.
            SELECT coalesce(array_agg(n.id), '{}') INTO orphans
            FROM unnest(i_id, i_parent, i_study, i_patient) AS n(id, series, study, patient)
            WHERE n.patient IS NULL
                OR (n.series NOT IN (SELECT unnest(e_id)) AND NOT EXISTS (
                    SELECT FROM series k WHERE k.id = n.series))
                OR (n.study NOT IN (SELECT unnest(s_id)) AND NOT EXISTS (
                    SELECT FROM study k WHERE k.id = n.study))
                OR (n.patient NOT IN (SELECT unnest(p_id)) AND NOT EXISTS (
                    SELECT FROM patient k WHERE k.id = n.patient));
            v_dead := orphans;

            FOR v_pass IN 1..2 LOOP
                IF cardinality(v_dead) > 0 THEN
                    SELECT coalesce(array_agg(n.id ORDER BY n.ord), '{}'),
                        coalesce(array_agg(n.series ORDER BY n.ord), '{}'),
                        coalesce(array_agg(n.study ORDER BY n.ord), '{}'),
                        coalesce(array_agg(n.patient ORDER BY n.ord), '{}'),
                        coalesce(array_agg(n.tags ORDER BY n.ord), '{}'),
                        coalesce(array_agg(n.uid ORDER BY n.ord), '{}'),
                        coalesce(array_agg(n.index ORDER BY n.ord), '{}'),
                        coalesce(array_agg(n.size ORDER BY n.ord), '{}'),
                        coalesce(array_agg(n.uuid ORDER BY n.ord), '{}'),
                        coalesce(array_agg(n.derived ORDER BY n.ord), '{}'),
                        coalesce(array_agg(n.seq ORDER BY n.ord), '{}')
                    INTO i_id, i_parent, i_study, i_patient, i_tags, i_uid, i_index, i_size,
                        i_uuid, i_derived, i_seq
                    FROM unnest(i_id, i_parent, i_study, i_patient, i_tags, i_uid, i_index,
                            i_size, i_uuid, i_derived, i_seq) WITH ORDINALITY
                        AS n(id, series, study, patient, tags, uid, index, size, uuid, derived,
                            seq, ord)
                    WHERE n.id NOT IN (SELECT unnest(v_dead));
                END IF;
                IF v_pass = 2 AND cardinality(v_dead) = 0 THEN EXIT; END IF;
                p_first := first_ordinals(p_id, i_patient);
                s_first := first_ordinals(s_id, i_study);
                e_first := first_ordinals(e_id, i_parent);
                IF v_pass = 2 THEN
                    DELETE FROM patient WHERE id = ANY (v_new_p) AND id <> ALL (i_patient);
                    SELECT coalesce(array_agg(n.id), '{}') INTO v_new_p
                    FROM unnest(v_new_p) AS n(id) WHERE n.id = ANY (i_patient);
                    EXIT;
                END IF;

                WITH made AS (
                    INSERT INTO patient (id, source, patient_id, patient_name,
                        patient_birth_date, patient_sex, other_patient_ids, derived, tags)
                    SELECT n.id, a_store, f.*, n.tags
                    FROM unnest(p_id, p_tags, p_fold, p_first) AS n(id, tags, fold, first),
                        LATERAL json_to_record(n.fold::json) AS f(patient_id text,
                            patient_name text, patient_birth_date text, patient_sex text,
                            other_patient_ids text, derived text)
                    WHERE n.first > 0
                    ORDER BY n.id
                    ON CONFLICT (id) DO NOTHING
                    RETURNING id
                ) SELECT coalesce(array_agg(id), '{}') INTO v_new_p FROM made;

                SELECT coalesce(array_agg(DISTINCT w.id), '{}') INTO v_patients FROM (
                    SELECT n.id FROM unnest(i_patient) AS n(id)
                    UNION ALL
                    SELECT n.id FROM unnest(s_parent) AS n(id)
                    UNION ALL
                    SELECT n.id FROM unnest(y_level, y_id) AS n(level, id) WHERE n.level = 0
                    UNION ALL
                    SELECT s.patient FROM unnest(y_level, y_id) AS n(level, id)
                        JOIN study s ON s.id = n.id WHERE n.level = 1
                    UNION ALL
                    SELECT s.patient FROM unnest(y_level, y_id) AS n(level, id)
                        JOIN series e ON e.id = n.id JOIN study s ON s.id = e.study
                        WHERE n.level = 2
                ) w;
                IF cardinality(y_id) > 0 THEN
                    PERFORM FROM patient WHERE id = ANY (v_patients) ORDER BY id FOR UPDATE;
                ELSE
                    PERFORM FROM patient WHERE id = ANY (v_patients) ORDER BY id FOR KEY SHARE;
                END IF;
                SELECT count(*) INTO v_locked
                FROM (SELECT DISTINCT n.id FROM unnest(i_patient) AS n(id)) w
                WHERE NOT EXISTS (SELECT FROM patient k WHERE k.id = w.id);
                IF v_locked > 0 THEN
                    RAISE EXCEPTION 'a patient was removed meanwhile' USING ERRCODE = '40001';
                END IF;

                -- Deleted here and not given back by the store since: leave it out.
                v_dead := '{}';
                IF EXISTS (SELECT FROM tombstone WHERE store = a_store) THEN
                    SELECT coalesce(array_agg(t.id), '{}') INTO v_dead
                    FROM unnest(i_id, i_seq) AS n(id, seq)
                    JOIN tombstone t ON t.id = n.id AND t.store = a_store
                    WHERE CASE
                        WHEN a_mode = 1 THEN t.made_at >= a_started
                        WHEN t.executed_at IS NULL THEN
                            coalesce(n.seq <= t.store_cursor OR t.echo_due, true)
                        WHEN n.seq IS NOT NULL THEN n.seq <= t.executed_seq
                        ELSE coalesce(t.executed_at >= a_started, true)
                    END;
                    SELECT coalesce(array_agg(t.id), '{}') INTO v_pending
                    FROM unnest(i_id, i_seq) AS n(id, seq)
                    JOIN tombstone t ON t.id = n.id AND t.store = a_store
                    WHERE t.executed_at IS NULL AND t.echo_due AND n.seq > t.store_cursor
                        AND a_mode = 0;
                    UPDATE tombstone SET echo_due = false
                        WHERE store = a_store AND id = ANY (v_pending);
                    DELETE FROM tombstone WHERE store = a_store AND id = ANY (i_id)
                        AND id <> ALL (v_dead);
                    skipped := v_dead;
                END IF;
            END LOOP;

            IF cardinality(s_id) > 0 THEN
                WITH made AS (
                    INSERT INTO study (id, patient, source, study_instance_uid, study_date,
                        study_time, study_id, study_description, accession_number,
                        requested_procedure_description, institution_name,
                        requesting_physician, referring_physician, patient_id, patient_name,
                        patient_birth_date, patient_sex, other_patient_ids, derived, tags,
                        patient_tags)
                    SELECT n.id, n.parent, a_store, f.*, n.tags, n.ptags
                    FROM unnest(s_id, s_parent, s_tags, s_ptags, s_fold, s_first)
                            AS n(id, parent, tags, ptags, fold, first),
                        LATERAL json_to_record(n.fold::json) AS f(study_instance_uid text,
                            study_date text, study_time text, study_id text,
                            study_description text, accession_number text,
                            requested_procedure_description text, institution_name text,
                            requesting_physician text, referring_physician text,
                            patient_id text, patient_name text, patient_birth_date text,
                            patient_sex text, other_patient_ids text, derived text)
                    WHERE n.first > 0
                    ORDER BY n.id
                    ON CONFLICT (id) DO NOTHING
                    RETURNING id
                ) SELECT coalesce(array_agg(id), '{}') INTO v_new_s FROM made;
            END IF;
            IF cardinality(e_id) > 0 THEN
                WITH made AS (
                    INSERT INTO series (id, study, source, expected, series_instance_uid,
                        modality, series_date, series_time, series_description, series_number,
                        body_part_examined, station_name, manufacturer, protocol_name,
                        operators_name, performed_procedure_step_description, derived, tags)
                    SELECT n.id, n.parent, a_store, n.expected, f.*, n.tags
                    FROM unnest(e_id, e_parent, e_tags, e_fold, e_expected, e_first)
                            AS n(id, parent, tags, fold, expected, first),
                        LATERAL json_to_record(n.fold::json) AS f(series_instance_uid text,
                            modality text, series_date text, series_time text,
                            series_description text, series_number text,
                            body_part_examined text, station_name text, manufacturer text,
                            protocol_name text, operators_name text,
                            performed_procedure_step_description text, derived text)
                    WHERE n.first > 0
                    ORDER BY n.id
                    ON CONFLICT (id) DO NOTHING
                    RETURNING id
                ) SELECT coalesce(array_agg(id), '{}') INTO v_new_e FROM made;
            END IF;
            PERFORM FROM unnest(i_parent, i_study) AS n(series, study)
            WHERE NOT EXISTS (SELECT FROM series k WHERE k.id = n.series)
                OR NOT EXISTS (SELECT FROM study k WHERE k.id = n.study);
            IF FOUND THEN
                RAISE EXCEPTION 'a parent was removed meanwhile' USING ERRCODE = '40001';
            END IF;

            WITH made AS (
                INSERT INTO instance (id, series, source, index_in_series, size,
                    sop_instance_uid, derived, tags)
                SELECT n.id, n.series, a_store, n.index, n.size, n.uid, n.derived, n.tags
                FROM unnest(i_id, i_parent, i_index, i_size, i_uid, i_derived, i_tags)
                    AS n(id, series, index, size, uid, derived, tags)
                ORDER BY n.id
                ON CONFLICT (id) DO NOTHING
                RETURNING id, series, size
            ), totals AS (
                INSERT INTO series_total AS t (id, instances, bytes)
                SELECT series, count(*), sum(size) FROM made GROUP BY series ORDER BY series
                ON CONFLICT (id) DO UPDATE SET instances = t.instances + excluded.instances,
                    bytes = t.bytes + excluded.bytes
            )
            SELECT coalesce(array_agg(id), '{}'), coalesce(sum(size), 0)
            INTO v_new_i, v_bytes FROM made;

            WITH made AS (
                INSERT INTO copy_instance (id, store, epoch, echoed, series, size, uuid)
                SELECT n.id, a_store, a_epoch, a_mode <> 1, n.series, n.size, n.uuid::uuid
                FROM unnest(i_id, i_parent, i_size, i_uuid) AS n(id, series, size, uuid)
                ORDER BY n.id
                ON CONFLICT (id, store) DO NOTHING
                RETURNING series, size
            ), per_series AS (
                SELECT m.series, count(*) AS instances, sum(m.size) AS bytes
                FROM made m GROUP BY m.series
            ), held AS (
                INSERT INTO copy_series AS c (id, store, epoch, stable, last_update, instances,
                    bytes)
                SELECT m.series, a_store, a_epoch,
                    a_mode <> 1 AND coalesce(r.stable, (a_mode = 2)::integer) = 1,
                    CASE WHEN a_mode = 1 THEN v_now
                        ELSE coalesce(nullif(r.last_update, ''), v_now) END, m.instances, m.bytes
                FROM per_series m
                LEFT JOIN unnest(e_id, e_stable, e_update) AS r(id, stable, last_update)
                    ON r.id = m.series
                ORDER BY m.series
                ON CONFLICT (id, store) DO UPDATE SET
                    instances = c.instances + excluded.instances,
                    bytes = c.bytes + excluded.bytes, epoch = excluded.epoch,
                    stable = c.stable AND a_mode = 2,
                    last_update = CASE a_mode WHEN 2 THEN c.last_update
                        ELSE greatest(c.last_update, excluded.last_update) END
            )
            SELECT coalesce(sum(instances), 0) INTO new_copies FROM per_series;

            IF a_mode <> 2 THEN
                DELETE FROM in_doubt WHERE store = a_store AND id = ANY (i_id)
                    AND carried_until <= clock_timestamp();
            END IF;

            IF new_copies > 0 THEN
                INSERT INTO copy_study AS c (id, store, epoch, stable, last_update, identity)
                SELECT w.id, a_store, a_epoch,
                    a_mode <> 1 AND coalesce(r.stable, (a_mode = 2)::integer) = 1,
                    CASE WHEN a_mode = 1 THEN v_now
                        ELSE coalesce(nullif(r.last_update, ''), v_now) END, r.identity
                FROM (SELECT DISTINCT n.id FROM unnest(i_study) AS n(id)) w
                LEFT JOIN unnest(s_id, s_stable, s_update, s_identity)
                    AS r(id, stable, last_update, identity) ON r.id = w.id
                ORDER BY w.id
                ON CONFLICT (id, store) DO UPDATE SET stable = false,
                    last_update = greatest(c.last_update, excluded.last_update)
                    WHERE a_mode <> 2 AND (c.stable OR c.last_update < excluded.last_update);
                WITH held AS (
                    INSERT INTO copy_patient AS c (id, store, epoch, stable, last_update, identity)
                    SELECT w.id, a_store, a_epoch,
                        a_mode <> 1 AND coalesce(r.stable, (a_mode = 2)::integer) = 1,
                        CASE WHEN a_mode = 1 THEN v_now
                            ELSE coalesce(nullif(r.last_update, ''), v_now) END, r.identity
                    FROM (SELECT DISTINCT n.id FROM unnest(i_patient) AS n(id)) w
                    LEFT JOIN unnest(p_id, p_stable, p_update, p_identity)
                        AS r(id, stable, last_update, identity) ON r.id = w.id
                    ORDER BY w.id
                    ON CONFLICT (id, store) DO UPDATE SET stable = false,
                        last_update = greatest(c.last_update, excluded.last_update)
                        WHERE a_mode <> 2 AND (c.stable OR c.last_update < excluded.last_update)
                    RETURNING id, xmax = 0 AS is_new
                )
                SELECT array_agg(h.id) INTO v_came FROM held h
                WHERE h.is_new AND h.id <> ALL (v_new_p);
                IF v_came IS NOT NULL THEN PERFORM owe_protection(a_store, v_came); END IF;
            END IF;

            -- Copies that were known already: what the store says about them now. An upload says
            -- less than a store does; the feed tells the rest.
            IF a_mode <> 1 THEN
                IF new_copies < cardinality(i_id) THEN
                    v_bytes := v_bytes + refresh_instances(a_store, a_epoch, a_mode, i_id, i_tags,
                        i_uid, i_index, i_size, i_uuid, i_derived);
                END IF;
                PERFORM refresh_parents(a_store, a_epoch, p_id, p_tags, p_fold, p_update,
                    p_stable, p_identity, s_id, s_tags, s_ptags, s_fold, s_update, s_stable,
                    s_identity, e_id, e_tags, e_fold, e_update, e_stable, e_expected);
            END IF;

            -- New to the union below it: a resource that was announced as stable no longer is.
            IF cardinality(v_new_i) > 0 THEN
                SELECT array_agg(DISTINCT n.series), array_agg(DISTINCT n.study),
                    array_agg(DISTINCT n.patient)
                INTO v_fresh_e, v_fresh_s, v_fresh_p
                FROM unnest(i_id, i_parent, i_study, i_patient) AS n(id, series, study, patient)
                WHERE cardinality(v_new_i) = cardinality(i_id)
                    OR n.id IN (SELECT unnest(v_new_i));
                UPDATE patient SET announced = false WHERE announced AND id = ANY (v_fresh_p);
                UPDATE series SET announced = false WHERE announced AND id = ANY (v_fresh_e);
            END IF;
            IF new_copies > 0 THEN
                UPDATE study SET announced = announced AND id NOT IN (SELECT unnest(v_fresh_s)),
                    kept_children = NULL, kept_stores = NULL, kept_last_update = NULL,
                    kept_differ = NULL
                WHERE id = ANY (i_study)
                    AND (kept_stores IS NOT NULL
                        OR announced AND id IN (SELECT unnest(v_fresh_s)));
            END IF;

            IF cardinality(y_id) > 0 THEN
                SELECT * INTO v_said_p, v_said_s, v_said_e
                FROM announce_stable(a_store, y_level, y_id);
            END IF;

            new_patients := cardinality(v_new_p); new_studies := cardinality(v_new_s);
            new_series := cardinality(v_new_e); new_instances := cardinality(v_new_i);
            SELECT coalesce(array_agg(n.type), '{}'), coalesce(array_agg(n.level), '{}'),
                coalesce(array_agg(n.id), '{}') INTO x_type, x_level, x_id
            FROM unnest(x_type, x_level, x_id) AS n(type, level, id)
            WHERE CASE n.level
                WHEN 0 THEN EXISTS (SELECT FROM patient k WHERE k.id = n.id)
                WHEN 1 THEN EXISTS (SELECT FROM study k WHERE k.id = n.id)
                WHEN 2 THEN EXISTS (SELECT FROM series k WHERE k.id = n.id)
                ELSE EXISTS (SELECT FROM instance k WHERE k.id = n.id) END
                AND NOT (n.type = 1 AND EXISTS (
                    SELECT FROM change k WHERE k.id = n.id AND k.type = 1));
            logged := new_patients + new_studies + new_series + new_instances
                + cardinality(v_said_p) + cardinality(v_said_s) + cardinality(v_said_e)
                + cardinality(x_id);
            IF logged = 0 AND v_bytes = 0 THEN RETURN; END IF;

            UPDATE ledger SET last = last + logged, patients = patients + new_patients,
                studies = studies + new_studies, series = series + new_series,
                instances = instances + new_instances, bytes = bytes + v_bytes
            RETURNING last INTO last_seq;
            IF logged = 0 THEN last_seq := NULL; RETURN; END IF;
            INSERT INTO change (seq, type, level, id, date)
            SELECT last_seq - logged + row_number() OVER (ORDER BY w.phase, w.ord, w.rank),
                w.type, w.level, w.id, v_now
            FROM (
                SELECT 0 AS phase, n.ord, 0 AS rank, 2 AS type, 3 AS level, n.id
                FROM unnest(i_id) WITH ORDINALITY AS n(id, ord)
                WHERE new_instances = cardinality(i_id) OR n.id IN (SELECT unnest(v_new_i))
                UNION ALL
                SELECT 0, n.first, 1, 4, 2, n.id FROM unnest(e_id, e_first) AS n(id, first)
                WHERE n.id IN (SELECT unnest(v_new_e))
                UNION ALL
                SELECT 0, n.first, 2, 5, 1, n.id FROM unnest(s_id, s_first) AS n(id, first)
                WHERE n.id IN (SELECT unnest(v_new_s))
                UNION ALL
                SELECT 0, n.first, 3, 3, 0, n.id FROM unnest(p_id, p_first) AS n(id, first)
                WHERE n.id IN (SELECT unnest(v_new_p))
                UNION ALL
                SELECT 1, n.ord, 0, n.type, n.level, n.id
                FROM unnest(x_type, x_level, x_id) WITH ORDINALITY AS n(type, level, id, ord)
                UNION ALL
                SELECT 2, n.ord, 0, 14, 2, n.id FROM unnest(v_said_e) WITH ORDINALITY AS n(id, ord)
                UNION ALL
                SELECT 2, n.ord, 1, 13, 1, n.id FROM unnest(v_said_s) WITH ORDINALITY AS n(id, ord)
                UNION ALL
                SELECT 2, n.ord, 2, 12, 0, n.id FROM unnest(v_said_p) WITH ORDINALITY AS n(id, ord)
            ) w;
        END $body$;
        """#
}
