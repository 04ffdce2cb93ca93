internal import OrthancModel
internal import Postgres

// How the index's own values travel to PostgreSQL and back.

extension Value {
    static func id(_ id: OrthancID) -> Value { .bytes(id.bytes) }
    static func id(optional id: OrthancID?) -> Value { .bytes(optional: id?.bytes) }
    static func ids(_ ids: some Sequence<OrthancID>) -> Value { .bytesArray(ids.map(\.bytes)) }
    static func level(_ level: Level) -> Value { .int(level.rawValue) }
    static func store(_ store: StoreKey) -> Value { .int(Int64(store.rawValue)) }

    /// NULL sees everything.
    static func scope(_ scope: StoreScope) -> Value {
        switch scope {
        case .all: .null
        case .only(let stores): .intArray(stores.map { Int64($0.rawValue) })
        }
    }
}

extension Rows {
    func id(_ row: Int, _ column: Int) -> OrthancID? {
        withSpan(row, column) { OrthancID(bytes: $0) } ?? nil
    }

    func ids(_ row: Int, _ column: Int) -> [OrthancID] {
        var ids: [OrthancID] = []
        forEachElement(row, column) { bytes in
            if let id = OrthancID(bytes: bytes) { ids.append(id) }
        }
        return ids
    }

    /// Values of `size` bytes each that stand one behind the other in a `bytea`.
    func packed<Element>(
        _ row: Int,
        _ column: Int,
        each size: Int,
        _ element: (Span<UInt8>) -> Element?
    ) -> [Element] {
        withSpan(row, column) { bytes in
            var elements: [Element] = []
            elements.reserveCapacity(bytes.count / size)
            for start in stride(from: 0, to: bytes.count, by: size) {
                if let one = element(bytes.extracting(start..<start + size)) {
                    elements.append(one)
                }
            }
            return elements
        } ?? []
    }

    /// One column of identifiers, row by row.
    func ids(column: Int) -> [OrthancID] {
        (0..<count).compactMap { id($0, column) }
    }

    func store(_ row: Int, _ column: Int) -> StoreKey? { StoreKey(int(row, column)) }

    func stores(_ row: Int, _ column: Int) -> [StoreKey] {
        (intArray(row, column) ?? []).compactMap { StoreKey($0) }
    }

    func number(_ row: Int, _ column: Int) -> Int { Int(int(row, column) ?? 0) }
}

extension Level {
    /// Table of the resources of this level.
    var table: String {
        switch self {
        case .patient: "patient"
        case .study: "study"
        case .series: "series"
        case .instance: "instance"
        }
    }

    init?(_ number: Int64?) {
        guard let number else { return nil }
        self.init(rawValue: Int(number))
    }
}

extension ChangeType {
    /// The number under which the log keeps the type.
    var code: Int64 {
        switch self {
        case .completedSeries: 1
        case .newInstance: 2
        case .newPatient: 3
        case .newSeries: 4
        case .newStudy: 5
        case .anonymizedStudy: 6
        case .anonymizedSeries: 7
        case .modifiedStudy: 8
        case .modifiedSeries: 9
        case .anonymizedPatient: 10
        case .modifiedPatient: 11
        case .stablePatient: 12
        case .stableStudy: 13
        case .stableSeries: 14
        case .updatedAttachment: 15
        case .updatedMetadata: 16
        }
    }

    private static let byCode = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.code, $0) }
    )

    init?(code: Int64?) {
        guard let code, let type = Self.byCode[code] else { return nil }
        self = type
    }
}
