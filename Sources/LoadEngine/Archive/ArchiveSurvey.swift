internal import Basics
package import LoadModel

/// Looks at an archive's counts, and at the size, modality and coarse age of studies drawn at
/// random. Asks `/statistics`, pages of `/studies` and, of each study drawn, its `/statistics` and
/// `/series`; keeps numbers and modalities.
package struct ArchiveSurvey {
    private let reader: AnswerReader
    private let today: Int

    /// Our choice; a study of 10,000 instances lists 0.5 MB of them.
    private static let limitBytes = 16 << 20

    /// - Parameter today: Days since 1970.
    package init(
        of target: TargetSettings,
        today: Int = WallClock.unixSeconds() / 86_400
    ) throws(LoadError) {
        reader = try AnswerReader(target, name: "the archive", limitBytes: Self.limitBytes)
        self.today = today
    }

    /// - Parameters:
    ///   - count: Most studies that are looked at; all of a smaller archive.
    ///   - seed: Draws them.
    ///   - isStopped: Asked before each study; what was seen by then is returned.
    ///   - tell: Called after each study with how many there were, and will be.
    /// - Throws: ``LoadError`` — `.target` for a server that is no Orthanc, or can't be asked.
    package func samples(
        _ count: Int,
        seed: UInt64,
        isStopped: () -> Bool = { false },
        tell: (Int, Int) -> Void = { _, _ in }
    ) throws(LoadError) -> (counts: ArchiveCounts, samples: [StudySample]) {
        guard let counts = ArchiveAnswer.counts(try answer("/statistics")) else {
            throw reader.failure("its statistics are not Orthanc's")
        }
        var samples: [StudySample] = []
        let places = Self.places(count, of: counts.studies, seed: seed)
        for (number, place) in places.enumerated() where !isStopped() {
            if let sample = try sample(at: place) { samples.append(sample) }
            tell(number + 1, places.count)
        }
        return (counts, samples)
    }

    /// Ascending, none twice.
    static func places(_ count: Int, of total: Int, seed: UInt64) -> [Int] {
        guard count < total else { return Array(0..<total) }
        let random = CounterRandom(seed: seed, stream: stream)
        // Floyd's choice without repetition: Bentley and Floyd, CACM 30(9), 1987.
        var chosen: Set<Int> = []
        for last in (total - count)..<total {
            let place = Int(random.bits(UInt64(last)) % UInt64(last + 1))
            if !chosen.insert(place).inserted { chosen.insert(last) }
        }
        return chosen.sorted()
    }

    private static let stream: UInt64 = 0x4C45_4152

    /// Nil for a study that has gone meanwhile.
    private func sample(at place: Int) throws(LoadError) -> StudySample? {
        let page = try answer("/studies?expand&since=\(place)&limit=1")
        guard let studies = ArchiveAnswer.studies(page, today: today), studies.count <= 1 else {
            throw reader.failure("its list of studies is not Orthanc's")
        }
        guard let study = studies.first,
            let statistics = try reader.get("/studies/\(study.identifier)/statistics"),
            let series = try reader.get("/studies/\(study.identifier)/series")
        else { return nil }
        let sample = ArchiveAnswer.sample(statistics: statistics, series: series, age: study.age)
        guard let sample else { throw reader.failure("its studies are not told as Orthanc's") }
        return sample
    }

    private func answer(_ path: String) throws(LoadError) -> [UInt8] {
        guard let answer = try reader.get(path) else {
            throw reader.failure("it answers with status 404; is it an Orthanc?")
        }
        return answer
    }
}
