/// What a store can send to: a DICOM node, or another Orthanc.
package enum RemoteKind: String, Sendable, CaseIterable {
    /// As in a path.
    case modalities, peers

    /// `modality`, for people.
    package var noun: String { self == .modalities ? "modality" : "peer" }
}
