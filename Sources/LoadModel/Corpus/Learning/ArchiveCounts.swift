/// What an archive holds in all: the numbers of Orthanc's `/statistics`.
package struct ArchiveCounts: Hashable, Sendable {
    package let patients: Int
    package let studies: Int
    package let series: Int
    package let instances: Int
    /// Uncompressed size of the files: `TotalUncompressedSize`.
    package let bytes: Int

    package init(patients: Int, studies: Int, series: Int, instances: Int, bytes: Int) {
        self.patients = patients
        self.studies = studies
        self.series = series
        self.instances = instances
        self.bytes = bytes
    }
}
