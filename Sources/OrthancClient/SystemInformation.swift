internal import JSONText

/// What `/system` of a store says.
package struct SystemInformation: Sendable, Hashable {
    package let version: StoreVersion
    package let apiVersion: Int
    package let name: String
    package let dicomAet: String
    package let dicomPort: Int
    /// Names the server, from 1.11.1 on; a wiped database may keep it.
    package let databaseServerIdentifier: String?
    /// Beyond this it recycles old patients or refuses new ones; nil: no limit, or not told
    /// (before 1.11.3).
    package let maximumStorageBytes: Int64?

    init?(_ root: JSONElement) {
        guard let version = root["Version"]?.string.flatMap({ StoreVersion($0) }) else {
            return nil
        }
        self.version = version
        apiVersion = Int(clamping: root["ApiVersion"]?.integer ?? 0)
        name = String((root["Name"]?.string ?? "").prefix(200))
        dicomPort = Int(clamping: root["DicomPort"]?.integer ?? 0)
        dicomAet = String((root["DicomAet"]?.string ?? "").prefix(64))
        databaseServerIdentifier = root["DatabaseServerIdentifier"]?.string
        let megabytes = root["MaximumStorageSize"]?.integer ?? 0
        maximumStorageBytes = megabytes > 0 && megabytes < 1 << 40 ? megabytes << 20 : nil
    }

    package var capabilities: Capabilities { Capabilities(version: version) }
}

/// What `/statistics` of a store says.
package struct StoreStatistics: Sendable, Hashable {
    package let patients: Int
    package let studies: Int
    package let series: Int
    package let instances: Int
    package let diskBytes: Int64

    init?(_ root: JSONElement) {
        func count(_ name: String) -> Int? {
            root[name]?.integer.flatMap { (0...1 << 40).contains($0) ? Int($0) : nil }
        }
        guard let patients = count("CountPatients"), let studies = count("CountStudies"),
            let series = count("CountSeries"), let instances = count("CountInstances")
        else { return nil }
        self.patients = patients
        self.studies = studies
        self.series = series
        self.instances = instances
        diskBytes = root["TotalDiskSize"]?.string.flatMap { Int64($0) } ?? 0
    }
}
