internal import DICOM

/// Puts together the head that the instances of one series share.
///
/// Groups ascend: meta, 0008, private, 0010, 0018, 0020, 0028 and above, PixelData. What differs
/// between instances is left open as a ``HeadPiece``.
struct SeriesHead: Sendable {
    private(set) var pieces: [HeadPiece] = []
    let study: StudyPlan
    let place: Int
    let syntax: TransferSyntax
    private var writer = ElementWriter()

    var series: SeriesPlan { study.series[place] }
    var sopClass: SOPClass { series.format.sopClass }

    init(_ study: StudyPlan, series place: Int, _ syntax: TransferSyntax) {
        self.study = study
        self.place = place
        self.syntax = syntax
        meta()
        identification()
        privateElements()
        patient()
        AcquisitionElements.write(self, to: &writer)
        relationship()
        if sopClass.isImage {
            image()
        } else {
            ReportContent.write(self, to: &writer)
        }
        flush()
    }

    // MARK: Order

    /// Ends the constant piece so far; what comes next must have a higher tag all the same.
    private mutating func flush() {
        guard !writer.bytes.isEmpty else { return }
        pieces.append(.constant(writer.bytes))
        writer = ElementWriter()
    }

    private mutating func open(_ piece: HeadPiece) {
        flush()
        pieces.append(piece)
    }

    private mutating func uidElement(_ tag: UInt32) {
        writer.head(tag, .UI, bytes: study.uid.count)
        open(.instanceUID)
    }

    // MARK: Groups

    /// Source: DICOM PS3.10, 7.1. The preamble is empty.
    private mutating func meta() {
        pieces.append(.constant([UInt8](repeating: 0, count: 128) + Array("DICM".utf8)))
        var rest = ElementWriter()
        rest.text(0x0002_0010, .UI, syntax.uid)
        rest.text(0x0002_0012, .UI, Self.implementationUID)
        rest.text(0x0002_0013, .SH, "ISENGARD_LOAD")
        var first = ElementWriter()
        first.value(0x0002_0001, .OB, [0, 1])
        first.text(0x0002_0002, .UI, sopClass.uid)
        first.head(0x0002_0003, .UI, bytes: study.uid.count)
        let length = first.bytes.count + study.uid.count + rest.bytes.count
        var group = ElementWriter()
        group.value(0x0002_0000, .UL, ElementWriter.fourBytes(length))
        pieces += [.constant(group.bytes + first.bytes), .instanceUID, .constant(rest.bytes)]
    }

    private mutating func identification() {
        writer.text(0x0008_0005, .CS, study.patient.name.characterSet)
        if sopClass.isImage {
            writer.text(0x0008_0008, .CS, AcquisitionElements.imageType(sopClass))
        }
        writer.text(0x0008_0016, .UI, sopClass.uid)
        uidElement(0x0008_0018)
        for tag in dateTags { writer.text(tag, .DA, study.date.description) }
        for tag in dateTags { writer.text(tag + 0x10, .TM, study.time) }
        writer.text(0x0008_0050, .SH, study.accessionNumber)
        writer.text(0x0008_0060, .CS, sopClass.modality)
        if isDetector {
            writer.text(0x0008_0068, .CS, "FOR PRESENTATION")
        }
        writer.text(0x0008_0070, .LO, "Isengard load test")
        writer.text(0x0008_0080, .LO, isOdd ? "Odd hospital!" : "General Hospital")
        writer.text(0x0008_0090, .PN, "Referrer^Load")
        writer.text(0x0008_1010, .SH, isOdd ? "ODD" : "\(sopClass.modality)1")
        writer.text(0x0008_1030, .LO, study.description)
        writer.text(0x0008_103E, .LO, series.description)
        writer.text(0x0008_1090, .LO, "Synthetic")
        if !sopClass.isImage { writer.sequence(0x0008_1111, []) }
        if study.edge == .nestedSequences, sopClass.isImage { nestedSequences() }
        if AcquisitionElements.needsRegion(sopClass) {
            writer.sequence(0x0008_2218, [AcquisitionElements.region(sopClass)])
        }
        if isEnhanced { FunctionalGroups.writeDescription(sopClass, to: &writer) }
    }

    private var isDetector: Bool { [.digitalXRay, .mammography].contains(sopClass) }
    private var isEnhanced: Bool { FunctionalGroups.areIn(sopClass) }

    /// Of study, series, acquisition and content; their times stand 16 tags further.
    private var dateTags: [UInt32] {
        sopClass.isImage && !isEnhanced
            ? [0x0008_0020, 0x0008_0021, 0x0008_0022, 0x0008_0023]
            : [0x0008_0020, 0x0008_0021, 0x0008_0023]
    }

    private var isOdd: Bool { study.edge == .oddLengths }

    /// Image > purpose > equivalent code. Source: DICOM PS3.3, C.7.6.16.1.2 and 8.8.
    private mutating func nestedSequences() {
        var purpose = ElementWriter(code: "121311", "DCM", "Localizer")
        purpose.sequence(0x0008_0121, [ElementWriter(code: "LOAD1", "99LOAD", "Localizer")])
        var image = ElementWriter(referring: sopClass, study.uid(series: place, instance: 0))
        image.sequence(0x0040_A170, [purpose])
        writer.sequence(0x0008_1140, [image])
    }

    /// Source: DICOM PS3.5, 7.8.1.
    private mutating func privateElements() {
        guard study.edge == .privateElements else { return }
        writer.text(0x0009_0010, .LO, "ISENGARD LOAD")
        writer.text(0x0009_1001, .LO, "private text")
        writer.value(0x0009_1002, .OB, [1, 2, 3])
        writer.value(0x0009_1003, .FD, [0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
        var item = ElementWriter()
        item.text(0x0009_0010, .LO, "ISENGARD LOAD")
        item.text(0x0009_1001, .LO, "private text in a private sequence")
        writer.sequence(0x0009_1004, [item])
        writer.value(0x0009_1005, .UN, [0xDE, 0xAD, 0xBE, 0xEF])
    }

    private mutating func patient() {
        let patient = study.patient
        writer.value(0x0010_0010, .PN, patient.name.bytes)
        writer.text(0x0010_0020, .LO, patient.id)
        writer.text(0x0010_0030, .DA, patient.birthDate.description)
        writer.text(0x0010_0040, .CS, patient.isFemale ? "F" : "M")
        let years = max(0, study.date.day - patient.birthDate.day) * 4 / 1461
        let digits = String(years)
        let age = String(repeating: "0", count: 3 - digits.count) + digits + "Y"
        writer.text(0x0010_1010, .AS, age)
    }

    private mutating func relationship() {
        writer.uid(0x0020_000D, study.uid)
        writer.uid(0x0020_000E, study.uid(series: place))
        writer.text(0x0020_0010, .SH, String(study.source))
        writer.text(0x0020_0011, .IS, String(series.number))
        let isVolume = AcquisitionElements.isVolume(sopClass)
        if sopClass.isImage, !isEnhanced { writer.text(0x0020_0012, .IS, "1") }
        open(.instanceNumber)
        if sopClass.isImage, !isVolume, !isEnhanced {
            writer.text(0x0020_0020, .CS, AcquisitionElements.orientation(sopClass))
        }
        if isVolume {
            open(.imagePosition)
            writer.text(0x0020_0037, .DS, "1\\0\\0\\0\\1\\0")
        }
        if isVolume || isEnhanced { writer.uid(0x0020_0052, frameOfReference) }
        if let side = AcquisitionElements.laterality(sopClass, study) {
            writer.text(0x0020_0060, .CS, side)
        }
        if isDetector {
            writer.text(0x0020_0062, .CS, sopClass == .mammography ? "L" : "U")
        }
        if isVolume || isEnhanced { writer.text(0x0020_1040, .LO, "") }
        if isVolume { open(.sliceLocation) }
        if isOdd { writer.text(0x0020_4000, .LT, "odd") }
        if isEnhanced { FunctionalGroups.writeDimensions(dimensions, to: &writer) }
    }

    private mutating func image() {
        let pixels = ImagePixelElements(series.format)
        let frames = study.frames(series: place, instance: 0)
        pixels.writeShape(to: &writer)
        if sopClass.isMultiframe { open(.frames) }
        pixels.writeDepth(to: &writer)
        pixels.writeTail(frames: frames, to: &writer)
        if sopClass == .pet { open(.imageIndex) }
        if isEnhanced {
            FunctionalGroups.write(sopClass, dimensions, frames: frames, to: &writer)
        }
        flush()
        let isByte = series.format.bitsAllocated == 8
        pieces.append(
            .constant([0xE0, 0x7F, 0x10, 0x00] + Array((isByte ? "OB" : "OW").utf8) + [0, 0])
        )
        pieces.append(.pixelLength)
    }

    private var frameOfReference: CorpusUID { study.uid(series: place, other: 0) }
    private var dimensions: CorpusUID { study.uid(series: place, other: 1) }

    /// Ours for ever; a random UUID.
    private static let implementationUID = "2.25.34016822094955021963238916263307658488"
}
