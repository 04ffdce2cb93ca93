extension IndexSchema {
    /// Version 1, jobs: the gateway's own, what they do in stores, and jobs of stores that must not
    /// be forgotten.
    ///
    /// A gateway that runs a job holds a claim on its row, by the database's clock; a term never
    /// comes twice, and every transaction made for the job begins by checking it.
    static let jobTables = #"""
        CREATE TABLE job (
            id uuid PRIMARY KEY,
            kind text NOT NULL,
            type text NOT NULL,
            request text NOT NULL,
            priority integer NOT NULL DEFAULT 0,
            user_data text,
            state smallint NOT NULL DEFAULT 0,
            wish smallint NOT NULL DEFAULT 0,
            checkpoint text,
            content text NOT NULL DEFAULT '{}',
            progress double precision NOT NULL DEFAULT 0,
            error_code integer NOT NULL DEFAULT 0,
            error_details text NOT NULL DEFAULT '',
            holder uuid,
            term bigint NOT NULL DEFAULT 0,
            held_until timestamptz NOT NULL DEFAULT '-infinity',
            not_before timestamptz NOT NULL DEFAULT '-infinity',
            created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            started_at timestamptz,
            completed_at timestamptz,
            is_hidden boolean NOT NULL DEFAULT false
        ) WITH (fillfactor = 50);
        CREATE INDEX job_open ON job (priority DESC, created_at) WHERE state IN (0, 1, 5);
        CREATE INDEX job_final ON job (completed_at) WHERE state IN (2, 3);

        -- What a job does in one store. Written before the store is asked: `nonce` is part of the
        -- priority under which the store's own job runs, so that it is known again even when the
        -- answer to its submission was lost; `store_last` is the store's Last before that.
        CREATE TABLE job_part (
            job uuid NOT NULL REFERENCES job ON DELETE CASCADE,
            number integer NOT NULL,
            store smallint NOT NULL,
            nonce integer NOT NULL,
            store_last bigint NOT NULL,
            local uuid,
            made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (job, number)
        );
        CREATE INDEX job_part_local ON job_part (store, local);

        -- Resources that a job changes alone: others that want one of them wait.
        CREATE TABLE job_lock (
            resource bytea PRIMARY KEY,
            job uuid NOT NULL REFERENCES job ON DELETE CASCADE
        );
        CREATE INDEX job_lock_by_job ON job_lock (job);

        -- Instances that a job changes, as they were when it was begun; `number` tells apart what it
        -- does in different stores.
        CREATE TABLE job_source (
            job uuid NOT NULL REFERENCES job ON DELETE CASCADE, number integer NOT NULL,
            id bytea NOT NULL, is_removed boolean NOT NULL DEFAULT false,
            PRIMARY KEY (job, number, id)
        );

        -- Instances that a job has made and that were found to be right; `source` is the instance
        -- itself where nobody can tell it.
        CREATE TABLE job_result (
            store smallint NOT NULL, id bytea NOT NULL, source bytea NOT NULL,
            job uuid NOT NULL REFERENCES job ON DELETE CASCADE, PRIMARY KEY (id, store)
        );
        CREATE INDEX job_result_by_job ON job_result (job, source);

        -- Sources that have a result of their own, and whether one is still there: at a holder that
        -- has shown it in its present epoch.
        CREATE VIEW job_source_made AS
            SELECT s.job, s.id, s.is_removed, EXISTS (
                SELECT FROM job_result r JOIN copy_instance c ON c.id = r.id
                JOIN store t ON t.key = c.store AND t.epoch = c.epoch AND t.state <> 'removed'
                WHERE r.job = s.job AND r.source = s.id) AS stands
            FROM job_source s
            WHERE EXISTS (SELECT FROM job_result r
                    WHERE r.job = s.job AND r.source = s.id AND r.id <> s.id)
                AND NOT EXISTS (SELECT FROM job_result r WHERE r.job = s.job AND r.id = s.id);

        -- Jobs of stores that somebody began through the gateway, as last seen: stores forget.
        CREATE TABLE store_job (
            store smallint NOT NULL,
            local uuid NOT NULL,
            text text,
            is_final boolean NOT NULL DEFAULT false,
            is_hidden boolean NOT NULL DEFAULT false,
            made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (store, local)
        );
        CREATE INDEX store_job_open ON store_job (store) WHERE NOT is_final;

        CREATE FUNCTION job_assert(a_id uuid, a_holder uuid, a_term bigint)
        RETURNS void LANGUAGE plpgsql AS $body$
        BEGIN
            PERFORM FROM job WHERE id = a_id AND holder = a_holder AND term = a_term FOR SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'the job is in other hands' USING ERRCODE = 'IG002';
            END IF;
        END $body$;

        -- Takes over jobs that nobody runs, the most urgent first; `a_only` restricts to one.
        CREATE FUNCTION job_claim(
            a_holder uuid, a_ttl interval, a_limit integer, a_only uuid
        ) RETURNS SETOF job LANGUAGE sql AS $$
            UPDATE job SET holder = a_holder, term = job.term + 1, state = 1,
                held_until = clock_timestamp() + a_ttl,
                started_at = coalesce(job.started_at, clock_timestamp())
            WHERE id IN (
                SELECT j.id FROM job j
                WHERE j.state IN (0, 1, 5) AND j.held_until <= clock_timestamp()
                    AND j.not_before <= clock_timestamp() AND (a_only IS NULL OR j.id = a_only)
                ORDER BY j.priority DESC, j.created_at LIMIT a_limit FOR UPDATE SKIP LOCKED)
            RETURNING job.*
        $$;

        -- Takes instances out as a deletion does; `a_store`, when given, may hold them before its
        -- feed has said so. Null when nobody has any.
        CREATE FUNCTION begin_removal(
            a_level integer, a_resource bytea, a_store smallint, a_ids bytea[]
        ) RETURNS bigint LANGUAGE plpgsql
        SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan
        AS $body$
        DECLARE v_intent bigint; v_patients bytea[];
        BEGIN
            PERFORM lock_patients(3, a_ids);
            SELECT array_agg(DISTINCT s.patient) INTO v_patients FROM instance i
            JOIN series e ON e.id = i.series JOIN study s ON s.id = e.study
            WHERE i.id = ANY (a_ids);
            -- Of one patient, as nearly always: what comes after it waits for it.
            INSERT INTO intent (kind, level, resource, patient) VALUES ('delete', a_level,
                a_resource, CASE WHEN cardinality(v_patients) = 1 THEN v_patients[1] END)
            RETURNING id INTO v_intent;
            INSERT INTO tombstone AS t (id, store, intent, store_cursor, echo_due, made_at)
            SELECT w.id, w.store, v_intent, s.cursor, bool_and(w.echo_due), clock_timestamp()
            FROM (
                SELECT c.id, c.store, NOT c.echoed AS echo_due
                FROM copy_instance c WHERE c.id = ANY (a_ids)
                UNION ALL
                SELECT d.id, d.store, true FROM in_doubt d WHERE d.id = ANY (a_ids)
                UNION ALL
                SELECT n.id, a_store, true FROM unnest(a_ids) AS n(id)
                WHERE a_store IS NOT NULL
            ) w JOIN store s ON s.key = w.store
            GROUP BY w.id, w.store, s.cursor ORDER BY w.id, w.store
            ON CONFLICT (id, store) DO UPDATE SET intent = excluded.intent,
                store_cursor = excluded.store_cursor, echo_due = excluded.echo_due,
                made_at = excluded.made_at, executed_seq = NULL, executed_at = NULL;
            INSERT INTO owed (intent, store)
            SELECT DISTINCT v_intent, t.store FROM tombstone t
            WHERE t.intent = v_intent AND t.id = ANY (a_ids);
            IF NOT FOUND THEN
                DELETE FROM intent WHERE id = v_intent;
                RETURN NULL;
            END IF;
            PERFORM drop_copies(NULL, a_ids);
            PERFORM drop_calls(p.id) FROM unnest(v_patients) AS p(id);
            RETURN v_intent;
        END $body$;

        -- All of these resources for one job, or none; ascending, so that two never wait for each
        -- other for ever.
        CREATE FUNCTION job_lock_all(a_job uuid, a_resources bytea[])
        RETURNS boolean LANGUAGE plpgsql AS $body$
        BEGIN
            INSERT INTO job_lock (resource, job)
            SELECT r.id, a_job FROM unnest(a_resources) AS r(id) ORDER BY r.id
            ON CONFLICT DO NOTHING;
            RETURN NOT EXISTS (SELECT FROM job_lock
                WHERE resource = ANY (a_resources) AND job <> a_job);
        END $body$;
        """#
}
