internal import DICOM

/// Makes the files of one series, one after the other, into the same body.
///
/// What the instances share is put together once; each then costs some appends of a few hundred
/// bytes, without an allocation once the body has grown.
package struct SeriesEncoder: Sendable {
    package let study: StudyPlan
    /// A position in ``StudyPlan/series``.
    package let series: Int
    private let template: InstanceTemplate
    private let pieces: [HeadPiece]

    /// - Parameter template: Of the series' format.
    package init(_ study: StudyPlan, series: Int, _ template: InstanceTemplate) {
        precondition(template.format == study.series[series].format, "a template of another format")
        self.study = study
        self.series = series
        self.template = template
        pieces = SeriesHead(study, series: series, template.syntax).pieces
    }

    /// How many instances there are.
    package var count: Int { study.series[series].instanceCount }

    /// - Parameters:
    ///   - instance: 0..<``count``.
    ///   - body: Whatever it held is gone.
    package func encode(_ instance: Int, into body: inout InstanceBody) {
        precondition((0..<count).contains(instance), "there is no instance \(instance)")
        let uid = study.uid(series: series, instance: instance)
        let frames = study.frames(series: series, instance: instance)
        let pixelBytes = frames * template.format.frameBytes
        precondition(pixelBytes < 0xFFFF_FFFE, "PixelData's length has 32 bits")
        body.head.removeAll(keepingCapacity: true)
        for piece in pieces {
            append(piece, instance, uid, frames, pixelBytes, to: &body.head)
        }
        body.pixelStart = body.head.count
        body.head += template.tile[..<template.prefixBytes]
        InstanceMark.write(
            uid,
            to: &body.head,
            from: body.pixelStart,
            bytesPerSample: max(1, template.format.bytesPerSample)
        )
        body.tile = template.tile
        body.tailStart = template.prefixBytes
        body.tailBytes = pixelBytes - template.prefixBytes
    }

    private func append(
        _ piece: HeadPiece,
        _ instance: Int,
        _ uid: CorpusUID,
        _ frames: Int,
        _ pixelBytes: Int,
        to head: inout [UInt8]
    ) {
        switch piece {
        case .constant(let bytes): head += bytes
        case .instanceUID: uid.appendText(to: &head)
        case .instanceNumber:
            Self.append(Self.numberStart, to: &head) { $0.append(decimal: instance + 1) }
        case .frames:
            Self.append(Self.framesStart, to: &head) { $0.append(decimal: frames) }
        case .imagePosition:
            Self.append(Self.positionStart, to: &head) {
                $0 += Self.corner
                $0.append(slice: instance)
            }
        case .sliceLocation:
            Self.append(Self.locationStart, to: &head) { $0.append(slice: instance) }
        case .imageIndex:
            head += Self.indexStart
            head.append(UInt8((instance + 1) & 255))
            head.append(UInt8((instance + 1) >> 8 & 255))
        case .pixelLength:
            for shift in 0..<4 { head.append(UInt8(pixelBytes >> (shift * 8) & 255)) }
        }
    }

    /// An element of text that `body` writes, below 256 bytes, padded with a blank.
    ///
    /// - Parameter start: Tag, VR and a length to be filled in: eight bytes.
    private static func append(
        _ start: [UInt8],
        to head: inout [UInt8],
        _ body: (inout [UInt8]) -> Void
    ) {
        head += start
        let value = head.count
        body(&head)
        if (head.count - value) % 2 == 1 { head.append(0x20) }
        head[value - 2] = UInt8(head.count - value)
    }

    /// (0020,0013) IS, (0028,0008) IS, (0020,0032) DS, (0020,1041) DS, (0054,1330) US.
    private static let numberStart: [UInt8] = [0x20, 0x00, 0x13, 0x00, 0x49, 0x53, 0, 0]
    private static let framesStart: [UInt8] = [0x28, 0x00, 0x08, 0x00, 0x49, 0x53, 0, 0]
    private static let positionStart: [UInt8] = [0x20, 0x00, 0x32, 0x00, 0x44, 0x53, 0, 0]
    private static let locationStart: [UInt8] = [0x20, 0x00, 0x41, 0x10, 0x44, 0x53, 0, 0]
    private static let indexStart: [UInt8] = [0x54, 0x00, 0x30, 0x13, 0x55, 0x53, 2, 0]
    private static let corner = Array("-200\\-200\\".utf8)
}

extension [UInt8] {
    fileprivate mutating func append(decimal number: Int) {
        let start = count
        var rest = number
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        for offset in 0..<(count - start) / 2 { swapAt(start + offset, count - 1 - offset) }
    }

    /// Millimetres from the first slice, 1.25 apart.
    fileprivate mutating func append(slice: Int) {
        append(decimal: slice * 5 / 4)
        append(UInt8(ascii: "."))
        let hundredths = slice * 125 % 100
        append(UInt8(ascii: "0") + UInt8(hundredths / 10))
        append(UInt8(ascii: "0") + UInt8(hundredths % 10))
    }
}
