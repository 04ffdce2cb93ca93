package import DICOM

/// The four Orthanc IDs of one instance.
package struct InstanceIdentity: Hashable, Sendable {
    package let patient: OrthancID
    package let study: OrthancID
    package let series: OrthancID
    package let instance: OrthancID

    /// Hashes identifiers that are normalised already, as ``InstanceHeader`` has them.
    package init(_ header: InstanceHeader) {
        let parts = header.identifiers
        patient = OrthancID(hashing: Array(parts.prefix(1)))
        study = OrthancID(hashing: Array(parts.prefix(2)))
        series = OrthancID(hashing: Array(parts.prefix(3)))
        instance = OrthancID(hashing: parts)
    }

    package subscript(level: Level) -> OrthancID {
        switch level {
        case .patient: patient
        case .study: study
        case .series: series
        case .instance: instance
        }
    }
}
