"""Fills the index's own tables with generated studies, as if a store had them."""

import time

# One series a study, four studies a patient; values as the index folds them.
ROWS = """
CREATE FUNCTION pg_temp.id(kind text, n bigint) RETURNS bytea LANGUAGE sql IMMUTABLE AS
    $$ SELECT substring(sha256(convert_to(kind || n, 'UTF8')) FROM 1 FOR 20) $$;

CREATE TEMPORARY TABLE generated AS
SELECT n, n / 4 AS p, 'PID' || lpad((n / 4)::text, 7, '0') AS patient_id,
    CASE (n / 4) %% 4 WHEN 0 THEN 'SMITH' WHEN 1 THEN 'MILLER' WHEN 2 THEN 'GARCIA'
        ELSE 'DUPONT' END || (n / 4) || '^ANNA' AS name,
    to_char(date '2005-01-01' + ((n * 7919) %% 7300)::integer, 'YYYYMMDD') AS day,
    '1.2.826.0.1.' || n AS uid
FROM generate_series(0, %(studies)d::bigint - 1) AS n;

INSERT INTO patient (id, source, announced, patient_id, patient_name, patient_birth_date,
    patient_sex, tags)
SELECT pg_temp.id('p', p), %(store)d, true, min(patient_id), min(name), '19700101', 'F',
    json_build_object('PatientBirthDate', '19700101', 'PatientID', min(patient_id),
        'PatientName', min(name), 'PatientSex', 'F')::text
FROM generated GROUP BY p;

INSERT INTO study (id, patient, source, announced, study_instance_uid, study_date, study_time,
    study_id, study_description, accession_number, institution_name, referring_physician,
    patient_id, patient_name, patient_birth_date, patient_sex, tags, patient_tags, kept_children,
    kept_stores, kept_last_update)
SELECT pg_temp.id('s', n), pg_temp.id('p', p), %(store)d, true, uid, day, '101500', '1',
    'CT THORAX', 'ACC' || n, 'HOSPITAL', 'HOUSE^GREGORY', patient_id, name, '19700101', 'F',
    json_build_object('AccessionNumber', 'ACC' || n, 'InstitutionName', 'HOSPITAL',
        'ReferringPhysicianName', 'HOUSE^GREGORY', 'StudyDate', day, 'StudyDescription',
        'CT Thorax', 'StudyID', '1', 'StudyInstanceUID', uid, 'StudyTime', '101500')::text,
    json_build_object('PatientBirthDate', '19700101', 'PatientID', patient_id,
        'PatientName', name, 'PatientSex', 'F')::text,
    pg_temp.id('e', n), int2send(%(store)d::smallint), '20240102T101500'
FROM generated;

INSERT INTO series (id, study, source, announced, series_instance_uid, modality, series_date,
    series_description, series_number, tags)
SELECT pg_temp.id('e', n), pg_temp.id('s', n), %(store)d, true, uid || '.1', 'CT', day, 'AXIAL',
    '1', json_build_object('Modality', 'CT', 'SeriesDate', day, 'SeriesDescription', 'Axial',
        'SeriesInstanceUID', uid || '.1', 'SeriesNumber', '1')::text
FROM generated;

INSERT INTO instance (id, series, source, index_in_series, size, sop_instance_uid, tags)
SELECT pg_temp.id('i' || k || 'of', n), pg_temp.id('e', n), %(store)d, k, 524288,
    uid || '.1.' || k,
    json_build_object('InstanceNumber', k::text, 'SOPInstanceUID', uid || '.1.' || k)::text
FROM generated, generate_series(1, %(instances)d) AS k;

INSERT INTO series_total
    SELECT pg_temp.id('e', n), %(instances)d, 524288::bigint * %(instances)d FROM generated;
INSERT INTO copy_patient (id, store, epoch, stable, last_update)
    SELECT DISTINCT pg_temp.id('p', p), %(store)d, 1, true, '20240102T101500' FROM generated;
INSERT INTO copy_study (id, store, epoch, stable, last_update)
    SELECT pg_temp.id('s', n), %(store)d, 1, true, '20240102T101500' FROM generated;
INSERT INTO copy_series (id, store, epoch, stable, last_update, instances, bytes)
    SELECT pg_temp.id('e', n), %(store)d, 1, true, '20240102T101500', %(instances)d,
        524288::bigint * %(instances)d FROM generated;
INSERT INTO copy_instance (id, store, epoch, echoed, series, size)
    SELECT pg_temp.id('i' || k || 'of', n), %(store)d, 1, true, pg_temp.id('e', n), 524288
    FROM generated, generate_series(1, %(instances)d) AS k;
UPDATE ledger SET patients = (SELECT count(*) FROM patient), studies = %(studies)d,
    series = %(studies)d, instances = %(studies)d::bigint * %(instances)d,
    bytes = %(studies)d::bigint * %(instances)d * 524288;
UPDATE store SET imported_at = clock_timestamp(), drained_at = clock_timestamp(),
    phase = 'following';
"""

TABLES = ("patient", "study", "series", "series_total", "instance", "copy_patient",
          "copy_study", "copy_series", "copy_instance")


def fill(gateway, studies, instances=1):
    """Writes `studies` studies of `instances` each; the secondary indexes are made anew after."""
    begun = time.monotonic()
    postgres = gateway.postgres
    store = int(postgres.sql("SELECT min(key) FROM store")[0][0])
    names = ",".join(f"'{table}'" for table in TABLES)
    indexes = postgres.sql(
        f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ({names}) AND NOT EXISTS "
        "(SELECT FROM pg_constraint WHERE conname = indexname)")
    drop = "".join(f"DROP INDEX {name};" for name, _ in indexes)
    make = "".join(f"{definition};" for _, definition in indexes)
    postgres.sql("SET synchronous_commit = off; SET maintenance_work_mem = '1GB'; "
                 "SET work_mem = '256MB'; SET enable_seqscan = on;" + drop
                 + ROWS % {"studies": studies, "instances": instances, "store": store} + make + "ANALYZE;")
    postgres.sql("VACUUM")
    print(f"{studies} studies, {studies * instances} instances written in {time.monotonic() - begun:.0f} s", flush=True)
