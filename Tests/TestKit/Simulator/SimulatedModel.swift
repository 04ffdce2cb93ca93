import Basics

/// What a simulated store holds: resources, files, the change log.
struct SimulatedModel {
    let version: SimulatedVersion
    var overwritesInstances = false
    private(set) var resources: [String: SimulatedResource] = [:]
    private(set) var changes: [SimulatedChange] = []
    /// Goes on over deletions of rows; starts again only with a new model.
    private(set) var lastSequence = 0
    /// Seconds since the simulated beginning: one more with each change.
    private var clock = 0
    private var insertions = 0

    init(version: SimulatedVersion) { self.version = version }

    enum Outcome: String {
        case stored = "Success"
        case alreadyStored = "AlreadyStored"
    }

    // MARK: Reading

    /// In the order of this version's lists.
    func list(_ level: SimulatedLevel) -> [SimulatedResource] {
        let all = resources.values.filter { $0.level == level }
        return version == .v1_10_1
            ? all.sorted { $0.insertion < $1.insertion } : all.sorted { $0.id < $1.id }
    }

    func resource(_ id: String, _ level: SimulatedLevel? = nil) -> SimulatedResource? {
        guard let found = resources[id], level == nil || found.level == level else { return nil }
        return found
    }

    func children(of resource: SimulatedResource) -> [SimulatedResource] {
        let found = resource.children.compactMap { resources[$0] }
        return version == .v1_10_1 ? found : found.sorted { $0.id < $1.id }
    }

    /// All of one level below a resource.
    ///
    /// Orthanc 1.10.1 walks down level by level and takes the parents last first.
    func descendants(
        of resource: SimulatedResource,
        at level: SimulatedLevel
    ) -> [SimulatedResource] {
        var current = [resource]
        while let first = current.first, first.level != level {
            current = current.reversed().flatMap { children(of: $0) }
        }
        return version == .v1_10_1 ? current : current.sorted { $0.id < $1.id }
    }

    func ancestor(of resource: SimulatedResource, at level: SimulatedLevel) -> SimulatedResource? {
        var current: SimulatedResource? = resource
        while let found = current, found.level != level {
            current = found.parent.flatMap { resources[$0] }
        }
        return current
    }

    /// `YYYYMMDDTHHMMSS`, from 2026-01-01 on.
    func date(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = two(1 + seconds / 86400 % 28)
        let hour = two(seconds / 3600 % 24)
        return "202601\(day)T\(hour)\(two(seconds / 60 % 60))\(two(seconds % 60))"
    }

    // MARK: Changing

    /// - Returns: The instance's id and what happened to it.
    mutating func store(_ file: SimulatedFile, _ bytes: [UInt8]) -> (id: String, Outcome) {
        let ids = Self.ids(of: file)
        if resources[ids[3]] != nil {
            guard overwritesInstances else { return (ids[3], .alreadyStored) }
            _ = delete(ids[3])
        }
        clock += 1
        for level in SimulatedLevel.allCases.reversed() {
            insert(level, ids, file, level == .instance ? bytes : [])
        }
        for id in ids.reversed() { touch(id) }
        return (ids[3], .stored)
    }

    /// Logs the child before its parent, as Orthanc does. Does nothing for a known resource.
    private mutating func insert(
        _ level: SimulatedLevel,
        _ ids: [String],
        _ file: SimulatedFile,
        _ bytes: [UInt8]
    ) {
        let id = ids[level.rawValue]
        let child = level.child.map { ids[$0.rawValue] }
        if resources[id] == nil {
            insertions += 1
            resources[id] = SimulatedResource(
                level: level,
                id: id,
                parent: level.parent.map { ids[$0.rawValue] },
                insertion: insertions,
                file: file,
                bytes: bytes
            )
            log("New\(level.type)", id)
        }
        if let child, resources[id]?.children.contains(child) == false {
            resources[id]?.children.append(child)
        }
    }

    private mutating func touch(_ id: String) {
        insertions += 1
        resources[id]?.touched = insertions
        resources[id]?.isStable = false
        resources[id]?.lastUpdate = clock
    }

    /// Removes a resource with all below it and the parents that it leaves empty.
    ///
    /// - Returns: The nearest ancestor that remains.
    mutating func delete(_ id: String) -> SimulatedResource? {
        guard let resource = resources[id] else { return nil }
        clock += 1
        var doomed = Set(
            SimulatedLevel.allCases.dropFirst(resource.level.rawValue)
                .flatMap { descendants(of: resource, at: $0).map(\.id) }
        )
        var remaining = resource.parent.flatMap { resources[$0] }
        while let parent = remaining, children(of: parent).allSatisfy({ doomed.contains($0.id) }) {
            doomed.insert(parent.id)
            remaining = parent.parent.flatMap { resources[$0] }
        }
        for id in doomed { resources[id] = nil }
        if let kept = remaining?.id { resources[kept]?.children.removeAll { doomed.contains($0) } }
        changes.removeAll { doomed.contains($0.id) }
        if version != .v1_10_1 { markUpdated(remaining) }
        return remaining
    }

    private mutating func markUpdated(_ resource: SimulatedResource?) {
        var next = resource
        while let current = next {
            resources[current.id]?.lastUpdate = clock
            next = current.parent.flatMap { resources[$0] }
        }
    }

    /// Makes everything stable, as the passing of StableAge does.
    mutating func settle() {
        clock += 1
        let waiting = resources.values.filter { $0.level != .instance && !$0.isStable }
        for resource in waiting.sorted(by: { $0.touched < $1.touched }) {
            resources[resource.id]?.isStable = true
            log("Stable\(resource.level.type)", resource.id)
        }
    }

    mutating func clearChanges() { changes = [] }

    private mutating func log(_ type: String, _ id: String) {
        guard let resource = resources[id] else { return }
        lastSequence += 1
        changes.append(
            SimulatedChange(
                sequence: lastSequence,
                type: type,
                level: resource.level,
                id: id,
                date: date(clock)
            )
        )
    }

    /// Of patient, study, series and instance. Source: Orthanc Book, "Orthanc identifiers".
    static func ids(of file: SimulatedFile) -> [String] {
        let parts = [0x0010_0020, 0x0020_000d, 0x0020_000e, 0x0008_0018].map { file.text($0) }
        return (1...4).map { count in
            let text = parts.prefix(count).joined(separator: "|")
            let digits = Array(Digest.sha1(Array(text.utf8)).hexadecimal)
            return stride(from: 0, to: 40, by: 8).map { String(digits[$0..<$0 + 8]) }
                .joined(separator: "-")
        }
    }
}

struct SimulatedResource {
    let level: SimulatedLevel
    let id: String
    let parent: String?
    /// Ascending in the order of insertion.
    let insertion: Int
    /// The first file that brought it.
    let file: SimulatedFile
    /// Of an instance.
    let bytes: [UInt8]
    /// In the order of insertion.
    var children: [String] = []
    var touched = 0
    var isStable = false
    var lastUpdate = 0
}

struct SimulatedChange {
    let sequence: Int
    let type: String
    let level: SimulatedLevel
    let id: String
    let date: String
}
