internal import JSONText

/// What an Orthanc's answers say of an archive's counts and sizes; all else of them is dropped.
package enum ArchiveAnswer {
    /// One study on the way to its sample. Never leaves the program's memory.
    package struct Study: Sendable {
        /// Orthanc's own: five groups of eight hexadecimal digits.
        package let identifier: String
        package let age: StudyAge
    }

    /// `/statistics`; nil for an answer in another form.
    package static func counts(_ json: [UInt8]) -> ArchiveCounts? {
        guard let root = root(json), let patients = number(root, "CountPatients"),
            let studies = number(root, "CountStudies"), let series = number(root, "CountSeries"),
            let instances = number(root, "CountInstances"),
            let bytes = number(root, "TotalUncompressedSize")
        else { return nil }
        return ArchiveCounts(
            patients: patients,
            studies: studies,
            series: series,
            instances: instances,
            bytes: bytes
        )
    }

    /// A page of `/studies?expand`; nil for an answer in another form.
    ///
    /// - Parameter today: Days since 1970.
    package static func studies(_ json: [UInt8], today: Int) -> [Study]? {
        guard let root = root(json), root.kind == .array else { return nil }
        var studies: [Study] = []
        for element in root.elements {
            guard let identifier = element["ID"]?.string, isIdentifier(identifier) else {
                return nil
            }
            let date = element["MainDicomTags"]?["StudyDate"]?.string
            studies.append(Study(identifier: identifier, age: StudyAge(of: date, today: today)))
        }
        return studies
    }

    /// `/studies/{id}/statistics` and `/studies/{id}/series`; nil for answers in another form.
    package static func sample(
        statistics: [UInt8],
        series: [UInt8],
        age: StudyAge
    ) -> StudySample? {
        guard let root = root(statistics), let instances = number(root, "CountInstances"),
            let count = number(root, "CountSeries"), let bytes = number(root, "UncompressedSize"),
            let list = self.root(series), list.kind == .array
        else { return nil }
        var (modality, most) = ("", -1)
        for element in list.elements {
            let size = element["Instances"].map { $0.elements.reduce(0) { sum, _ in sum + 1 } } ?? 0
            guard size > most else { continue }
            (modality, most) = (element["MainDicomTags"]?["Modality"]?.string ?? "", size)
        }
        return StudySample(
            modality: modality,
            series: count,
            instances: instances,
            bytes: bytes,
            age: age
        )
    }

    private static func root(_ json: [UInt8]) -> JSONElement? {
        (try? JSONDocument(json, limits: .answer))?.root
    }

    /// A number, or one in quotes as Orthanc writes large ones; not negative, below 2^53.
    private static func number(_ element: JSONElement, _ name: String) -> Int? {
        guard let value = element[name],
            let number = value.integer.map(Int.init) ?? value.string.flatMap({ Int($0) }),
            (0..<1 << 53).contains(number)
        else { return nil }
        return number
    }

    /// It becomes part of a path: whoever answers must not choose that path.
    private static func isIdentifier(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.count == 5
            && groups.allSatisfy { group in
                group.count == 8
                    && group.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
            }
    }
}
