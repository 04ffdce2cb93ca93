/// The version of a store's Orthanc, such as 1.12.7.
package struct StoreVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let major: Int
    package let minor: Int
    package let patch: Int

    package init(_ major: Int, _ minor: Int, _ patch: Int) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// From the text in `/system`; `mainline` counts as the newest. nil for anything else.
    package init?(_ text: String) {
        if text.hasPrefix("mainline") {
            self.init(Int.max, 0, 0)
            return
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let major = parts[0], let minor = parts[1], let patch = parts[2],
            major >= 0, minor >= 0, patch >= 0
        else { return nil }
        self.init(major, minor, patch)
    }

    package var description: String {
        major == Int.max ? "mainline" : "\(major).\(minor).\(patch)"
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}

/// What a store of a version can do. Source: rest-semantics 8.
package struct Capabilities: Sendable, Hashable {
    package let version: StoreVersion

    package init(version: StoreVersion) { self.version = version }

    /// Labels on resources.
    package var hasLabels: Bool { version >= StoreVersion(1, 12, 0) }
    /// `?expand=false` means ids.
    package var readsExpandAsBoolean: Bool { version >= StoreVersion(1, 12, 2) }
    /// OrderBy, MetadataQuery, ParentX, ResponseContent; lists ascend by id, `limit=0` is all.
    package var hasExtendedFind: Bool { version >= StoreVersion(1, 12, 5) }
    /// A list without `since` and `limit` ascends by id.
    package var listsByID: Bool { hasExtendedFind }
    /// Range requests on attachment data.
    package var hasRanges: Bool { hasExtendedFind }
    /// `transcode=` on a file is done rather than ignored.
    package var transcodesFiles: Bool { version >= StoreVersion(1, 12, 2) }

    /// A patient can be modified without another PatientID. Source: Orthanc's NEWS.
    package var keepsPatientIDs: Bool { version >= StoreVersion(1, 11, 3) }

    /// C-GET towards a modality.
    package var retrievesByGet: Bool { version >= StoreVersion(1, 12, 6) }

    /// `DELETE /jobs/{id}`.
    package var deletesJobs: Bool { version >= StoreVersion(1, 12, 2) }

    /// Names for people.
    package var names: [String] {
        [
            (hasLabels, "labels"), (readsExpandAsBoolean, "expand-boolean"),
            (hasExtendedFind, "extended-find"), (hasRanges, "ranges"),
            (transcodesFiles, "transcode"),
        ].compactMap { $0.0 ? $0.1 : nil }
    }
}
