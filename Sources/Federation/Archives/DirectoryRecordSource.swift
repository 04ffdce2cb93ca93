import Basics
import DICOM
import OrthancModel

/// A patient, study or series from which a record of a DICOMDIR is made.
///
/// Source: the attributes that Orthanc 1.12.7 writes, and when.
struct DirectoryRecordSource {
    let level: Level
    let tags: MainTags

    func patient(_ header: InstanceHeader) -> DirectoryRecord {
        var record = DirectoryRecord(.patient)
        record.add(.specificCharacterSet, header.specificCharacterSet)
        record.add(.patientName, tags["PatientName"] ?? "")
        record.add(.patientID, filled("PatientID"))
        return record
    }

    /// Date and time must be there: those of the series stand in, then the present.
    func study(_ header: InstanceHeader, seriesOf series: MainTags?) -> DirectoryRecord {
        let now = WallClock.utc().split(separator: "T").map(String.init)
        var record = DirectoryRecord(.study)
        record.add(.specificCharacterSet, header.specificCharacterSet)
        record.add(.studyDate, tags["StudyDate"] ?? series?["SeriesDate"] ?? now[0])
        record.add(.studyTime, tags["StudyTime"] ?? series?["SeriesTime"] ?? now[1])
        record.add(.accessionNumber, tags["AccessionNumber"] ?? "")
        record.add(.studyDescription, tags["StudyDescription"] ?? "")
        record.add(.studyInstanceUID, tags["StudyInstanceUID"] ?? "")
        record.add(.studyID, filled("StudyID"))
        return record
    }

    func series(_ header: InstanceHeader, isExtended: Bool) -> DirectoryRecord {
        var record = DirectoryRecord(.series)
        record.add(.specificCharacterSet, header.specificCharacterSet)
        record.add(.modality, tags["Modality"] ?? "")
        if isExtended { record.add(.seriesDescription, tags["SeriesDescription"]) }
        record.add(.seriesInstanceUID, tags["SeriesInstanceUID"] ?? "")
        record.add(.seriesNumber, filled("SeriesNumber"))
        return record
    }

    private func filled(_ name: String) -> String? {
        tags[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension Tag {
    fileprivate static let studyTime = Tag(0x0008_0030)
    fileprivate static let seriesDescription = Tag(0x0008_103E)
    fileprivate static let studyID = Tag(0x0020_0010)
    fileprivate static let seriesNumber = Tag(0x0020_0011)
}
