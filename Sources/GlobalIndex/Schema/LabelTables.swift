extension IndexSchema {
    /// Version 1, labels: the federation's own, whatever its stores know of labels.
    ///
    /// A resource's row keeps its labels too, so that answers need no other table; they end with
    /// the row.
    static let labelTables = #"""
        CREATE TABLE label (
            id bytea, label text, level smallint NOT NULL, PRIMARY KEY (id, label)
        );
        CREATE INDEX label_by_label ON label (label, level, id);

        -- What a store that has labels was last known to have. A row that says no is what the
        -- gateway itself took away there.
        CREATE TABLE label_seen (
            store smallint, label text, id bytea, level smallint NOT NULL, present boolean NOT NULL,
            at timestamptz NOT NULL, PRIMARY KEY (store, label, id)
        );
        CREATE INDEX label_seen_by_id ON label_seen (id);

        -- A copy that comes to a store again has none of the labels that the former one had there.
        CREATE FUNCTION forget_seen_labels(a_store smallint, a_ids bytea[])
        RETURNS void LANGUAGE plpgsql
        SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
        AS $body$
        BEGIN
            DELETE FROM label_seen s
            WHERE s.id = ANY (a_ids) AND (a_store IS NULL OR s.store = a_store)
                AND CASE s.level
                    WHEN 0 THEN NOT EXISTS (SELECT FROM copy_patient c
                        WHERE c.id = s.id AND c.store = s.store)
                    WHEN 1 THEN NOT EXISTS (SELECT FROM copy_study c
                        WHERE c.id = s.id AND c.store = s.store)
                    WHEN 2 THEN NOT EXISTS (SELECT FROM copy_series c
                        WHERE c.id = s.id AND c.store = s.store)
                    ELSE NOT EXISTS (SELECT FROM copy_instance c
                        WHERE c.id = s.id AND c.store = s.store) END;
        END $body$;

        -- Who looks at a store's labels next holds the claim on its row.
        CREATE TABLE label_look (
            store smallint PRIMARY KEY, next_at timestamptz NOT NULL
        ) WITH (fillfactor = 50);

        -- Sets or removes a label, and writes down for the holders in `a_stores` that they owe it.
        -- Unknown resource: is_known is false.
        CREATE FUNCTION set_label(
            a_level integer, a_id bytea, a_label text, a_set boolean, a_stores smallint[],
            a_claim double precision,
            OUT is_known boolean, OUT intent_id bigint, OUT claimed smallint[],
            OUT blocked smallint[]
        ) LANGUAGE plpgsql
        SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE v_labels text[];
        BEGIN
            PERFORM lock_patients(a_level, ARRAY[a_id]);
            is_known := CASE a_level
                WHEN 0 THEN EXISTS (SELECT FROM patient k WHERE k.id = a_id)
                WHEN 1 THEN EXISTS (SELECT FROM study k WHERE k.id = a_id)
                WHEN 2 THEN EXISTS (SELECT FROM series k WHERE k.id = a_id)
                ELSE EXISTS (SELECT FROM instance k WHERE k.id = a_id) END;
            IF NOT is_known THEN RETURN; END IF;
            IF a_set THEN
                INSERT INTO label (id, label, level) VALUES (a_id, a_label, a_level)
                ON CONFLICT DO NOTHING;
            ELSE
                DELETE FROM label WHERE id = a_id AND label = a_label;
            END IF;
            IF FOUND THEN
                SELECT array_agg(l.label ORDER BY l.label) INTO v_labels
                FROM label l WHERE l.id = a_id;
                IF a_level = 0 THEN UPDATE patient SET labels = v_labels WHERE id = a_id;
                ELSIF a_level = 1 THEN UPDATE study SET labels = v_labels WHERE id = a_id;
                ELSIF a_level = 2 THEN UPDATE series SET labels = v_labels WHERE id = a_id;
                ELSE UPDATE instance SET labels = v_labels WHERE id = a_id;
                END IF;
            END IF;
            IF cardinality(a_stores) = 0 THEN RETURN; END IF;
            SELECT c.intent_id, c.claimed, c.blocked INTO intent_id, claimed, blocked
            FROM begin_call('label', a_level, a_id, CASE WHEN a_set THEN 'PUT' ELSE 'DELETE' END,
                ARRAY[(ARRAY['patients', 'studies', 'series', 'instances'])[a_level + 1],
                    '', 'labels', a_label],
                NULL, NULL, a_stores, a_claim, true) c;
        END $body$;

        -- A store owes something to a resource's labels: what it shows is not its last word.
        CREATE FUNCTION owes_label(a_store smallint, a_id bytea) RETURNS boolean
        LANGUAGE sql STABLE AS $$
            SELECT EXISTS (SELECT FROM intent i
                JOIN owed o ON o.intent = i.id AND o.store = a_store AND o.done_at IS NULL
                WHERE i.resource = a_id AND i.closed_at IS NULL AND i.kind = 'label')
        $$;

        -- What a store says about one label on one level: takes over what was set there by others, a
        -- thousand at a time; `has_more`: it is to be called again, and names no suspects yet.
        -- `a_stores`: the other stores that have labels. `suspects`: what it had and has no more.
        CREATE FUNCTION merge_labels(
            a_store smallint, a_level integer, a_label text, a_started timestamptz, a_ids bytea[],
            a_stores smallint[], OUT taken integer, OUT suspects bytea[],
            OUT has_more boolean
        ) LANGUAGE plpgsql
        SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE v_id bytea; v_fresh bytea[];
        BEGIN
            SELECT coalesce(array_agg(w.id ORDER BY w.id), '{}') INTO v_fresh FROM (
            SELECT n.id FROM unnest(a_ids) AS n(id)
            LEFT JOIN label_seen s ON s.store = a_store AND s.label = a_label AND s.id = n.id
            WHERE coalesce(NOT s.present AND s.at < a_started, true)
                AND NOT owes_label(a_store, n.id) AND CASE a_level
                    WHEN 0 THEN EXISTS (SELECT FROM copy_patient k
                        WHERE k.id = n.id AND k.store = a_store)
                    WHEN 1 THEN EXISTS (SELECT FROM copy_study k
                        WHERE k.id = n.id AND k.store = a_store)
                    WHEN 2 THEN EXISTS (SELECT FROM copy_series k
                        WHERE k.id = n.id AND k.store = a_store)
                    ELSE EXISTS (SELECT FROM copy_instance k
                        WHERE k.id = n.id AND k.store = a_store) END
            LIMIT 1000) w;
            has_more := cardinality(v_fresh) = 1000;
            PERFORM lock_patients(a_level, v_fresh);
            taken := 0;
            FOREACH v_id IN ARRAY v_fresh LOOP
                IF owes_label(a_store, v_id) THEN CONTINUE; END IF;
                IF NOT EXISTS (SELECT FROM label l WHERE l.id = v_id AND l.label = a_label) THEN
                    PERFORM set_label(a_level, v_id, a_label, true, a_stores, 0);
                    taken := taken + 1;
                END IF;
                INSERT INTO label_seen VALUES (a_store, a_label, v_id, a_level, true, a_started)
                ON CONFLICT (store, label, id) DO UPDATE SET present = true, at = a_started;
            END LOOP;
            suspects := '{}';
            IF has_more THEN RETURN; END IF;
            SELECT coalesce(array_agg(s.id ORDER BY s.id), '{}') INTO suspects FROM label_seen s
            WHERE s.store = a_store AND s.label = a_label AND s.level = a_level AND s.present
                AND s.at < a_started AND s.id NOT IN (SELECT unnest(a_ids))
                AND NOT owes_label(a_store, s.id);
        END $body$;

        -- A label was removed in a store by others, or the store has the resource no more.
        CREATE FUNCTION unsee_label(
            a_store smallint, a_level integer, a_label text, a_started timestamptz, a_id bytea,
            a_removed boolean, a_stores smallint[]
        ) RETURNS void LANGUAGE plpgsql
        SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
        AS $body$
        BEGIN
            PERFORM lock_patients(a_level, ARRAY[a_id]);
            IF owes_label(a_store, a_id) THEN RETURN; END IF;
            DELETE FROM label_seen WHERE store = a_store AND label = a_label AND id = a_id
                AND at < a_started;
            IF FOUND AND a_removed THEN
                PERFORM set_label(a_level, a_id, a_label, false, a_stores, 0);
            END IF;
        END $body$;
        """#
}
