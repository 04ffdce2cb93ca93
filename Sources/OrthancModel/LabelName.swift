/// What Orthanc takes for a label.
///
/// Source: a live Orthanc 1.12.7.
package enum LabelName {
    private static let most = 64

    package static func isValid(_ label: String) -> Bool {
        let bytes = label.utf8
        return (1...most).contains(bytes.count)
            && bytes.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, 0x2D, 0x5F: true
                default: false
                }
            }
    }

    /// - Throws: 400 with code 3, in Orthanc's words.
    package static func check(_ label: String) throws(OrthancFault) {
        guard !isValid(label) else { return }
        throw OrthancFault(
            .parameterOutOfRange,
            details: "A label must be a non-empty, alphanumeric string, possibly with '_' or '-' "
                + "characters, with maximum \(most) characters, but got: \(label)"
        )
    }
}
