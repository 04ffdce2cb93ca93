internal import JSONText
internal import OrthancModel

/// Which tags have a searched column, and what goes into it.
enum SearchColumns {
    /// Longest value of a column, in bytes: a longer one would not fit into its index.
    static let limitBytes = 500

    private static let patient = [
        "PatientID": "patient_id", "PatientName": "patient_name",
        "PatientBirthDate": "patient_birth_date", "PatientSex": "patient_sex",
        "OtherPatientIDs": "other_patient_ids",
    ]

    private static let study = [
        "StudyInstanceUID": "study_instance_uid", "StudyDate": "study_date",
        "StudyTime": "study_time", "StudyID": "study_id",
        "StudyDescription": "study_description", "AccessionNumber": "accession_number",
        "RequestedProcedureDescription": "requested_procedure_description",
        "InstitutionName": "institution_name", "RequestingPhysician": "requesting_physician",
        "ReferringPhysicianName": "referring_physician",
    ]

    private static let series = [
        "SeriesInstanceUID": "series_instance_uid", "Modality": "modality",
        "SeriesDate": "series_date", "SeriesTime": "series_time",
        "SeriesDescription": "series_description", "SeriesNumber": "series_number",
        "BodyPartExamined": "body_part_examined", "StationName": "station_name",
        "Manufacturer": "manufacturer", "ProtocolName": "protocol_name",
        "OperatorsName": "operators_name",
        "PerformedProcedureStepDescription": "performed_procedure_step_description",
    ]

    private static let instance = ["SOPInstanceUID": "sop_instance_uid"]

    /// Columns of a level's own tags, by keyword.
    static func own(_ level: Level) -> [String: String] {
        switch level {
        case .patient: patient
        case .study: study
        case .series: series
        case .instance: instance
        }
    }

    /// A value as its column holds it.
    static func column(_ folded: String) -> String {
        guard folded.utf8.count > limitBytes else { return folded }
        var end = folded.utf8.index(folded.startIndex, offsetBy: limitBytes)
        while end.samePosition(in: folded.unicodeScalars) == nil {
            end = folded.utf8.index(before: end)
        }
        return String(folded[..<end])
    }

    /// JSON object of column → folded value, as the schema's functions take it.
    static func text(
        _ folded: [String: String],
        _ levels: [Level],
        _ derivation: Derivation?
    ) -> String {
        var writer = JSONWriter(.compact)
        writer.object { writer in
            for level in levels {
                for (keyword, column) in own(level) {
                    guard let value = folded[keyword] else { continue }
                    writer.member(column, Self.column(value))
                }
            }
            if let derivation { writer.member("derived", derivation.text) }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
