extension IndexSchema {
    /// Version 1, parts of `apply_batch`: what changes on copies that are known, and stability.
    ///
    /// A resource's text comes from one store, `source`; another store's text takes its place only
    /// when that store no longer holds the resource.
    static let refreshFunctions = #"""
        CREATE FUNCTION refresh_instances(
            a_store smallint, a_epoch integer, a_mode integer, i_id bytea[], i_tags text[],
            i_uid text[], i_index integer[], i_size bigint[], i_uuid text[], i_derived text[]
        ) RETURNS bigint LANGUAGE plpgsql
        SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE v_bytes bigint;
        BEGIN
            WITH changed AS (
                UPDATE copy_instance c SET size = n.size, uuid = coalesce(n.uuid::uuid, c.uuid),
                    epoch = a_epoch, echoed = c.echoed OR a_mode <> 1
                FROM unnest(i_id, i_size, i_uuid) AS n(id, size, uuid)
                JOIN copy_instance o ON o.id = n.id AND o.store = a_store
                WHERE c.id = n.id AND c.store = a_store AND (
                    c.size <> n.size OR c.epoch <> a_epoch OR c.uuid IS DISTINCT FROM
                    coalesce(n.uuid::uuid, c.uuid) OR (NOT c.echoed AND a_mode <> 1))
                RETURNING c.series, c.size - o.size AS more
            )
            UPDATE copy_series c SET bytes = c.bytes + w.more
            FROM (SELECT series, sum(more) AS more FROM changed GROUP BY series) w
            WHERE c.id = w.series AND c.store = a_store AND w.more <> 0;

            WITH changed AS (
                UPDATE instance c SET size = n.size, index_in_series = n.index, tags = n.tags,
                    sop_instance_uid = n.uid, derived = n.derived, source = a_store
                FROM unnest(i_id, i_tags, i_uid, i_index, i_size, i_derived)
                    AS n(id, tags, uid, index, size, derived)
                JOIN instance o ON o.id = n.id
                WHERE c.id = n.id
                    AND (c.size, c.index_in_series, c.tags, c.derived, c.source)
                        IS DISTINCT FROM (n.size, n.index, n.tags, n.derived, a_store)
                    AND (c.source = a_store OR NOT EXISTS (
                        SELECT FROM copy_instance h WHERE h.id = c.id AND h.store = c.source))
                RETURNING c.series, c.size - o.size AS more
            ), totals AS (
                UPDATE series_total t SET bytes = t.bytes + w.more
                FROM (SELECT series, sum(more) AS more FROM changed GROUP BY series) w
                WHERE t.id = w.series AND w.more <> 0
            )
            SELECT coalesce(sum(more), 0) INTO v_bytes FROM changed;
            RETURN v_bytes;
        END $body$;

        CREATE FUNCTION refresh_parents(
            a_store smallint, a_epoch integer,
            p_id bytea[], p_tags text[], p_fold text[], p_update text[], p_stable integer[],
            p_identity bigint[],
            s_id bytea[], s_tags text[], s_ptags text[], s_fold text[], s_update text[],
            s_stable integer[], s_identity bigint[],
            e_id bytea[], e_tags text[], e_fold text[], e_update text[], e_stable integer[],
            e_expected integer[]
        ) RETURNS void LANGUAGE plpgsql
        SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE v_changed bytea[];
        BEGIN
            IF cardinality(p_id) > 0 THEN
                UPDATE copy_patient c SET stable = n.stable = 1, last_update = n.last_update,
                    identity = n.identity, epoch = a_epoch
                FROM unnest(p_id, p_stable, p_update, p_identity)
                    AS n(id, stable, last_update, identity)
                WHERE c.id = n.id AND c.store = a_store
                    AND (c.stable, c.last_update, c.identity, c.epoch)
                    IS DISTINCT FROM (n.stable = 1, n.last_update, n.identity, a_epoch);
                UPDATE patient c SET tags = n.tags, source = a_store,
                    patient_id = f.patient_id, patient_name = f.patient_name,
                    patient_birth_date = f.patient_birth_date, patient_sex = f.patient_sex,
                    other_patient_ids = f.other_patient_ids, derived = f.derived
                FROM unnest(p_id, p_tags, p_fold) AS n(id, tags, fold),
                    LATERAL json_populate_record(NULL::patient, n.fold::json) AS f
                WHERE c.id = n.id AND (c.tags <> n.tags OR c.source <> a_store
                        OR c.derived IS DISTINCT FROM f.derived)
                    AND EXISTS (SELECT FROM copy_patient h WHERE h.id = c.id
                        AND h.store = a_store)
                    AND (c.source = a_store OR NOT EXISTS (
                        SELECT FROM copy_patient h WHERE h.id = c.id AND h.store = c.source));
            END IF;
            IF cardinality(s_id) > 0 THEN
                WITH changed AS (
                    UPDATE copy_study c SET stable = n.stable = 1, last_update = n.last_update,
                        identity = n.identity
                    FROM unnest(s_id, s_stable, s_update, s_identity)
                        AS n(id, stable, last_update, identity)
                    WHERE c.id = n.id AND c.store = a_store
                        AND (c.stable, c.last_update, c.identity)
                        IS DISTINCT FROM (n.stable = 1, n.last_update, n.identity)
                    RETURNING c.id
                ) SELECT array_agg(id) INTO v_changed FROM changed;
                UPDATE study SET kept_children = NULL, kept_stores = NULL,
                    kept_last_update = NULL, kept_differ = NULL
                WHERE id = ANY (v_changed) AND kept_stores IS NOT NULL;
                UPDATE copy_study SET epoch = a_epoch
                WHERE id = ANY (s_id) AND store = a_store AND epoch <> a_epoch;
                UPDATE study c SET tags = n.tags, patient_tags = n.ptags, source = a_store,
                    study_instance_uid = f.study_instance_uid, study_date = f.study_date,
                    study_time = f.study_time, study_id = f.study_id,
                    study_description = f.study_description,
                    accession_number = f.accession_number,
                    requested_procedure_description = f.requested_procedure_description,
                    institution_name = f.institution_name,
                    requesting_physician = f.requesting_physician,
                    referring_physician = f.referring_physician,
                    patient_id = f.patient_id, patient_name = f.patient_name,
                    patient_birth_date = f.patient_birth_date, patient_sex = f.patient_sex,
                    other_patient_ids = f.other_patient_ids, derived = f.derived
                FROM unnest(s_id, s_tags, s_ptags, s_fold) AS n(id, tags, ptags, fold),
                    LATERAL json_populate_record(NULL::study, n.fold::json) AS f
                WHERE c.id = n.id
                    AND (c.tags <> n.tags OR c.patient_tags <> n.ptags OR c.source <> a_store
                        OR c.derived IS DISTINCT FROM f.derived)
                    AND EXISTS (SELECT FROM copy_study h WHERE h.id = c.id
                        AND h.store = a_store)
                    AND (c.source = a_store OR NOT EXISTS (
                        SELECT FROM copy_study h WHERE h.id = c.id AND h.store = c.source));
            END IF;
            IF cardinality(e_id) > 0 THEN
                UPDATE copy_series c SET stable = n.stable = 1, last_update = n.last_update,
                    epoch = a_epoch
                FROM unnest(e_id, e_stable, e_update) AS n(id, stable, last_update)
                WHERE c.id = n.id AND c.store = a_store
                    AND (c.stable, c.last_update, c.epoch)
                    IS DISTINCT FROM (n.stable = 1, n.last_update, a_epoch);
                UPDATE series c SET tags = n.tags, source = a_store, expected = n.expected,
                    series_instance_uid = f.series_instance_uid, modality = f.modality,
                    series_date = f.series_date, series_time = f.series_time,
                    series_description = f.series_description,
                    series_number = f.series_number,
                    body_part_examined = f.body_part_examined,
                    station_name = f.station_name, manufacturer = f.manufacturer,
                    protocol_name = f.protocol_name, operators_name = f.operators_name,
                    performed_procedure_step_description =
                        f.performed_procedure_step_description,
                    derived = f.derived
                FROM unnest(e_id, e_tags, e_fold, e_expected) AS n(id, tags, fold, expected),
                    LATERAL json_populate_record(NULL::series, n.fold::json) AS f
                WHERE c.id = n.id AND (c.tags <> n.tags OR c.source <> a_store
                        OR c.expected IS DISTINCT FROM n.expected
                        OR c.derived IS DISTINCT FROM f.derived)
                    AND EXISTS (SELECT FROM copy_series h WHERE h.id = c.id
                        AND h.store = a_store)
                    AND (c.source = a_store OR NOT EXISTS (
                        SELECT FROM copy_series h WHERE h.id = c.id AND h.store = c.source));
            END IF;
        END $body$;

        -- Marks copies of one store as stable. Returns what became stable in the union: every
        -- holder agrees, and the union has changed since it was last announced.
        -- The caller holds the patients' rows alone.
        CREATE FUNCTION announce_stable(
            a_store smallint, y_level integer[], y_id bytea[],
            OUT patients bytea[], OUT studies bytea[], OUT seriess bytea[]
        ) LANGUAGE plpgsql
        SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE v_p bytea[]; v_s bytea[]; v_e bytea[];
        BEGIN
            SELECT coalesce(array_agg(n.id) FILTER (WHERE n.level = 0), '{}'),
                coalesce(array_agg(n.id) FILTER (WHERE n.level = 1), '{}'),
                coalesce(array_agg(n.id) FILTER (WHERE n.level = 2), '{}')
            INTO v_p, v_s, v_e FROM unnest(y_level, y_id) AS n(level, id);
            UPDATE copy_patient SET stable = true
                WHERE id = ANY (v_p) AND store = a_store AND NOT stable;
            UPDATE copy_study SET stable = true
                WHERE id = ANY (v_s) AND store = a_store AND NOT stable;
            UPDATE copy_series SET stable = true
                WHERE id = ANY (v_e) AND store = a_store AND NOT stable;
            WITH said AS (
                UPDATE patient r SET announced = true WHERE r.id = ANY (v_p) AND NOT r.announced
                    AND EXISTS (SELECT FROM copy_patient c WHERE c.id = r.id
                        AND c.store = a_store)
                    AND NOT EXISTS (SELECT FROM copy_patient c WHERE c.id = r.id AND NOT c.stable)
                RETURNING r.id
            ) SELECT coalesce(array_agg(id), '{}') INTO patients FROM said;
            WITH news AS (
                SELECT r.id FROM study r WHERE r.id = ANY (v_s) AND NOT r.announced
            ), said AS (
                UPDATE study r SET announced = true,
                    (kept_children, kept_stores, kept_last_update, kept_differ) = (
                        SELECT u.children, u.stores, u.last_update, u.differ
                        FROM settled_study u WHERE u.id = r.id)
                WHERE r.id = ANY (v_s) AND (NOT r.announced OR r.kept_stores IS NULL)
                    AND EXISTS (SELECT FROM copy_study c WHERE c.id = r.id
                        AND c.store = a_store)
                    AND NOT EXISTS (SELECT FROM copy_study c WHERE c.id = r.id AND NOT c.stable)
                RETURNING r.id
            ) SELECT coalesce(array_agg(id), '{}') INTO studies FROM said JOIN news USING (id);
            WITH said AS (
                UPDATE series r SET announced = true WHERE r.id = ANY (v_e) AND NOT r.announced
                    AND EXISTS (SELECT FROM copy_series c WHERE c.id = r.id
                        AND c.store = a_store)
                    AND NOT EXISTS (SELECT FROM copy_series c WHERE c.id = r.id AND NOT c.stable)
                RETURNING r.id
            ) SELECT coalesce(array_agg(id), '{}') INTO seriess FROM said;
        END $body$;

        -- After an import: announces what all holders call stable, one level and page at a time.
        CREATE FUNCTION announce_imported(
            a_store smallint, a_level integer, a_after bytea, a_limit integer,
            OUT counted integer, OUT next bytea
        ) LANGUAGE plpgsql
        SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE
            v_now text := orthanc_now();
            v_ids bytea[]; v_levels integer[]; v_last bigint;
            v_p bytea[]; v_s bytea[]; v_e bytea[]; v_said bytea[];
        BEGIN
            counted := 0;
            IF a_level = 0 THEN
                SELECT array_agg(w.id ORDER BY w.id) INTO v_ids FROM (
                    SELECT c.id FROM copy_patient c WHERE c.store = a_store
                        AND c.id > coalesce(a_after, '') ORDER BY c.id LIMIT a_limit) w;
            ELSIF a_level = 1 THEN
                SELECT array_agg(w.id ORDER BY w.id) INTO v_ids FROM (
                    SELECT c.id FROM copy_study c WHERE c.store = a_store
                        AND c.id > coalesce(a_after, '') ORDER BY c.id LIMIT a_limit) w;
            ELSE
                SELECT array_agg(w.id ORDER BY w.id) INTO v_ids FROM (
                    SELECT c.id FROM copy_series c WHERE c.store = a_store
                        AND c.id > coalesce(a_after, '') ORDER BY c.id LIMIT a_limit) w;
            END IF;
            IF v_ids IS NULL THEN RETURN; END IF;
            IF cardinality(v_ids) = a_limit THEN next := v_ids[a_limit]; END IF;
            PERFORM lock_patients(a_level, v_ids);
            -- Only copies that are stable count; announce_stable would mark the others.
            SELECT coalesce(array_agg(n.id), '{}') INTO v_ids FROM unnest(v_ids) AS n(id)
            WHERE CASE a_level
                WHEN 0 THEN EXISTS (SELECT FROM copy_patient c WHERE c.id = n.id
                    AND c.store = a_store AND c.stable)
                WHEN 1 THEN EXISTS (SELECT FROM copy_study c WHERE c.id = n.id
                    AND c.store = a_store AND c.stable)
                ELSE EXISTS (SELECT FROM copy_series c WHERE c.id = n.id
                    AND c.store = a_store AND c.stable) END;
            SELECT coalesce(array_agg(a_level), '{}') INTO v_levels FROM unnest(v_ids);
            SELECT * INTO v_p, v_s, v_e FROM announce_stable(a_store, v_levels, v_ids);
            v_said := v_p || v_s || v_e;
            counted := cardinality(v_said);
            IF counted = 0 THEN RETURN; END IF;
            UPDATE ledger SET last = last + counted RETURNING last INTO v_last;
            INSERT INTO change (seq, type, level, id, date)
            SELECT v_last - counted + n.ord, 12 + a_level, a_level, n.id, v_now
            FROM unnest(v_said) WITH ORDINALITY AS n(id, ord);
        END $body$;
        """#
}
