/// What the union shows of a study, from its own row when it is kept there, else from its copies
/// and series.
///
/// One descent of one index instead of three; decision 0014.
enum KeptStudy {
    /// ``ResourceStatements``' columns from the third on. PostgreSQL works out only what it needs.
    static let columns = """
        r.patient_tags, r.patient,
        CASE WHEN r.kept_stores IS NULL THEN
            ARRAY(SELECT e.id FROM series e WHERE e.study = r.id ORDER BY e.id)
            ELSE r.kept_children END,
        NULL::integer, NULL::integer[],
        r.kept_stores IS NOT NULL OR (SELECT bool_and(c.stable) \(copies)),
        CASE WHEN r.kept_stores IS NULL THEN (SELECT max(c.last_update) \(copies))
            ELSE r.kept_last_update END,
        CASE WHEN r.kept_stores IS NULL THEN
            (SELECT bit_or(c.identity) # bit_and(c.identity) \(copies))
            ELSE r.kept_differ END,
        CASE WHEN r.kept_stores IS NULL THEN ARRAY(SELECT c.store \(copies) ORDER BY c.store)
            ELSE r.kept_stores END,
        NULL::bigint[], NULL::bigint[], NULL::text[], NULL::bigint, NULL::bigint
        """

    /// No EXISTS: PostgreSQL might answer it from a hash of all copies.
    static let isHeld =
        "(r.kept_stores IS NOT NULL OR (SELECT c.store \(copies) LIMIT 1) IS NOT NULL)"

    private static let copies = "FROM copy_study c WHERE c.id = r.id"
}
