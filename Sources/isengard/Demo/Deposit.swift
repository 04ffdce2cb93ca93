import JSONText
import LocalServers

/// One instance as it was put into one store, with what Orthanc calls it and all above it.
struct Deposit {
    /// Number of the store.
    let store: Int
    let instance, series, study, patient: String
    /// Nil for a real file.
    let place: SyntheticCorpus.Place?
    let bytes: [UInt8]

    /// - Parameter answer: Of `POST /instances`.
    /// - Returns: nil if the answer doesn't say where the file went.
    init?(_ answer: JSONValue, store: Int, place: SyntheticCorpus.Place?, bytes: [UInt8]) {
        guard let instance = answer["ID"]?.string, let series = answer["ParentSeries"]?.string,
            let study = answer["ParentStudy"]?.string,
            let patient = answer["ParentPatient"]?.string
        else { return nil }
        self.store = store
        self.instance = instance
        self.series = series
        self.study = study
        self.patient = patient
        self.place = place
        self.bytes = bytes
    }
}
