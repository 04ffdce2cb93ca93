/// The tags that the simulator knows by name, with Orthanc's lists of main tags.
///
/// The lists are those that `/system` of Orthanc 1.12.7 shows; 1.10.1 lacks what is marked newer.
enum SimulatedTags {
    /// Name of a tag; unknown and private ones share Orthanc's name for them.
    static func name(of tag: UInt32) -> String {
        if tag >> 16 & 1 == 1, tag & 0xff00 == 0 { return "PrivateCreator" }
        return names[tag] ?? "Unknown Tag & Data"
    }

    static func main(_ level: SimulatedLevel, _ version: SimulatedVersion) -> [UInt32] {
        let all = mainTags[level] ?? []
        return version == .v1_10_1 ? all.filter { !newer.contains($0) } : all
    }

    private static let newer: Set<UInt32> = [0x0008_0201, 0x0040_0244, 0x0040_0245, 0x0040_0275]

    private static let mainTags: [SimulatedLevel: [UInt32]] = [
        .patient: [0x0010_0010, 0x0010_0020, 0x0010_0030, 0x0010_0040, 0x0010_1000],
        .study: [
            0x0008_0020, 0x0008_0030, 0x0008_0050, 0x0008_0080, 0x0008_0090, 0x0008_0201,
            0x0008_1030, 0x0020_000d, 0x0020_0010, 0x0032_1032, 0x0032_1060,
        ],
        .series: [
            0x0008_0021, 0x0008_0031, 0x0008_0060, 0x0008_0070, 0x0008_0201, 0x0008_1010,
            0x0008_103e, 0x0008_1070, 0x0018_0010, 0x0018_0015, 0x0018_0024, 0x0018_1030,
            0x0018_1090, 0x0018_1400, 0x0020_000e, 0x0020_0011, 0x0020_0037, 0x0020_0105,
            0x0020_1002, 0x0040_0244, 0x0040_0245, 0x0040_0254, 0x0040_0275, 0x0054_0081,
            0x0054_0101, 0x0054_1000,
        ],
        .instance: [
            0x0008_0012, 0x0008_0013, 0x0008_0018, 0x0020_0012, 0x0020_0013, 0x0020_0032,
            0x0020_0037, 0x0020_0100, 0x0020_4000, 0x0028_0008, 0x0054_1330,
        ],
    ]

    private static let names: [UInt32: String] = [
        0x0008_0005: "SpecificCharacterSet", 0x0008_0008: "ImageType",
        0x0008_0012: "InstanceCreationDate", 0x0008_0013: "InstanceCreationTime",
        0x0008_0016: "SOPClassUID", 0x0008_0018: "SOPInstanceUID", 0x0008_0020: "StudyDate",
        0x0008_0021: "SeriesDate", 0x0008_0030: "StudyTime", 0x0008_0031: "SeriesTime",
        0x0008_0050: "AccessionNumber", 0x0008_0060: "Modality", 0x0008_0070: "Manufacturer",
        0x0008_0080: "InstitutionName", 0x0008_0090: "ReferringPhysicianName",
        0x0008_0201: "TimezoneOffsetFromUTC", 0x0008_1010: "StationName",
        0x0008_1030: "StudyDescription", 0x0008_103e: "SeriesDescription",
        0x0008_1070: "OperatorsName", 0x0010_0010: "PatientName", 0x0010_0020: "PatientID",
        0x0010_0030: "PatientBirthDate", 0x0010_0040: "PatientSex",
        0x0010_1000: "OtherPatientIDs", 0x0018_0010: "ContrastBolusAgent",
        0x0018_0015: "BodyPartExamined", 0x0018_0024: "SequenceName",
        0x0018_1030: "ProtocolName", 0x0018_1090: "CardiacNumberOfImages",
        0x0018_1400: "AcquisitionDeviceProcessingDescription",
        0x0020_000d: "StudyInstanceUID", 0x0020_000e: "SeriesInstanceUID", 0x0020_0010: "StudyID",
        0x0020_0011: "SeriesNumber", 0x0020_0012: "AcquisitionNumber",
        0x0020_0013: "InstanceNumber", 0x0020_0032: "ImagePositionPatient",
        0x0020_0037: "ImageOrientationPatient", 0x0020_0100: "TemporalPositionIdentifier",
        0x0020_0105: "NumberOfTemporalPositions", 0x0020_1002: "ImagesInAcquisition",
        0x0020_4000: "ImageComments", 0x0028_0008: "NumberOfFrames", 0x0028_0010: "Rows",
        0x0028_0011: "Columns", 0x0032_1032: "RequestingPhysician",
        0x0032_1060: "RequestedProcedureDescription",
        0x0040_0007: "ScheduledProcedureStepDescription",
        0x0040_0009: "ScheduledProcedureStepID",
        0x0040_0244: "PerformedProcedureStepStartDate",
        0x0040_0245: "PerformedProcedureStepStartTime",
        0x0040_0254: "PerformedProcedureStepDescription",
        0x0040_0275: "RequestAttributesSequence", 0x0054_0081: "NumberOfSlices",
        0x0054_0101: "NumberOfTimeSlices", 0x0054_1000: "SeriesType", 0x0054_1330: "ImageIndex",
    ]
}

/// The Orthanc that a simulator pretends to be.
package enum SimulatedVersion: String, Sendable, CaseIterable {
    /// Lists in the order of insertion, `limit=0` means nothing, unknown fields are ignored.
    case v1_10_1 = "1.10.1"
    /// Lists in the order of ids, `limit=0` means no limit, labels, extended changes.
    case v1_12_11 = "1.12.11"
}

package enum SimulatedLevel: Int, Sendable, CaseIterable {
    case patient, study, series, instance

    /// As `ResourceType` and `Type` say it.
    var type: String { ["Patient", "Study", "Series", "Instance"][rawValue] }

    /// As paths and lists of children say it.
    var path: String { ["patients", "studies", "series", "instances"][rawValue] }

    /// As the path to a parent says it.
    var singular: String { ["patient", "study", "series", "instance"][rawValue] }

    var child: Self? { Self(rawValue: rawValue + 1) }
    var parent: Self? { Self(rawValue: rawValue - 1) }
}
