/// Made-up patients that hold what makes searching and merging hard, the same for the same seed.
///
/// Names with accents in Latin-1 and UTF-8, lower case, several components; empty and absent
/// values; lists; dates over decades; several modalities in one study; private tags; sequences. The
/// files have no pixels: about 1.5 to 4 KiB each.
package struct SyntheticCorpus: Sendable {
    package let seed: UInt64
    package let instances: [SyntheticInstance]

    /// - Parameter patients: Number of patients; about 18 instances each. The first five have the
    ///   shapes that `stores(of:)` spreads.
    package init(seed: UInt64 = 1, patients: Int = 12) {
        self.seed = seed
        instances = (0..<patients).flatMap { patient in
            Self.places(of: patient).map { SyntheticInstance(place: $0, seed: seed) }
        }
    }

    /// One instance's place in the tree, each number counted from 0 within its parent.
    package struct Place: Sendable, Hashable {
        package let patient, study, series, instance: Int
    }

    private static func places(of patient: Int) -> [Place] {
        (0..<studies(of: patient)).flatMap { study in
            (0..<2 + (patient + study) % 2).flatMap { series in
                (0..<3 + (study + series) % 3).map { instance in
                    Place(patient: patient, study: study, series: series, instance: instance)
                }
            }
        }
    }

    private static func studies(of patient: Int) -> Int { patient == 0 ? 3 : 1 + patient % 3 }

    /// Number of stores that `stores(of:)` speaks of.
    package static let storeCount = 3

    /// Which of three stores hold an instance, by number.
    ///
    /// Patient 0 spans three stores, a study on each. The first study of patient 1 spans two stores
    /// by series, that of patient 2 by instance. All of patient 3 is held twice. Series 0 of the
    /// first study of patient 4 is held twice, the rest of it once, elsewhere. Every other patient
    /// is held once, by the store of its number modulo 3.
    package static func stores(of place: Place) -> [Int] {
        switch (place.patient, place.study) {
        case (0, let study): [study % 3]
        case (1, 0): [place.series % 2]
        case (2, 0): [1 + place.instance % 2]
        case (3, _): [1, 2]
        case (4, 0): place.series == 0 ? [0, 1] : [2]
        default: [place.patient % 3]
        }
    }

    /// What store `number` holds, in the corpus' order.
    package func held(by number: Int) -> [SyntheticInstance] {
        instances.filter { Self.stores(of: $0.place).contains(number) }
    }
}
