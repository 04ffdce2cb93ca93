/// The SOP classes that the corpus can make. Source: DICOM PS3.4, table B.5-1.
package enum SOPClass: String, Sendable, CaseIterable {
    case computedRadiography = "1.2.840.10008.5.1.4.1.1.1"
    case digitalXRay = "1.2.840.10008.5.1.4.1.1.1.1"
    case mammography = "1.2.840.10008.5.1.4.1.1.1.2"
    case tomosynthesis = "1.2.840.10008.5.1.4.1.1.13.1.3"
    case ct = "1.2.840.10008.5.1.4.1.1.2"
    case mr = "1.2.840.10008.5.1.4.1.1.4"
    case enhancedMR = "1.2.840.10008.5.1.4.1.1.4.1"
    case ultrasound = "1.2.840.10008.5.1.4.1.1.6.1"
    case ultrasoundMultiframe = "1.2.840.10008.5.1.4.1.1.3.1"
    case angiography = "1.2.840.10008.5.1.4.1.1.12.1"
    case fluoroscopy = "1.2.840.10008.5.1.4.1.1.12.2"
    case nuclearMedicine = "1.2.840.10008.5.1.4.1.1.20"
    case pet = "1.2.840.10008.5.1.4.1.1.128"
    case basicTextReport = "1.2.840.10008.5.1.4.1.1.88.11"
    case radiationDoseReport = "1.2.840.10008.5.1.4.1.1.88.67"
    case keyObjectSelection = "1.2.840.10008.5.1.4.1.1.88.59"

    package var uid: String { rawValue }

    /// What stands in Modality.
    package var modality: String {
        switch self {
        case .computedRadiography: "CR"
        case .digitalXRay: "DX"
        case .mammography, .tomosynthesis: "MG"
        case .ct: "CT"
        case .mr, .enhancedMR: "MR"
        case .ultrasound, .ultrasoundMultiframe: "US"
        case .angiography: "XA"
        case .fluoroscopy: "RF"
        case .nuclearMedicine: "NM"
        case .pet: "PT"
        case .basicTextReport, .radiationDoseReport: "SR"
        case .keyObjectSelection: "KO"
        }
    }

    /// Whether an instance holds NumberOfFrames.
    package var isMultiframe: Bool {
        switch self {
        case .tomosynthesis, .enhancedMR, .ultrasoundMultiframe, .angiography, .fluoroscopy,
            .nuclearMedicine:
            true
        default: false
        }
    }

    /// Whether there are pixels.
    package var isImage: Bool {
        switch self {
        case .basicTextReport, .radiationDoseReport, .keyObjectSelection: false
        default: true
        }
    }

    /// About what a file weighs besides its frames, in bytes; measured.
    package var headerBytes: Int {
        switch self {
        case .enhancedMR: 9000
        case .tomosynthesis: 17_600
        case .basicTextReport: 8700
        case .radiationDoseReport: 5200
        case .keyObjectSelection: 1700
        default: 1_400
        }
    }
}
