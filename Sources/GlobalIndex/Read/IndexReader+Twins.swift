package import OrthancModel
internal import Postgres

extension IndexReader {
    private static let twin = Statement(
        name: "index_study_twin",
        sql: """
            SELECT EXISTS (SELECT FROM study r JOIN study t
                ON t.study_instance_uid = r.study_instance_uid AND t.id <> r.id
                WHERE r.id = $1 AND r.study_instance_uid <> '')
            """
    )

    /// Whether another study has the same StudyInstanceUID, which means another PatientID.
    package func hasTwin(_ study: OrthancID) async throws(IndexError) -> Bool {
        try await ask(Self.twin, [.id(study)]).bool(0, 0) ?? false
    }
}
