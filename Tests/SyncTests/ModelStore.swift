import OrthancModel
import Sync

/// Where an instance is in the tree of DICOM.
struct Place: Hashable {
    var patient: Int
    var study: Int
    var series: Int
    var instance: Int

    /// Identifiers of patient, study, series and instance, in this order.
    var path: [OrthancID] {
        [
            .model([0, patient]), .model([1, patient, study]),
            .model([2, patient, study, series]), .model([3, patient, study, series, instance]),
        ]
    }

    var identifier: OrthancID { path[3] }
}

/// One database of an Orthanc: what it holds and what its `/changes` tells, as tried on 1.10.1.
///
/// Deleting a resource deletes its rows; the counter never goes back; an upload logs instance,
/// series, study, patient in this order; a deletion logs nothing; `Last` of an empty page is the
/// counter, of another its last row.
struct ModelDatabase {
    private static let newTypes: [ChangeType] = [.newPatient, .newStudy, .newSeries, .newInstance]

    /// Tells databases apart that an operator put in each other's place.
    var generation: Int
    /// Where its patients are numbered from.
    let patients: Int
    private(set) var counter: Int64 = 0
    private(set) var rows: [FeedMark] = []
    /// In the order of insertion, as Orthanc 1.10.1 lists them.
    private(set) var places: [Place] = []
    private var known: [OrthancID: Int] = [:]

    init(generation: Int) {
        self.generation = generation
        patients = generation
    }

    var instances: Set<OrthancID> { Set(places.map(\.identifier)) }

    func holds(_ instance: OrthancID) -> Bool { known[instance] != nil }

    var counts: LevelCounts {
        LevelCounts(
            patients: Set(places.map { $0.path[0] }).count,
            studies: Set(places.map { $0.path[1] }).count,
            series: Set(places.map { $0.path[2] }).count,
            instances: places.count
        )
    }

    /// Overwrites an instance that is there already: deletes it and adds it again.
    mutating func upload(_ place: Place) {
        if holds(place.identifier) { delete([place]) }
        places.append(place)
        for level in (0...3).reversed() {
            let identifier = place.path[level]
            known[identifier, default: 0] += 1
            if known[identifier] == 1 { log(Self.newTypes[level], identifier) }
        }
    }

    mutating func settle(_ place: Place) { log(.stableSeries, place.path[2]) }

    mutating func delete(_ gone: [Place]) {
        let doomed = Set(gone)
        places.removeAll { doomed.contains($0) }
        for identifier in doomed.flatMap(\.path) {
            known[identifier, default: 0] -= 1
            guard known[identifier] == 0 else { continue }
            known[identifier] = nil
            rows.removeAll { $0.resource == identifier }
        }
    }

    mutating func deleteChanges() { rows = [] }

    /// Lets the counter of another database start elsewhere.
    mutating func skip(to counter: Int64) { self.counter = max(self.counter, counter) }

    func page(_ request: PageRequest) -> FeedPage {
        let rest = rows.filter { $0.sequence > request.since }
        let given = Array(rest.prefix(request.limit))
        return FeedPage(
            marks: given,
            last: given.last?.sequence ?? counter,
            isDone: given.count == rest.count
        )
    }

    private mutating func log(_ type: ChangeType, _ identifier: OrthancID) {
        counter += 1
        rows.append(FeedMark(sequence: counter, type: type, resource: identifier))
    }
}

extension OrthancID {
    /// A made-up identifier that is the same for the same numbers.
    static func model(_ numbers: [Int]) -> OrthancID {
        var bytes = numbers.flatMap { [UInt8(($0 >> 8) & 255), UInt8($0 & 255)] }
        bytes.append(contentsOf: [UInt8](repeating: 0, count: 20 - bytes.count))
        return OrthancID(bytes: bytes)!
    }
}
