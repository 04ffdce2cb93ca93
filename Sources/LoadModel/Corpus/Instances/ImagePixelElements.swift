internal import DICOM

/// How the pixels of a format are to be read: group 0028 and what some classes add behind it.
struct ImagePixelElements: Sendable {
    private let format: ImageFormat

    init(_ format: ImageFormat) { self.format = format }

    private var sopClass: SOPClass { format.sopClass }

    /// Up to NumberOfFrames, which is the caller's.
    func writeShape(to writer: inout ElementWriter) {
        writer.short(0x0028_0002, [format.samples])
        writer.text(0x0028_0004, .CS, format.samples == 3 ? "RGB" : "MONOCHROME2")
        if format.samples == 3 { writer.short(0x0028_0006, [0]) }
    }

    /// From NumberOfFrames on, up to the last attribute of the group.
    func writeDepth(to writer: inout ElementWriter) {
        switch sopClass {
        case .ultrasoundMultiframe, .angiography, .fluoroscopy:
            writer.tags(0x0028_0009, [0x0018_1063])
        case .nuclearMedicine:
            writer.tags(0x0028_0009, [0x0054_0010, 0x0054_0020])
        default: break
        }
        writer.short(0x0028_0010, [format.rows])
        writer.short(0x0028_0011, [format.columns])
        if [.ct, .mr, .pet, .nuclearMedicine].contains(sopClass) {
            writer.text(0x0028_0030, .DS, "0.8\\0.8")
        }
        if sopClass == .pet { writer.text(0x0028_0051, .CS, "DECY\\ATTN") }
        writer.short(0x0028_0100, [format.bitsAllocated])
        writer.short(0x0028_0101, [format.bitsStored])
        writer.short(0x0028_0102, [format.bitsStored - 1])
        writer.short(0x0028_0103, [0])
        writeMeaning(to: &writer)
    }

    private func writeMeaning(to writer: inout ElementWriter) {
        let isProjection = [.digitalXRay, .mammography].contains(sopClass)
        let isEnhanced = FunctionalGroups.areIn(sopClass)
        if isProjection || isEnhanced {
            writer.text(0x0028_0301, .CS, "NO")
        }
        if isProjection || [.angiography, .fluoroscopy].contains(sopClass) {
            writer.text(0x0028_1040, .CS, isProjection ? "LOG" : "LIN")
        }
        if isProjection { writer.value(0x0028_1041, .SS, [0xFF, 0xFF]) }
        let middle = 1 << (format.bitsStored - 1)
        if format.samples == 1, !isEnhanced {
            writer.text(0x0028_1050, .DS, String(middle))
            writer.text(0x0028_1051, .DS, String(middle))
        }
        if [.ct, .pet, .digitalXRay, .mammography].contains(sopClass) {
            writer.text(0x0028_1052, .DS, sopClass == .ct ? "-1024" : "0")
            writer.text(0x0028_1053, .DS, "1")
        }
        if sopClass == .ct { writer.text(0x0028_1054, .LO, "HU") }
        if isProjection { writer.text(0x0028_1054, .LO, "US") }
        if sopClass == .tomosynthesis { writer.text(0x0028_1300, .CS, "NO") }
        if isProjection || isEnhanced { writer.text(0x0028_2110, .CS, "00") }
    }

    /// What stands behind group 0028, but for the functional groups.
    ///
    /// - Parameter frames: Of every instance of the series, in nuclear medicine.
    func writeTail(frames: Int, to writer: inout ElementWriter) {
        switch sopClass {
        case .digitalXRay, .mammography: writeDetectorTail(to: &writer)
        case .pet: writePETTail(to: &writer)
        case .nuclearMedicine: writeNuclearTail(frames, to: &writer)
        case .enhancedMR, .tomosynthesis:
            writer.sequence(0x0040_0555, [])
            if sopClass == .tomosynthesis { writeView(to: &writer) }
            writer.text(0x2050_0020, .CS, "IDENTITY")
        default: break
        }
    }

    private func writeDetectorTail(to writer: inout ElementWriter) {
        if sopClass == .mammography { writer.text(0x0040_0318, .CS, "BREAST") }
        writer.sequence(0x0040_0555, [])
        if sopClass == .mammography { writeView(to: &writer) }
        writer.text(0x2050_0020, .CS, "IDENTITY")
    }

    /// Source: DICOM PS3.16, CID 4014.
    private func writeView(to writer: inout ElementWriter) {
        var view = ElementWriter(code: "399162004", "SCT", "cranio-caudal")
        view.sequence(0x0054_0222, [])
        writer.sequence(0x0054_0220, [view])
    }

    /// Up to ImageIndex, which is the caller's.
    private func writePETTail(to writer: inout ElementWriter) {
        writer.sequence(0x0054_0016, [])
        writer.short(0x0054_0081, [1])
        writer.sequence(0x0054_0410, [])
        writer.sequence(0x0054_0414, [])
        writer.text(0x0054_1000, .CS, "WHOLE BODY\\IMAGE")
        writer.text(0x0054_1001, .CS, "BQML")
        writer.text(0x0054_1002, .CS, "EMISSION")
        writer.text(0x0054_1102, .CS, "START")
        writer.text(0x0054_1300, .DS, "0")
        writer.text(0x0054_1321, .DS, "1")
    }

    /// All frames are of one energy window and one detector.
    private func writeNuclearTail(_ frames: Int, to writer: inout ElementWriter) {
        let ones = [Int](repeating: 1, count: frames)
        writer.short(0x0054_0010, ones)
        writer.short(0x0054_0011, [1])
        writer.sequence(0x0054_0012, [])
        writer.sequence(0x0054_0016, [])
        writer.short(0x0054_0020, ones)
        writer.short(0x0054_0021, [1])
        writer.sequence(0x0054_0022, [])
        writer.sequence(0x0054_0410, [])
        writer.sequence(0x0054_0414, [])
    }
}
