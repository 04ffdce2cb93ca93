/// DICOM's four levels of resources, upper ones first.
package enum Level: Int, CaseIterable, Comparable, Sendable {
    case patient, study, series, instance

    /// `Patient`, as in the field `Type` of an answer.
    package var typeName: String {
        switch self {
        case .patient: "Patient"
        case .study: "Study"
        case .series: "Series"
        case .instance: "Instance"
        }
    }

    /// `patients`, as in a path.
    package var pathName: String {
        switch self {
        case .patient: "patients"
        case .study: "studies"
        case .series: "series"
        case .instance: "instances"
        }
    }

    package var parent: Level? { Level(rawValue: rawValue - 1) }
    package var child: Level? { Level(rawValue: rawValue + 1) }

    /// Reads the first segment of a path, `patients`.
    package init?(pathName: some StringProtocol) {
        guard let level = Self.allCases.first(where: { $0.pathName == pathName }) else {
            return nil
        }
        self = level
    }

    /// Reads the type of an answer, `Patient`.
    package init?(typeName: some StringProtocol) {
        guard let level = Self.allCases.first(where: { $0.typeName == typeName }) else {
            return nil
        }
        self = level
    }

    /// Reads what a request says: singular, plural or `Image(s)`, whatever the case.
    ///
    /// Source: a live Orthanc 1.10.1.
    package init?(requested text: String) {
        switch text.lowercased() {
        case "patient", "patients": self = .patient
        case "study", "studies": self = .study
        case "series": self = .series
        case "instance", "instances", "image", "images": self = .instance
        default: return nil
        }
    }

    package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
}
