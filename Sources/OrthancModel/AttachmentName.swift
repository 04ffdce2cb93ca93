/// Names of attachments that every Orthanc knows; others are numbers from 1024 on, or aliases.
package enum AttachmentName {
    package static let system: Set<String> = ["dicom", "dicom-as-json", "dicom-until-pixel-data"]
    /// What the DICOMweb plugin keeps for itself beside a series; no client asked for it.
    package static let cache = "4301"
}
