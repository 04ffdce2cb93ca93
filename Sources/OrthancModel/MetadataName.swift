/// Names of metadata that every Orthanc knows.
///
/// Source: rest-semantics section 3.6. Aliases of user metadata differ per store, so those are
/// addressed by number.
package enum MetadataName {
    package static let system: Set<String> = [
        "IndexInSeries", "ReceptionDate", "RemoteAET", "ExpectedNumberOfInstances",
        "ModifiedFrom", "AnonymizedFrom", "LastUpdate", "Origin", "TransferSyntax",
        "SopClassUid", "RemoteIP", "CalledAET", "HttpUsername", "HttpHost", "PixelDataOffset",
        "MainDicomTagsSignature", "MainDicomSequences", "PixelDataVR", "IsProtected",
        "PatientRecyclingOrder",
    ]

    private static let numbers: [String: Int] = [
        "IndexInSeries": 1, "ReceptionDate": 2, "RemoteAET": 3, "ExpectedNumberOfInstances": 4,
        "ModifiedFrom": 5, "AnonymizedFrom": 6, "LastUpdate": 7, "Origin": 8, "TransferSyntax": 9,
        "SopClassUid": 10, "RemoteIP": 11, "CalledAET": 12, "HttpUsername": 13,
        "PixelDataOffset": 14, "MainDicomTagsSignature": 15, "MainDicomSequences": 16,
    ]

    /// The number behind a name, or the number itself; nil for an alias, which differs per store.
    package static func number(of name: String) -> Int? { numbers[name] ?? Int(name) }

    /// A system name, or a number up to 65535.
    package static func isKnown(_ name: String) -> Bool {
        system.contains(name) || UInt16(name) != nil
    }

    /// Whether clients may write it: numbers from 1024 on.
    package static func isUser(_ name: String) -> Bool {
        UInt16(name).map { $0 >= 1024 } ?? false
    }
}
