package import DICOM

/// The attributes that Orthanc keeps in its database for each level, and answers with.
///
/// Source: a live Orthanc 1.10.1; those since 1.12.5 by rest-semantics sections 2 and 8.3.
package enum MainDicomTags {
    /// What the federation advertises and answers: Orthanc 1.12.5's lists, in the order of tags.
    package static func tags(of level: Level) -> [Tag] {
        switch level {
        case .patient: patient
        case .study: study
        case .series: series
        case .instance: instance
        }
    }

    /// The same as answers name them, in the order of tags.
    package static func names(of level: Level) -> [String] { tags(of: level).map(\.name) }

    /// The same as `/system` and the metadata MainDicomTagsSignature have them:
    /// `0010,0010;0010,0020;…`.
    package static func signature(of level: Level) -> String {
        tags(of: level).map(\.description).joined(separator: ";")
    }

    /// Tags of series that Orthancs before 1.12.5 don't keep beside the file.
    package static let sinceExtendedFind: Set<Tag> = [
        Tag(0x0008_0201), Tag(0x0040_0244), Tag(0x0040_0245), Tag(0x0040_0275),
    ]

    /// Whether a level's answer holds the tag.
    package static func contains(_ tag: Tag, at level: Level) -> Bool {
        tags(of: level).contains(tag)
    }

    /// The level whose row can answer a question about the tag, seen from resources of `level`:
    /// itself first, then its parents. Nil for a tag that only the file holds.
    ///
    /// The tags of the patient stand at the study too, as in Orthanc.
    package static func level(of tag: Tag, seenFrom level: Level) -> Level? {
        var current: Level? = level
        while let candidate = current {
            if contains(tag, at: candidate) { return candidate }
            current = candidate.parent
        }
        return nil
    }

    /// Whether the tag belongs to a level below `level`: Orthanc then finds nothing, without
    /// looking at files.
    package static func isBelow(_ tag: Tag, _ level: Level) -> Bool {
        guard self.level(of: tag, seenFrom: level) == nil else { return false }
        return Level.allCases.contains { $0 > level && contains(tag, at: $0) }
    }

    private static let patient = ordered([
        .patientName, .patientID, .patientBirthDate, .patientSex, .otherPatientIDs,
    ])

    private static let study = ordered([
        .studyDate, Tag(0x0008_0030), .accessionNumber, .institutionName, Tag(0x0008_0090),
        Tag(0x0008_0201), .studyDescription, .studyInstanceUID, Tag(0x0020_0010),
        Tag(0x0032_1032), Tag(0x0032_1060),
    ])

    private static let series = ordered([
        Tag(0x0008_0021), Tag(0x0008_0031), .modality, Tag(0x0008_0070), Tag(0x0008_0201),
        Tag(0x0008_1010), Tag(0x0008_103E), Tag(0x0008_1070), Tag(0x0018_0010), Tag(0x0018_0015),
        Tag(0x0018_0024), Tag(0x0018_1030), Tag(0x0018_1090), Tag(0x0018_1400),
        .seriesInstanceUID, Tag(0x0020_0011), Tag(0x0020_0037), Tag(0x0020_0105),
        Tag(0x0020_1002), Tag(0x0040_0244), Tag(0x0040_0245), Tag(0x0040_0254),
        Tag(0x0040_0275), Tag(0x0054_0081), Tag(0x0054_0101), Tag(0x0054_1000),
    ])

    private static let instance = ordered([
        Tag(0x0008_0012), Tag(0x0008_0013), .sopInstanceUID, Tag(0x0008_0201), Tag(0x0020_0012),
        .instanceNumber, Tag(0x0020_0032), Tag(0x0020_0037), Tag(0x0020_0100), Tag(0x0020_4000),
        Tag(0x0028_0008), Tag(0x0054_1330),
    ])

    private static func ordered(_ tags: [Tag]) -> [Tag] { tags.sorted() }
}

/// Attributes that no file holds and Orthanc computes on request.
package enum ComputedTag: CaseIterable, Sendable {
    case numberOfPatientRelatedStudies, numberOfPatientRelatedSeries
    case numberOfPatientRelatedInstances, numberOfStudyRelatedSeries
    case numberOfStudyRelatedInstances, numberOfSeriesRelatedInstances
    case modalitiesInStudy, sopClassesInStudy, instanceAvailability

    package init?(_ tag: Tag) {
        guard let found = Self.allCases.first(where: { $0.tag == tag }) else { return nil }
        self = found
    }

    package var tag: Tag {
        switch self {
        case .numberOfPatientRelatedStudies: .numberOfPatientRelatedStudies
        case .numberOfPatientRelatedSeries: .numberOfPatientRelatedSeries
        case .numberOfPatientRelatedInstances: .numberOfPatientRelatedInstances
        case .numberOfStudyRelatedSeries: .numberOfStudyRelatedSeries
        case .numberOfStudyRelatedInstances: .numberOfStudyRelatedInstances
        case .numberOfSeriesRelatedInstances: .numberOfSeriesRelatedInstances
        case .modalitiesInStudy: .modalitiesInStudy
        case .sopClassesInStudy: .sopClassesInStudy
        case .instanceAvailability: .instanceAvailability
        }
    }

    /// The level whose resources have it.
    package var level: Level {
        switch self {
        case .numberOfPatientRelatedStudies, .numberOfPatientRelatedSeries,
            .numberOfPatientRelatedInstances:
            .patient
        case .numberOfStudyRelatedSeries, .numberOfStudyRelatedInstances, .modalitiesInStudy,
            .sopClassesInStudy:
            .study
        case .numberOfSeriesRelatedInstances: .series
        case .instanceAvailability: .instance
        }
    }
}
