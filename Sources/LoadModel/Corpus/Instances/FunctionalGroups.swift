internal import DICOM

/// The functional groups of enhanced multi-frame objects: what holds for all frames, and the place
/// of each one. Source: DICOM PS3.3, C.7.6.16.
enum FunctionalGroups {
    static func areIn(_ sopClass: SOPClass) -> Bool {
        sopClass == .enhancedMR || sopClass == .tomosynthesis
    }

    /// PixelPresentation and its kind. Source: PS3.3, C.8.13.3.1.1.
    static func writeDescription(_ sopClass: SOPClass, to writer: inout ElementWriter) {
        writer.text(0x0008_9205, .CS, "MONOCHROME")
        writer.text(0x0008_9206, .CS, "VOLUME")
        writer.text(0x0008_9207, .CS, "NONE")
        guard sopClass == .enhancedMR else { return }
        writer.text(0x0008_9208, .CS, "MAGNITUDE")
        writer.text(0x0008_9209, .CS, "T1")
    }

    /// One dimension: the place in the stack.
    static func writeDimensions(_ uid: CorpusUID, to writer: inout ElementWriter) {
        var organization = ElementWriter()
        organization.uid(0x0020_9164, uid)
        writer.sequence(0x0020_9221, [organization])
        var index = ElementWriter()
        index.uid(0x0020_9164, uid)
        index.tags(0x0020_9165, [0x0020_9057])
        index.tags(0x0020_9167, [0x0020_9111])
        writer.sequence(0x0020_9222, [index])
    }

    static func write(
        _ sopClass: SOPClass,
        _ dimensions: CorpusUID,
        frames: Int,
        to writer: inout ElementWriter
    ) {
        writer.sequence(0x5200_9229, [shared(sopClass)])
        let type = sopClass == .tomosynthesis ? type(sopClass) : nil
        writer.sequence(0x5200_9230, (1...max(1, frames)).map { frame($0, type) })
    }

    private static func shared(_ sopClass: SOPClass) -> ElementWriter {
        var orientation = ElementWriter()
        orientation.text(0x0020_0037, .DS, "1\\0\\0\\0\\1\\0")
        var measures = ElementWriter()
        measures.text(0x0018_0050, .DS, "1.25")
        measures.text(0x0028_0030, .DS, "0.8\\0.8")
        var window = ElementWriter()
        window.text(0x0028_1050, .DS, "2048")
        window.text(0x0028_1051, .DS, "2048")
        var rescale = ElementWriter()
        rescale.text(0x0028_1052, .DS, "0")
        rescale.text(0x0028_1053, .DS, "1")
        rescale.text(0x0028_1054, .LO, "US")
        var anatomy = ElementWriter()
        anatomy.sequence(0x0008_2218, [AcquisitionElements.region(sopClass)])
        anatomy.text(0x0020_9072, .CS, sopClass == .tomosynthesis ? "L" : "U")
        var shared = ElementWriter()
        if sopClass == .enhancedMR { shared.sequence(0x0018_9226, [type(sopClass)]) }
        shared.sequence(0x0020_9071, [anatomy])
        shared.sequence(0x0020_9116, [orientation])
        shared.sequence(0x0028_9110, [measures])
        shared.sequence(0x0028_9132, [window])
        shared.sequence(0x0028_9145, [rescale])
        return shared
    }

    private static func type(_ sopClass: SOPClass) -> ElementWriter {
        var type = ElementWriter()
        type.text(0x0008_9007, .CS, AcquisitionElements.imageType(sopClass))
        writeDescription(sopClass, to: &type)
        return type
    }

    /// - Parameter type: The frame's type, in classes where it can't be said for all frames.
    private static func frame(_ number: Int, _ type: ElementWriter?) -> ElementWriter {
        var content = ElementWriter()
        content.text(0x0020_9056, .SH, "1")
        content.value(0x0020_9057, .UL, ElementWriter.fourBytes(number))
        content.value(0x0020_9157, .UL, ElementWriter.fourBytes(number))
        var position = ElementWriter()
        position.text(0x0020_0032, .DS, "-100\\-100\\\(number * 5 / 4)")
        var frame = ElementWriter()
        if let type { frame.sequence(0x0018_9504, [type]) }
        frame.sequence(0x0020_9111, [content])
        frame.sequence(0x0020_9113, [position])
        return frame
    }
}
