/// Text of DICOM elements as bytes, brought to what Orthanc makes of it.
///
/// Source: dicom.md section 4.2, and the differential test against a live Orthanc 1.10.1.
enum RawText {
    /// Up to the first NUL.
    static func cut(_ value: [UInt8]) -> [UInt8] {
        value.firstIndex(of: 0).map { Array(value[..<$0]) } ?? value
    }

    /// Without blanks at the end; those at the front count in Orthanc's hash.
    static func trailed(_ value: [UInt8]) -> [UInt8] {
        let end = value.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? 0
        return Array(value[..<end])
    }

    /// Without white space and NUL at both ends.
    static func stripped(_ value: [UInt8]) -> [UInt8] {
        func isBlank(_ byte: UInt8) -> Bool {
            byte == 0x20 || byte == 0 || (0x09...0x0D).contains(byte)
        }
        let start = value.firstIndex { !isBlank($0) } ?? value.endIndex
        let end = value.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
        return Array(value[start..<end])
    }

    /// A UID: up to the first NUL, no blank anywhere, no white space at the ends.
    static func uid(_ value: [UInt8], _ charset: CharacterSet) -> [UInt8] {
        stripped(charset.utf8(cut(value).filter { $0 != 0x20 }))
    }

    /// Other text: blanks at the very end are padding, then NUL ends it; leading blanks count.
    static func text(_ value: [UInt8], _ charset: CharacterSet) -> [UInt8] {
        charset.utf8(cut(trailed(value)))
    }
}
