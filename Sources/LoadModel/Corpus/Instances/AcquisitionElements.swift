internal import DICOM

/// What the apparatus says: group 0018 and other words that depend on the SOP class alone.
///
/// Enough for the attributes that PS3.3 wants in each class to be there, no more.
enum AcquisitionElements {
    static func imageType(_ sopClass: SOPClass) -> String {
        switch sopClass {
        case .ct, .pet: "ORIGINAL\\PRIMARY\\AXIAL"
        case .mr: "ORIGINAL\\PRIMARY\\OTHER"
        // Derived, so that much of an acquisition needn't be told for each frame.
        case .enhancedMR: "DERIVED\\PRIMARY\\VOLUME\\NONE"
        case .tomosynthesis: "DERIVED\\PRIMARY\\TOMOSYNTHESIS\\NONE"
        case .angiography, .fluoroscopy: "ORIGINAL\\PRIMARY\\SINGLE PLANE"
        case .nuclearMedicine: "ORIGINAL\\PRIMARY\\STATIC\\EMISSION"
        default: "ORIGINAL\\PRIMARY"
        }
    }

    /// Slices with a place in space, an instance each.
    static func isVolume(_ sopClass: SOPClass) -> Bool { [.ct, .mr, .pet].contains(sopClass) }

    static func orientation(_ sopClass: SOPClass) -> String {
        [.mammography, .tomosynthesis].contains(sopClass) ? "A\\R" : "L\\F"
    }

    /// The side of a paired part of the body; nil where the class says it elsewhere, or not at all.
    static func laterality(_ sopClass: SOPClass, _ study: StudyPlan) -> String? {
        switch sopClass {
        case .computedRadiography, .mr, .ultrasound, .ultrasoundMultiframe, .angiography,
            .fluoroscopy:
            guard StudySubject.paired.contains(study.bodyPart) else { return nil }
            return study.source % 2 == 0 ? "L" : "R"
        default: return nil
        }
    }

    static func needsRegion(_ sopClass: SOPClass) -> Bool {
        [.digitalXRay, .mammography].contains(sopClass)
    }

    /// AnatomicRegionSequence's item. Source: DICOM PS3.16, CIDs 4009 and 4013.
    static func region(_ sopClass: SOPClass) -> ElementWriter {
        [.mammography, .tomosynthesis].contains(sopClass)
            ? ElementWriter(code: "76752008", "SCT", "Breast")
            : ElementWriter(code: "51185008", "SCT", "Chest")
    }

    static func write(_ head: SeriesHead, to writer: inout ElementWriter) {
        let sopClass = head.sopClass
        guard sopClass.isImage else { return }
        writer.text(0x0018_0015, .CS, head.study.bodyPart)
        switch sopClass {
        case .ct: writeCT(to: &writer)
        case .mr, .enhancedMR: writeMR(to: &writer, isEnhanced: sopClass == .enhancedMR)
        case .pet: writePET(to: &writer)
        case .ultrasoundMultiframe: writer.text(0x0018_1063, .DS, "33.3")
        case .angiography, .fluoroscopy: writeCine(to: &writer, sopClass)
        case .computedRadiography: writeProjection(to: &writer, "PA")
        case .digitalXRay, .mammography: writeDetector(to: &writer, sopClass)
        case .tomosynthesis:
            writeEquipment(to: &writer)
            writer.text(0x0018_9004, .CS, "PRODUCT")
        case .nuclearMedicine:
            writer.text(0x0018_0070, .IS, "")
            writer.text(0x0018_1242, .IS, "1000")
        default: break
        }
    }

    private static func writeCT(to writer: inout ElementWriter) {
        writer.text(0x0018_0050, .DS, "1.25")
        writer.text(0x0018_0060, .DS, "120")
        writer.text(0x0018_5100, .CS, "HFS")
    }

    private static func writeMR(to writer: inout ElementWriter, isEnhanced: Bool) {
        if isEnhanced {
            writer.text(0x0018_0087, .DS, "1.5")
            writeEquipment(to: &writer)
            writer.text(0x0018_5100, .CS, "HFS")
            writer.text(0x0018_9004, .CS, "PRODUCT")
            writer.text(0x0018_9174, .CS, "IEC")
            return
        }
        writer.text(0x0018_0020, .CS, "SE")
        writer.text(0x0018_0021, .CS, "NONE")
        writer.text(0x0018_0022, .CS, "")
        writer.text(0x0018_0023, .CS, "2D")
        writer.text(0x0018_0050, .DS, "1.25")
        writer.text(0x0018_0080, .DS, "600")
        writer.text(0x0018_0081, .DS, "15")
        writer.text(0x0018_0091, .IS, "1")
        writer.text(0x0018_5100, .CS, "HFS")
    }

    private static func writeEquipment(to writer: inout ElementWriter) {
        writer.text(0x0018_1000, .LO, "1")
        writer.text(0x0018_1020, .LO, "1")
    }

    private static func writePET(to writer: inout ElementWriter) {
        writer.text(0x0018_0050, .DS, "1.25")
        writer.text(0x0018_1181, .CS, "NONE")
        writer.text(0x0018_1242, .IS, "120000")
    }

    private static func writeCine(to writer: inout ElementWriter, _ sopClass: SOPClass) {
        writer.text(0x0018_0060, .DS, "80")
        writer.text(0x0018_1063, .DS, "33.3")
        writer.text(0x0018_1150, .IS, "8")
        writer.text(0x0018_1151, .IS, "400")
        writer.text(0x0018_1155, .CS, "GR")
        guard sopClass == .angiography else { return }
        writer.text(0x0018_1500, .CS, "STATIC")
        writer.text(0x0018_1510, .DS, "0")
        writer.text(0x0018_1511, .DS, "0")
    }

    private static func writeProjection(to writer: inout ElementWriter, _ view: String) {
        writer.text(0x0018_0060, .DS, "70")
        writer.text(0x0018_1164, .DS, "0.2\\0.2")
        writer.text(0x0018_5101, .CS, view)
    }

    private static func writeDetector(to writer: inout ElementWriter, _ sopClass: SOPClass) {
        writer.text(0x0018_0060, .DS, sopClass == .mammography ? "29" : "70")
        writer.text(0x0018_1164, .DS, sopClass == .mammography ? "0.1\\0.1" : "0.2\\0.2")
        writer.text(0x0018_1508, .CS, sopClass == .mammography ? "MAMMOGRAPHIC" : "NONE")
        writer.text(0x0018_7004, .CS, "DIRECT")
    }
}
