/// One sampled study of an archive: numbers, and no word that could tell whose it is.
package struct StudySample: Hashable, Sendable {
    /// One of DICOM's short terms, or nil for anything else.
    package let modality: String?
    package let series: Int
    package let instances: Int
    package let bytes: Int
    package let age: StudyAge

    /// - Parameter modality: As the archive says it; of a study with several, that of the series
    ///   with most instances. A term that DICOM doesn't know is dropped: it may be anything.
    package init(
        modality: String,
        series: Int,
        instances: Int,
        bytes: Int,
        age: StudyAge = .unknown
    ) {
        self.modality = Self.known.contains(modality) ? modality : nil
        self.series = series
        self.instances = instances
        self.bytes = bytes
        self.age = age
    }

    /// Modalities that a general archive holds. Source: DICOM PS3.3, C.7.3.1.1.1.
    private static let known: Set<String> = [
        "AR", "BI", "BMD", "CR", "CT", "DG", "DOC", "DX", "ECG", "EPS", "ES", "FID", "GM", "HC",
        "HD", "IO", "IVOCT", "IVUS", "KER", "KO", "LEN", "LS", "MG", "MR", "NM", "OAM", "OCT", "OP",
        "OPM", "OPT", "OPV", "OT", "PR", "PT", "PX", "REG", "RESP", "RF", "RG", "RTDOSE", "RTIMAGE",
        "RTPLAN", "RTRECORD", "RTSTRUCT", "SC", "SEG", "SM", "SMR", "SR", "TG", "US", "VA", "XA",
        "XC",
    ]
}
