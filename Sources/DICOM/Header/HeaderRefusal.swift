/// Why a file is not sent to any store.
package enum HeaderRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    case notDICOM
    /// A DICOMDIR: an index of files, no instance.
    case mediaDirectory
    /// The file ends inside an element, or before its identifiers.
    case truncated
    /// An item or delimiter out of place, or one that overruns its sequence, at this offset.
    case malformed(Int)
    /// The deflated data set can't be inflated.
    case badDeflate
    /// Sequences within each other beyond ``HeaderLimits/depth``.
    case tooDeep
    /// Identifiers are not among the first ``HeaderLimits/headerBytes``.
    case headerTooLarge
    /// An identifier longer than ``HeaderLimits/valueBytes``.
    case valueTooLong(Tag)
    /// More than ``HeaderLimits/elements``.
    case tooManyElements
    /// Study, series or SOP instance UID is absent; Orthanc answers 404/21.
    case missingIdentifier(Tag)
    /// It is there but empty; Orthanc answers 400.
    case emptyIdentifier(Tag)

    package var description: String {
        switch self {
        case .notDICOM: "not a DICOM file"
        case .mediaDirectory: "a DICOMDIR is not an instance"
        case .truncated: "the file ends too early"
        case .malformed(let offset): "the structure is broken at byte \(offset)"
        case .badDeflate: "the deflated data set is broken"
        case .tooDeep: "sequences are nested too deeply"
        case .headerTooLarge: "the header is too large"
        case .valueTooLong(let tag): "the value of \(tag.name) is too long"
        case .tooManyElements: "the file has too many elements"
        case .missingIdentifier(let tag): "\(tag.name) is missing"
        case .emptyIdentifier(let tag): "\(tag.name) is empty"
        }
    }
}
