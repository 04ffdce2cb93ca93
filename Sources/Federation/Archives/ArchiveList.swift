import GlobalIndex
import OrthancModel

/// What an archive holds: the union below some resources, each instance once, in the order in
/// which it is written: patients, studies and series by identifier, instances by their number.
///
/// About 60 bytes an instance.
struct ArchiveList: Sendable {
    struct Entry: Sendable {
        let id: OrthancID
        /// What every copy weighs; nil when they differ.
        let bytes: Int64?
        /// InstanceNumber as the index has it.
        let number: String
        /// Which of ``holderSets`` has it.
        let holders: Int
    }

    struct Series: Sendable {
        let place: SeriesPlace
        /// Where its instances stand in ``entries``.
        let range: Range<Int>
    }

    /// Most instances of one archive.
    static let mostInstances = 200_000

    private(set) var series: [Series] = []
    private(set) var entries: [Entry] = []
    /// The different sets of stores that hold an instance.
    private(set) var holderSets: [[StoreKey]] = []
    private var setNumbers: [[StoreKey]: Int] = [:]

    /// Bytes of all files, as far as the index is sure of them.
    var bytes: Int64 { entries.reduce(0) { $0 + ($1.bytes ?? 0) } }

    func holders(of entry: Entry) -> [StoreKey] { holderSets[entry.holders] }

    mutating func add(_ place: SeriesPlace, _ instances: [InstanceCopies]) {
        guard !instances.isEmpty else { return }
        let start = entries.count
        let added = instances.map { instance in
            Entry(
                id: instance.id,
                bytes: instance.bytes,
                number: MainTags(instance.tags)["InstanceNumber"] ?? "",
                holders: number(of: instance.stores)
            )
        }
        entries += added.map { (ArchiveNames.number($0.number), $0) }
            .sorted { ($0.0, $0.1.id) < ($1.0, $1.1.id) }.map(\.1)
        series.append(Series(place: place, range: start..<entries.count))
    }

    /// File names of a series' instances, in their order: by InstanceNumber, or counted from 0
    /// when two have the same.
    func fileNames(of series: Series, modality: String) -> [String] {
        let numbers = entries[series.range].map { ArchiveNames.number($0.number) }
        let areUnique = Set(numbers).count == numbers.count
        return numbers.indices.map {
            ArchiveNames.file(modality: modality, number: areUnique ? numbers[$0] : UInt32($0))
        }
    }

    private mutating func number(of stores: [StoreKey]) -> Int {
        if let number = setNumbers[stores] { return number }
        setNumbers[stores] = holderSets.count
        holderSets.append(stores)
        return holderSets.count - 1
    }
}
