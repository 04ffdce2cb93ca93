extension IndexSchema {
    /// Version 1, tables. No foreign keys between the large tables: every write goes through the
    /// functions of this schema, which hold the patient's row while they look and change.
    ///
    /// An identifier is Orthanc's, as its 20 bytes; byte order is the order of the text.
    /// Columns named after a DICOM tag hold the folded value; `tags` holds the answer text.
    ///
    /// A study's row also keeps what else an answer shows, so that reading it is one descent of one
    /// index instead of three (decision 0014). Whoever changes a study's copies or series makes it
    /// null; whoever holds the patient's row alone may write it down anew.
    static let tables = #"""
        CREATE EXTENSION IF NOT EXISTS pg_trgm;

        -- Plans must not depend on how full a table was when a statement was first planned.
        DO $$
        BEGIN
            EXECUTE format('ALTER DATABASE %I SET jit = off', current_database());
            EXECUTE format('ALTER DATABASE %I SET enable_seqscan = off', current_database());
            EXECUTE format(
                'ALTER DATABASE %I SET max_parallel_workers_per_gather = 0', current_database());
            EXECUTE format('ALTER DATABASE %I SET random_page_cost = 1.1', current_database());
            EXECUTE format(
                'ALTER DATABASE %I SET plan_cache_mode = force_generic_plan', current_database());
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE NOTICE 'not the owner of the database: planner settings stay';
        END $$;

        CREATE TABLE store (
            key smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
            name text NOT NULL UNIQUE,
            url text NOT NULL,
            settings jsonb NOT NULL DEFAULT '{}',
            managed text NOT NULL CHECK (managed IN ('file', 'api')),
            state text NOT NULL DEFAULT 'active'
                CHECK (state IN ('active', 'draining', 'quarantined', 'removed')),
            epoch integer NOT NULL DEFAULT 1,
            cursor bigint NOT NULL DEFAULT 0,
            phase text NOT NULL DEFAULT 'new',
            fingerprint jsonb,
            recent jsonb NOT NULL DEFAULT '[]',
            remote jsonb,
            note text,
            created_at timestamptz NOT NULL DEFAULT now(),
            imported_at timestamptz,
            drained_at timestamptz,
            reconciled_at timestamptz
        ) WITH (fillfactor = 50);

        -- derived: what a modification made the resource of; `A` anonymized or `M` modified, and the
        -- identifier.
        CREATE TABLE patient (
            id bytea PRIMARY KEY,
            source smallint NOT NULL,
            announced boolean NOT NULL DEFAULT false,
            patient_id text,
            patient_name text,
            patient_birth_date text,
            patient_sex text,
            other_patient_ids text,
            tags text NOT NULL,
            labels text[],
            derived text,
            -- What was asked last, in the order of intents; stores that get the patient later are
            -- to protect it too.
            protected boolean NOT NULL DEFAULT false,
            protected_by bigint NOT NULL DEFAULT 0
        ) WITH (fillfactor = 90);
        CREATE INDEX patient_by_patient_id ON patient (patient_id, id);
        CREATE INDEX patient_by_name ON patient (patient_name, id);
        CREATE INDEX patient_by_birth_date ON patient (patient_birth_date, id);
        CREATE INDEX patient_trigrams ON patient USING gin (
            patient_name gin_trgm_ops, patient_id gin_trgm_ops) WITH (gin_pending_list_limit = 256);

        CREATE TABLE study (
            id bytea PRIMARY KEY,
            patient bytea NOT NULL,
            source smallint NOT NULL,
            announced boolean NOT NULL DEFAULT false,
            study_instance_uid text,
            study_date text,
            study_time text,
            study_id text,
            study_description text,
            accession_number text,
            requested_procedure_description text,
            institution_name text,
            requesting_physician text,
            referring_physician text,
            patient_id text,
            patient_name text,
            patient_birth_date text,
            patient_sex text,
            other_patient_ids text,
            tags text NOT NULL,
            patient_tags text NOT NULL,
            kept_children bytea,
            kept_stores bytea,
            kept_last_update text,
            kept_differ bigint,
            labels text[],
            derived text
        ) WITH (fillfactor = 80);
        CREATE INDEX study_by_patient ON study (patient, id);
        CREATE INDEX study_by_uid ON study (study_instance_uid, id);
        CREATE INDEX study_by_accession ON study (accession_number, id);
        CREATE INDEX study_by_patient_id ON study (patient_id, id);
        CREATE INDEX study_by_name ON study (patient_name, id);
        CREATE INDEX study_by_date ON study (study_date, id);
        CREATE INDEX study_by_birth_date ON study (patient_birth_date, id);
        -- Searches that walk studies in the order of identifiers filter them without their rows.
        -- Partial, though all identifiers are meant, so that look-ups of one keep to the narrow key:
        -- PostgreSQL takes both for equally good.
        CREATE INDEX study_walk ON study (id) INCLUDE (patient_name, patient_id,
            patient_birth_date, patient_sex, study_date, study_description, accession_number)
            WHERE id > '';
        CREATE INDEX study_trigrams ON study USING gin (
            patient_name gin_trgm_ops, patient_id gin_trgm_ops, accession_number gin_trgm_ops,
            study_description gin_trgm_ops, referring_physician gin_trgm_ops)
            WITH (gin_pending_list_limit = 256);

        CREATE TABLE series (
            id bytea PRIMARY KEY,
            study bytea NOT NULL,
            source smallint NOT NULL,
            announced boolean NOT NULL DEFAULT false,
            expected integer,
            series_instance_uid text,
            modality text,
            series_date text,
            series_time text,
            series_description text,
            series_number text,
            body_part_examined text,
            station_name text,
            manufacturer text,
            protocol_name text,
            operators_name text,
            performed_procedure_step_description text,
            tags text NOT NULL,
            labels text[],
            derived text
        ) WITH (fillfactor = 90);
        CREATE INDEX series_by_study ON series (study, id) INCLUDE (modality);
        CREATE INDEX series_by_uid ON series (series_instance_uid, id);
        CREATE INDEX series_by_modality ON series (modality, study, id);
        CREATE INDEX series_by_date ON series (series_date, id);
        CREATE INDEX series_trigrams ON series USING gin (series_description gin_trgm_ops)
            WITH (gin_pending_list_limit = 256);

        -- Union of a series over its holders, one copy an instance. Narrow, for it is hot.
        CREATE TABLE series_total (
            id bytea PRIMARY KEY,
            instances integer NOT NULL,
            bytes bigint NOT NULL
        ) WITH (fillfactor = 70);

        CREATE TABLE instance (
            id bytea PRIMARY KEY,
            series bytea NOT NULL,
            source smallint NOT NULL,
            index_in_series integer,
            size bigint NOT NULL,
            sop_instance_uid text,
            tags text NOT NULL,
            labels text[],
            derived text
        );
        CREATE INDEX instance_by_series ON instance (series, id) INCLUDE (index_in_series);
        CREATE INDEX instance_by_uid ON instance (sop_instance_uid);

        -- Copies: one row a resource and store that holds at least one instance of it.
        -- identity: PatientName, PatientBirthDate, PatientSex and the level's own as four 16-bit
        -- digests; holders whose digests differ disagree about who this is.
        CREATE TABLE copy_patient (
            id bytea, store smallint, epoch integer NOT NULL, stable boolean NOT NULL,
            last_update text NOT NULL, identity bigint, PRIMARY KEY (id, store)
        ) WITH (fillfactor = 80);
        CREATE UNIQUE INDEX copy_patient_by_store ON copy_patient (store, id);

        CREATE TABLE copy_study (
            id bytea, store smallint, epoch integer NOT NULL, stable boolean NOT NULL,
            last_update text NOT NULL, identity bigint, PRIMARY KEY (id, store)
        ) WITH (fillfactor = 80);
        CREATE UNIQUE INDEX copy_study_by_store ON copy_study (store, id);
        CREATE INDEX copy_study_by_update ON copy_study (last_update, id);

        CREATE TABLE copy_series (
            id bytea, store smallint, epoch integer NOT NULL, stable boolean NOT NULL,
            last_update text NOT NULL, instances integer NOT NULL, bytes bigint NOT NULL,
            PRIMARY KEY (id, store)
        ) WITH (fillfactor = 70);
        CREATE UNIQUE INDEX copy_series_by_store ON copy_series (store, id);

        -- echoed: the store's feed has shown this copy (an upload is indexed before that).
        CREATE TABLE copy_instance (
            id bytea, store smallint, epoch integer NOT NULL, echoed boolean NOT NULL,
            series bytea NOT NULL, size bigint NOT NULL, uuid uuid, PRIMARY KEY (id, store)
        );
        CREATE UNIQUE INDEX copy_instance_by_store ON copy_instance (store, id);

        -- What an answer shows of a study beside its tags, once every holder calls it stable:
        -- series, 20 bytes each, and stores, two bytes each, both ascending. Arrays would cost a
        -- third of a find's time. The columns `kept_…` of a study hold just this, or are all null.
        CREATE VIEW settled_study AS
            SELECT s.id, e.children, c.stores, c.last_update, c.differ
            FROM study s
            CROSS JOIN LATERAL (SELECT string_agg(k.id, '') AS children FROM (
                SELECT e.id FROM series e WHERE e.study = s.id ORDER BY e.id) k) e
            CROSS JOIN LATERAL (
                SELECT string_agg(int2send(k.store), '') AS stores,
                    bool_and(k.stable) AS stable, max(k.last_update) AS last_update,
                    bit_or(k.identity) # bit_and(k.identity) AS differ
                FROM (SELECT * FROM copy_study c WHERE c.id = s.id ORDER BY c.store) k) c
            WHERE c.stable AND length(e.children) <= 20 * 100;

        -- Parents listed by an import before their instances are.
        CREATE TABLE staged (
            store smallint, level smallint, id bytea, parent bytea, tags text, patient_tags text,
            folded text, last_update text, stable integer, identity bigint, expected integer,
            PRIMARY KEY (store, level, id)
        );

        -- The one row that every change of the union updates last: it orders commits.
        CREATE TABLE ledger (
            only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
            last bigint NOT NULL, patients bigint NOT NULL, studies bigint NOT NULL,
            series bigint NOT NULL, instances bigint NOT NULL, bytes bigint NOT NULL
        ) WITH (fillfactor = 10);
        INSERT INTO ledger VALUES (true, 0, 0, 0, 0, 0, 0);

        CREATE TABLE change (
            seq bigint PRIMARY KEY, type smallint NOT NULL, level smallint NOT NULL,
            id bytea NOT NULL, date text NOT NULL
        );
        CREATE INDEX change_by_id ON change (id);

        CREATE TABLE intent (
            id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
            kind text NOT NULL,
            level smallint NOT NULL,
            resource bytea NOT NULL,
            patient bytea,
            made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            closed_at timestamptz
        );
        CREATE INDEX intent_open_by_patient ON intent (patient, id) WHERE closed_at IS NULL;
        CREATE INDEX intent_open_by_resource ON intent (resource, id) WHERE closed_at IS NULL;
        CREATE INDEX intent_closed ON intent (closed_at) WHERE closed_at IS NOT NULL;

        CREATE TABLE owed (
            intent bigint NOT NULL REFERENCES intent ON DELETE CASCADE,
            store smallint NOT NULL,
            attempts integer NOT NULL DEFAULT 0,
            next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            done_at timestamptz,
            executed_seq bigint,
            problem text,
            PRIMARY KEY (intent, store)
        );
        CREATE INDEX owed_open ON owed (store, intent) WHERE done_at IS NULL;

        CREATE TABLE tombstone (
            id bytea, store smallint, intent bigint NOT NULL, store_cursor bigint NOT NULL,
            echo_due boolean NOT NULL, made_at timestamptz NOT NULL,
            executed_seq bigint, executed_at timestamptz, PRIMARY KEY (id, store)
        );
        CREATE INDEX tombstone_by_store ON tombstone (store, intent, id);
        CREATE INDEX tombstone_executed ON tombstone (executed_at) WHERE executed_at IS NOT NULL;

        -- Uploads whose bytes may have reached a store, as long as nobody knows whether it took
        -- them: written before the first byte is sent, removed with the copy's row.
        -- carried_until: the gateway itself brings the instance there and may go on so long; nobody
        -- deletes it there before, or the deletion would be overtaken (decision 0070).
        CREATE TABLE in_doubt (
            id bytea, store smallint, since timestamptz NOT NULL DEFAULT clock_timestamp(),
            carried_until timestamptz NOT NULL DEFAULT '-infinity',
            PRIMARY KEY (id, store)
        ) WITH (fillfactor = 50);
        CREATE INDEX in_doubt_carried ON in_doubt (store, id)
            WHERE carried_until > '-infinity';

        CREATE TABLE lease (
            name text PRIMARY KEY, holder uuid NOT NULL, term bigint NOT NULL,
            expires_at timestamptz NOT NULL
        ) WITH (fillfactor = 50);
        """#
}
