/// One instance of a synthetic corpus, ready for `POST /instances`.
package struct SyntheticInstance: Sendable {
    package let place: SyntheticCorpus.Place
    package let patientID: String
    package let studyUID: String
    package let seriesUID: String
    package let sopUID: String
    package let bytes: [UInt8]

    init(place: SyntheticCorpus.Place, seed: UInt64) {
        let uids = SyntheticUIDs(seed: seed, place: place)
        let person = SyntheticPerson(number: place.patient)
        self.place = place
        patientID = person.id
        studyUID = uids.study
        seriesUID = uids.series
        sopUID = uids.instance
        var writer = DataSetWriter(charset: person.charset)
        person.write(to: &writer)
        SyntheticStudy(place: place, person: person).write(to: &writer)
        SyntheticSeries(place: place).write(to: &writer)
        Self.write(place, to: &writer)
        uids.write(to: &writer)
        Self.pad(&writer, place, seed)
        bytes = writer.file(sopClass: uids.sopClass, sopInstance: uids.instance)
    }

    private static func write(_ place: SyntheticCorpus.Place, to writer: inout DataSetWriter) {
        let number = place.instance + 1
        writer.text(
            0x0008_0008,
            "CS",
            number % 2 == 0 ? #"DERIVED\SECONDARY"# : #"ORIGINAL\PRIMARY"#
        )
        writer.text(0x0020_0012, "IS", "\(1 + place.instance / 2)")
        writer.text(0x0020_0013, "IS", "\(number)")
        writer.text(0x0020_0032, "DS", "-12.5\\0\\\(number * 3).25")
        writer.text(0x0020_0037, "DS", #"1\0\0\0\1\0"#)
        writer.unsigned(0x0028_0010, UInt16(256 << (place.series % 2)))
        writer.unsigned(0x0028_0011, UInt16(256 + 64 * place.instance))
        if place.instance == 0 { writer.text(0x0020_4000, "LT", "first, \"quoted\" & <marked>") }
    }

    /// A private block whose length differs from instance to instance.
    private static func pad(
        _ writer: inout DataSetWriter,
        _ place: SyntheticCorpus.Place,
        _ seed: UInt64
    ) {
        var random = SplitMix(seed: seed &+ UInt64(place.hashNumber))
        writer.text(0x0009_0010, "LO", "ISENGARD TEST")
        writer.text(0x0009_1001, "LO", "private \(place.series).\(place.instance)")
        let length = 2 * Int(random.next() % 1024)
        writer.octets(
            0x0009_1002,
            (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        )
    }
}

/// The UIDs of a place: `2.25.` and 37 digits that spell seed and numbers, so that a checker can
/// recompute all of them without a list.
struct SyntheticUIDs {
    let study, series, instance: String
    let sopClass: String

    init(seed: UInt64, place: SyntheticCorpus.Place) {
        func digits(_ number: Int, _ count: Int) -> String {
            let text = "\(number)"
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let root = "2.25.1" + digits(Int(seed % 10_000_000_000), 10) + digits(place.patient, 8)
        study = root + digits(place.study + 1, 6) + digits(0, 12)
        series = root + digits(place.study + 1, 6) + digits(place.series + 1, 6) + digits(0, 6)
        instance = String(series.dropLast(6)) + digits(place.instance + 1, 6)
        sopClass = SyntheticSeries(place: place).sopClass
    }

    func write(to writer: inout DataSetWriter) {
        writer.text(0x0008_0016, "UI", sopClass)
        writer.text(0x0008_0018, "UI", instance)
        writer.text(0x0020_000d, "UI", study)
        writer.text(0x0020_000e, "UI", series)
    }
}

/// Small and reproducible; the stream is fixed by the seed. Source: Steele, Lea, Flood, "Fast
/// splittable pseudorandom number generators", 2014.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}

extension SyntheticCorpus.Place {
    /// Differs between all places of a corpus with up to 100 of each below a patient.
    var hashNumber: Int { ((patient * 100 + study) * 100 + series) * 100 + instance }
}
