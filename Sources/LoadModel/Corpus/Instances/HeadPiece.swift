/// A piece of the head that all instances of a series begin with.
enum HeadPiece: Hashable, Sendable {
    /// The same in every instance.
    case constant([UInt8])
    /// The text of SOPInstanceUID: 44 or 64 characters, so never padded.
    case instanceUID
    /// InstanceNumber, an IS element.
    case instanceNumber
    /// ImagePositionPatient: slices 1.25 mm apart.
    case imagePosition
    /// SliceLocation, the same in one number.
    case sliceLocation
    /// NumberOfFrames, an IS element.
    case frames
    /// ImageIndex of a PET image, a US element.
    case imageIndex
    /// The length of PixelData, four bytes.
    case pixelLength
}
