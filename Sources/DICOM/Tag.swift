/// A DICOM attribute's number: group and element.
package struct Tag: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Group in the upper 16 bits, element in the lower.
    package let number: UInt32

    package init(_ number: UInt32) { self.number = number }

    package init(_ group: UInt16, _ element: UInt16) {
        number = UInt32(group) << 16 | UInt32(element)
    }

    /// Reads a tag as Orthanc's REST API does: the keyword (case counts), `gggg,eeee`,
    /// `gggg-eeee` or `ggggeeee`.
    ///
    /// Of the attribute with two names, 1.10.1 takes the keyword alone, 1.12.7 the ``name``: we
    /// take both.
    package init?(parsing text: String) {
        if let number = Self.hexadecimal(text) {
            self.init(number)
        } else if text == Self.otherPatientIDs.name {
            self = Self.otherPatientIDs
        } else if let tag = TagDictionary.standard.tag(named: text) {
            self = tag
        } else {
            return nil
        }
    }

    package var group: UInt16 { UInt16(number >> 16) }
    package var element: UInt16 { UInt16(truncatingIfNeeded: number) }

    package static func < (left: Tag, right: Tag) -> Bool { left.number < right.number }

    /// `gggg,eeee` in lower case, as Orthanc writes it.
    package var description: String {
        let digits = String(number, radix: 16)
        let padded = String(repeating: "0", count: 8 - digits.count) + digits
        return "\(padded.prefix(4)),\(padded.suffix(4))"
    }

    /// The keyword as DCMTK and Orthanc spell it, or nil for a tag beyond the dictionary.
    package var keyword: String? { TagDictionary.standard.entry(of: self)?.keyword }

    /// The name that Orthanc writes in its answers: the keyword, but for one retired attribute
    /// that it keeps among its main tags, and a phrase for a tag beyond the dictionary.
    ///
    /// Source: a live Orthanc 1.10.1, all 3,985 attributes of its dictionary that a file can hold.
    package var name: String {
        self == Self.otherPatientIDs ? "OtherPatientIDs" : keyword ?? "Unknown Tag & Data"
    }

    /// What the dictionary says of the values; UN for a tag beyond it.
    package var vr: VR { TagDictionary.standard.entry(of: self)?.vr ?? .UN }

    private static func hexadecimal(_ text: String) -> UInt32? {
        var digits = Array(text.utf8)
        if digits.count == 9 {
            guard digits[4] == UInt8(ascii: ",") || digits[4] == UInt8(ascii: "-") else {
                return nil
            }
            digits.remove(at: 4)
        }
        guard digits.count == 8 else { return nil }
        var number: UInt32 = 0
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            number = number << 4 | UInt32(value)
        }
        return number
    }
}

// The attributes that the federation itself speaks of.
extension Tag {
    package static let specificCharacterSet = Tag(0x0008_0005)
    package static let sopClassUID = Tag(0x0008_0016)
    package static let sopInstanceUID = Tag(0x0008_0018)
    package static let studyDate = Tag(0x0008_0020)
    package static let accessionNumber = Tag(0x0008_0050)
    package static let instanceAvailability = Tag(0x0008_0056)
    package static let modality = Tag(0x0008_0060)
    package static let modalitiesInStudy = Tag(0x0008_0061)
    package static let sopClassesInStudy = Tag(0x0008_0062)
    package static let institutionName = Tag(0x0008_0080)
    package static let studyDescription = Tag(0x0008_1030)
    package static let patientName = Tag(0x0010_0010)
    package static let patientID = Tag(0x0010_0020)
    package static let patientBirthDate = Tag(0x0010_0030)
    package static let patientSex = Tag(0x0010_0040)
    package static let otherPatientIDs = Tag(0x0010_1000)
    package static let studyInstanceUID = Tag(0x0020_000D)
    package static let seriesInstanceUID = Tag(0x0020_000E)
    package static let instanceNumber = Tag(0x0020_0013)
    package static let numberOfPatientRelatedStudies = Tag(0x0020_1200)
    package static let numberOfPatientRelatedSeries = Tag(0x0020_1202)
    package static let numberOfPatientRelatedInstances = Tag(0x0020_1204)
    package static let numberOfStudyRelatedSeries = Tag(0x0020_1206)
    package static let numberOfStudyRelatedInstances = Tag(0x0020_1208)
    package static let numberOfSeriesRelatedInstances = Tag(0x0020_1209)
    package static let pixelData = Tag(0x7FE0_0010)
}
