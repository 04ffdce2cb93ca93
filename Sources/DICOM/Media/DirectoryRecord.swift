/// One record of a DICOMDIR.
///
/// Source: DICOM PS3.3 annex F; which attributes a record has, by what Orthanc 1.12.7 writes.
package struct DirectoryRecord: Sendable {
    package enum Kind: Int, Sendable {
        case patient, study, series, image

        var code: String {
            switch self {
            case .patient: "PATIENT"
            case .study: "STUDY"
            case .series: "SERIES"
            case .image: "IMAGE"
            }
        }
    }

    let kind: Kind
    /// Encoded attributes after the record's type, by ascending tag.
    private(set) var keys: [UInt8] = []
    private var last = Tag(0)

    package init(_ kind: Kind) { self.kind = kind }

    /// Adds an attribute; tags must ascend. nil adds nothing; what is not ASCII is left out, as
    /// Orthanc does.
    package mutating func add(_ tag: Tag, _ text: String?) {
        guard let text else { return }
        precondition(tag > last, "\(tag) behind \(last)")
        last = tag
        ExplicitElement.append(tag, text.utf8.filter { $0 < 0x80 }, to: &keys)
    }

    /// Bytes of the record with its delimiters.
    var size: Int {
        let code = kind.code.utf8.count
        return 8 + 12 + 10 + 12 + 8 + code + code % 2 + keys.count + 8
    }
}

/// Data elements in Explicit VR Little Endian, for values of up to 65,534 bytes.
enum ExplicitElement {
    /// The value is padded to an even length, and cut if it is too long.
    static func append(_ tag: Tag, _ value: some Collection<UInt8>, to bytes: inout [UInt8]) {
        let vr = tag.mediaVR
        let cut = value.prefix(65_534)
        append(tag.number >> 16, 2, to: &bytes)
        append(tag.number & 0xFFFF, 2, to: &bytes)
        bytes += Array(vr.rawValue.utf8)
        let length = UInt32(cut.count + cut.count % 2)
        if vr == .OB {
            bytes += [0, 0]
            append(length, 4, to: &bytes)
        } else {
            append(length, 2, to: &bytes)
        }
        bytes += cut
        if cut.count % 2 == 1 { bytes.append(vr == .UI ? 0 : 0x20) }
    }

    static func append(_ tag: Tag, number: UInt32, width: Int, to bytes: inout [UInt8]) {
        var value: [UInt8] = []
        append(number, width, to: &value)
        append(tag, value, to: &bytes)
    }

    static func append(_ number: UInt32, _ width: Int, to bytes: inout [UInt8]) {
        for shift in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
    }
}

extension Tag {
    /// The dictionary knows nothing of groups 2 and 4, which no instance's data set holds.
    fileprivate var mediaVR: VR {
        switch number {
        case 0x0002_0000, 0x0004_1200, 0x0004_1202, 0x0004_1400, 0x0004_1420: .UL
        case 0x0002_0001: .OB
        case 0x0002_0002, 0x0002_0003, 0x0002_0010, 0x0002_0012, 0x0004_1510, 0x0004_1511,
            0x0004_1512:
            .UI
        case 0x0002_0013: .SH
        case 0x0004_1130, 0x0004_1430, 0x0004_1500: .CS
        case 0x0004_1212, 0x0004_1410: .US
        default: vr
        }
    }

    package static let referencedFileID = Tag(0x0004_1500)
    package static let referencedSOPClassUIDInFile = Tag(0x0004_1510)
    package static let referencedSOPInstanceUIDInFile = Tag(0x0004_1511)
    package static let referencedTransferSyntaxUIDInFile = Tag(0x0004_1512)
}
