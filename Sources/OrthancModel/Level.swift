/// The four levels of DICOM's query model, patient on top.
package enum Level: Int, Hashable, Sendable, Comparable, CaseIterable {
    case patient, study, series, instance

    /// `Patient`, as in `Type` and `ResourceType`.
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

    package init?(pathName: String) {
        guard let level = Self.allCases.first(where: { $0.pathName == pathName }) else {
            return nil
        }
        self = level
    }

    package init?(typeName: String) {
        guard let level = Self.allCases.first(where: { $0.typeName == typeName }) else {
            return nil
        }
        self = level
    }

    /// The level above; nil for a patient.
    package var parent: Level? { Level(rawValue: rawValue - 1) }

    /// The level below; nil for an instance.
    package var child: Level? { Level(rawValue: rawValue + 1) }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
