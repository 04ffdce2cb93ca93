import Basics
import JSONText
import OrthancModel

@testable import GlobalIndex

/// One synthetic instance: numbers that say where it stands, and what its parents are called.
struct Sample {
    var patient = 0
    var study = 0
    var series = 0
    var instance = 0
    var patientTags: [String: String] = [:]
    var studyTags: [String: String] = [:]
    var seriesTags: [String: String] = [:]
    var instanceTags: [String: String] = [:]
    var expected: Int?
    var indexInSeries: Int?
    var size: Int64 = 1000
    var lastUpdate = "20240101T000000"

    init(_ patient: Int, _ study: Int = 0, _ series: Int = 0, _ instance: Int = 0) {
        self.patient = patient
        self.study = study
        self.series = series
        self.instance = instance
    }

    /// Instances 0..<count of one series.
    static func series(_ patient: Int, _ study: Int, _ series: Int, count: Int) -> [Sample] {
        (0..<count).map { Sample(patient, study, series, $0) }
    }

    func id(_ level: Level) -> OrthancID {
        let numbers = [patient, study, series, instance].prefix(level.rawValue + 1)
        let text = numbers.map(String.init).joined(separator: ".")
        return OrthancID(bytes: Digest.sha1(Array(text.utf8)))!
    }

    private var patientValues: [String: String] {
        ["PatientID": "P\(patient)", "PatientName": "Name^\(patient)"]
            .merging(patientTags) { $1 }
    }

    func record(_ level: Level, isStable: Bool = false) throws -> ResourceRecord {
        switch level {
        case .patient:
            try ResourceRecord(
                level: .patient,
                id: id(.patient),
                parent: nil,
                tags: Self.text(patientValues),
                lastUpdate: lastUpdate,
                isStable: isStable
            )
        case .study:
            try ResourceRecord(
                level: .study,
                id: id(.study),
                parent: id(.patient),
                tags: Self.text(
                    ["StudyInstanceUID": "1.\(patient).\(study)"].merging(studyTags) { $1 }
                ),
                patientTags: Self.text(patientValues),
                lastUpdate: lastUpdate,
                isStable: isStable
            )
        case .series:
            try ResourceRecord(
                level: .series,
                id: id(.series),
                parent: id(.study),
                tags: Self.text(
                    ["SeriesInstanceUID": "1.\(patient).\(study).\(series)"]
                        .merging(seriesTags) { $1 }
                ),
                lastUpdate: lastUpdate,
                isStable: isStable,
                expectedInstances: expected
            )
        case .instance:
            try ResourceRecord(
                level: .instance,
                id: id(.instance),
                parent: id(.series),
                tags: Self.text(
                    ["SOPInstanceUID": "1.\(patient).\(study).\(series).\(instance)"]
                        .merging(instanceTags) { $1 }
                ),
                indexInSeries: indexInSeries,
                fileSize: size,
                fileUuid: "550e8400-e29b-41d4-a716-446655440000"
            )
        }
    }

    /// Records of the instances and all their parents, each once.
    static func records(_ samples: [Sample], isStable: Bool = false) throws -> [ResourceRecord] {
        var seen: Set<OrthancID> = []
        var records: [ResourceRecord] = []
        for sample in samples {
            for level in Level.allCases.reversed() where seen.insert(sample.id(level)).inserted {
                records.append(try sample.record(level, isStable: isStable))
            }
        }
        return records
    }

    /// JSON object with its keys in order.
    static func text(_ tags: [String: String]) -> [UInt8] {
        var writer = JSONWriter(.compact)
        writer.object { writer in
            for (key, value) in tags.sorted(by: { $0.key < $1.key }) { writer.member(key, value) }
        }
        return writer.bytes
    }
}
