/// One study of the corpus: who, when, what, and every identifier, without any file.
package struct StudyPlan: Hashable, Sendable {
    /// Of the upload.
    package let index: Int
    /// Of the study that is sent; another one than ``index`` when this is a re-send.
    package let source: Int
    package let patient: PatientPlan
    /// The line of the mix, e.g. `CR/DX`.
    package let row: String
    package let date: CivilDate
    /// Seconds after midnight.
    package let second: Int
    /// At most 16 characters, unique to the study.
    package let accessionNumber: String
    package let description: String
    /// E.g. `CHEST`.
    package let bodyPart: String
    package let edge: EdgeCase?
    package let series: [SeriesPlan]
    private let seed: UInt64

    init(_ recipe: CorpusRecipe, index: Int) {
        precondition(index >= 0, "no study has the index \(index)")
        let source = recipe.source(of: index)
        let block = source / BlockPermutation.count
        let position = source % BlockPermutation.count
        let place = PatientBlock(seed: recipe.seed, number: block).place(of: position)
        var random = CorpusRandom(seed: recipe.seed, .studies, source)
        let stratum = Stratum(recipe, block: block, position: position, &random)
        let row = recipe.mix.rows[stratum.row]
        let subject = StudySubject(row: row.name, &random)
        let marker = MarkerSets.place(of: source)
        self.index = index
        self.source = source
        self.row = row.name
        seed = recipe.seed
        patient = PatientPlan(recipe, number: place.patient)
        date = Self.date(recipe, place)
        second = HospitalClock.time(&random)
        bodyPart = subject.bodyPart
        description = marker?.description(recipe.token) ?? subject.description
        accessionNumber = MarkerSets.accessionNumber(recipe.token, source)
        let edge = EdgeCase.drawn(from: EdgeCase.ofStudies, recipe.edgeShare / 2, &random)
        self.edge = marker == nil ? edge : nil
        series = SeriesDealer.series(of: row, size: stratum.size, &random)
    }

    /// Whether the study was in an earlier upload.
    package var isResend: Bool { source != index }
    package var instanceCount: Int { series.reduce(0) { $0 + $1.instanceCount } }
    /// `HHMMSS`.
    package var time: String { HospitalClock.text(ofSecond: second) }

    // MARK: Identifiers

    package var uid: CorpusUID { uid(0, 0) }

    /// - Parameter series: A position in ``series``.
    package func uid(series: Int) -> CorpusUID { uid(series + 1, 0) }

    /// - Parameters:
    ///   - series: A position in ``series``.
    ///   - instance: 0 up to its count of instances.
    package func uid(series: Int, instance: Int) -> CorpusUID { uid(series + 1, instance + 1) }

    /// Of something in a series that is no instance, such as its frame of reference.
    func uid(series: Int, other: Int) -> CorpusUID { uid(series + 1, Int.max - other) }

    /// 0 stands for a level that is not reached.
    private func uid(_ series: Int, _ instance: Int) -> CorpusUID {
        let hash = CorpusRandom.hash(
            seed,
            UInt64(patient.number),
            UInt64(source),
            UInt64(series),
            UInt64(instance)
        )
        return CorpusUID(hash: hash, isLong: edge == .longUIDs)
    }

    /// What Orthanc calls the study.
    package var studyIdentifier: String { identifier(uid) }

    /// What Orthanc calls an instance.
    package func instanceIdentifier(series: Int, instance: Int) -> String {
        identifier(uid, uid(series: series), uid(series: series, instance: instance))
    }

    private func identifier(_ uids: CorpusUID...) -> String {
        var text = Array(patient.id.utf8)
        for uid in uids {
            text.append(UInt8(ascii: "|"))
            uid.appendText(to: &text)
        }
        return OrthancHash.identifier(text)
    }

    /// For the words in a series' documents.
    func random(series: Int) -> CorpusRandom {
        CorpusRandom(seed: seed, .texts, source &* 64 &+ series)
    }

    // MARK: Sizes

    /// Frames of an instance, 1 of a single-frame image or a document.
    package func frames(series: Int, instance: Int) -> Int {
        let plan = self.series[series]
        if case .constant(let count) = plan.frames { return count }
        let key = source &* 64 &+ series &* 4099 &+ instance
        var random = CorpusRandom(seed: seed, .frames, key)
        return plan.frames.quantile(random.unit())
    }

    /// About what its files weigh: pixels to the byte, headers by their means.
    package var approximateBytes: Int {
        series.indices.reduce(0) { sum, place in
            let format = series[place].format
            let headers = series[place].instanceCount * format.sopClass.headerBytes
            let frames = (0..<series[place].instanceCount).reduce(0) {
                $0 + self.frames(series: place, instance: $1)
            }
            return sum + headers + frames * format.frameBytes
        }
    }

    /// Counts back from the patient's newest study, at most ten years.
    private static func date(_ recipe: CorpusRecipe, _ place: PatientBlock.Place) -> CivilDate {
        var random = CorpusRandom(seed: recipe.seed, .gaps, place.patient)
        var day = HospitalClock.day(last: recipe.lastDay, days: recipe.days, &random)
        let first = CivilDate(day: day.day - 3650)
        for _ in place.ordinal + 1..<max(place.ordinal + 1, place.studies) {
            day = max(HospitalClock.earlierDay(than: day, &random), first)
        }
        return day
    }
}
