import Basics
import EventLoop
import JSONText
import LocalServers
import OrthancClient
import OrthancModel
import TestKit
import Testing

/// A store to ask: the simulator, so that it can't drift, and every real Orthanc at hand.
enum Peer: Sendable, CustomTestStringConvertible {
    case simulator(SimulatedVersion)
    case orthanc(OrthancVariant)

    static let all: [Peer] =
        [.simulator(.v1_10_1), .simulator(.v1_12_11)] + OrthancVariant.all.map { .orthanc($0) }

    var testDescription: String {
        switch self {
        case .simulator(let version): "simulator \(version)"
        case .orthanc(let variant): "Orthanc, \(variant)"
        }
    }

    func with(_ body: @escaping @Sendable (Store) async throws -> Void) async throws {
        switch self {
        case .simulator(let version):
            let simulator = try StoreSimulator(version)
            try await StoreBench.run(url: simulator.url, body)
            withExtendedLifetime(simulator) {}
        case .orthanc(let variant):
            try await withFleet(stores: 1, variants: [variant], hasCluster: false) { fleet in
                try await StoreBench.run(url: fleet.stores[0].url, body)
            }
        }
    }
}

@Suite("One store, asked as Sync and Federation ask it")
struct ContractTests {
    private static let corpus = SyntheticCorpus(patients: 3)

    @discardableResult
    private static func fill(_ store: Store) async throws -> [UploadAnswer] {
        var answers: [UploadAnswer] = []
        for instance in corpus.instances {
            let bytes = instance.bytes
            let body = channel(of: bytes)
            answers.append(try await store.upload(body, length: Int64(bytes.count)))
        }
        return answers
    }

    @Test("It says what it is", arguments: Peer.all)
    func system(peer: Peer) async throws {
        try await peer.with { store in
            let system = try await store.system()
            #expect(system.version >= StoreVersion(1, 10, 1))
            #expect(system.apiVersion >= 16)
            let statistics = try await store.statistics()
            #expect(statistics.instances == 0 && statistics.diskBytes == 0)
            check(try await store.lastChange() == 0)
            for level in Level.allCases {
                check(try await store.allIDs(level) == [])
                check(try await store.resources(level, since: 0, limit: 10).isEmpty)
            }
        }
    }

    @Test("Uploads are told apart, and counted once", arguments: Peer.all)
    func uploads(peer: Peer) async throws {
        try await peer.with { store in
            let answers = try await Self.fill(store)
            #expect(answers.allSatisfy { $0.status == "Success" })
            let first = Self.corpus.instances[0].bytes
            let again = try await store.upload(channel(of: first), length: nil)
            #expect(again.status == "AlreadyStored" && again.id == answers[0].id)
            let statistics = try await store.statistics()
            #expect(statistics.instances == Set(answers.map(\.id)).count)
            #expect(statistics.series == Set(answers.map(\.series)).count)
            #expect(statistics.studies == Set(answers.map(\.study)).count)
            #expect(statistics.patients == Set(answers.map(\.patient)).count)
        }
    }

    @Test("What is not DICOM is refused in the store's own words", arguments: Peer.all)
    func badUpload(peer: Peer) async throws {
        try await peer.with { store in
            let error = try await failure { () throws(StoreError) in
                try await store.upload(channel(of: Array("hello".utf8)), length: 5)
            }
            #expect(error.kind == .status(400) && error.bytesSent)
            #expect(!error.body.isEmpty && !error.countsAgainstHealth)
        }
    }

    @Test("Lists, pages and the scan agree on every level", arguments: Peer.all)
    func lists(peer: Peer) async throws {
        try await peer.with { store in
            let answers = try await Self.fill(store)
            for level in Level.allCases {
                let all = try await store.allIDs(level)
                #expect(Set(all) == Set(answers.map { $0[level] }) && Set(all).count == all.count)
                var scanned: [OrthancID] = []
                try await store.scanIDs(level) { batch in
                    scanned += batch
                    return true
                }
                #expect(scanned == all)
                var paged: [OrthancID] = []
                while true {
                    let page = try await store.ids(level, since: paged.count, limit: 3)
                    paged += page
                    if page.count < 3 { break }
                }
                #expect(paged == all)
                let resources = try await store.resources(level, since: 1, limit: 2)
                #expect(resources.map(\.id) == Array(all.dropFirst().prefix(2)))
            }
        }
    }

    @Test("A resource is the same alone, in a page and as a child", arguments: Peer.all)
    func resources(peer: Peer) async throws {
        try await peer.with { store in
            let answer = try await Self.fill(store)[0]
            let study = try #require(try await store.resource(.study, answer.study))
            #expect(study.parent == answer.patient && study.patientTags != nil)
            #expect(study.lastUpdate.count == 15)
            let tags = try JSONDocument(study.tags).root
            #expect(tags["StudyInstanceUID"]?.string == Self.corpus.instances[0].studyUID)
            let series = try await store.children(.series, of: .study, answer.study)
            #expect(series.map(\.id).contains(answer.series))
            let instances = try await store.children(.instance, of: .series, answer.series)
            let instance = try #require(instances.first { $0.id == answer.id })
            #expect(instance.parent == answer.series)
            #expect(instance.fileSize == Int64(Self.corpus.instances[0].bytes.count))
            let alone = try #require(try await store.resource(.instance, answer.id))
            #expect(alone.tags == instance.tags && alone.fileUuid == instance.fileUuid)
            let patient = try #require(try await store.resource(.patient, answer.patient))
            #expect(patient.parent == nil && patient.patientTags == nil)
        }
    }

    @Test("What isn't there is nil or false, on every level", arguments: Peer.all)
    func absent(peer: Peer) async throws {
        try await peer.with { store in
            let unknown = OrthancID(hashing: [[1, 2, 3]])
            for level in Level.allCases {
                check(try await store.resource(level, unknown) == nil)
                check(try await !store.exists(level, unknown))
                check(try await !store.delete(level, unknown))
            }
            check(try await store.shortTags(of: unknown) == nil)
            check(try await store.metadata(.instance, unknown) == nil)
        }
    }

    @Test("The feed can be read in pages of any size, to its end", arguments: Peer.all)
    func changes(peer: Peer) async throws {
        try await peer.with { store in
            let answers = try await Self.fill(store)
            let whole = try await store.changes(since: 0, limit: 1000)
            let news = whole.changes.filter { $0.type == .newInstance }.map(\.id)
            #expect(news == answers.map(\.id) && whole.isDone)
            check(try await store.lastChange() >= whole.last)
            var paged: [Change] = []
            var since: Int64 = 0
            while true {
                let page = try await store.changes(since: since, limit: 7)
                #expect(page.changes.count <= 7)
                paged += page.changes
                since = page.last
                if page.isDone { break }
            }
            #expect(Array(paged.prefix(whole.changes.count)) == whole.changes)
            let beyond = try await store.changes(since: 1_000_000, limit: 7)
            #expect(beyond.changes.isEmpty && beyond.isDone && beyond.last >= whole.last)
        }
    }

    @Test("A file comes back byte for byte", arguments: Peer.all)
    func files(peer: Peer) async throws {
        try await peer.with { store in
            let answers = try await Self.fill(store)
            for (answer, instance) in zip(answers, Self.corpus.instances).prefix(5) {
                let stream = try await store.open(
                    StoreRequest(.get, ["instances", answer.id.description, "file"])
                )
                #expect(stream.status == 200)
                #expect(stream.length == Int64(instance.bytes.count))
                var bytes: [UInt8] = []
                while let piece = await stream.body.nextPiece() { bytes += piece }
                #expect(stream.body.end == .complete && bytes == instance.bytes)
            }
        }
    }

    @Test("An instance's tags and metadata are told by name", arguments: OrthancVariant.all)
    func tags(variant: OrthancVariant) async throws {
        try await Peer.orthanc(variant).with { store in
            let id = try await Self.fill(store)[0].id
            let tags = try #require(try await store.shortTags(of: id))
            #expect(tags["0010,0020"]?.string == Self.corpus.instances[0].patientID)
            let metadata = try #require(try await store.metadata(.instance, id))
            #expect(metadata["SopClassUid"]?.string != nil)
        }
    }

    @Test("A deleted resource is gone, and so are its last ancestors", arguments: Peer.all)
    func deletion(peer: Peer) async throws {
        try await peer.with { store in
            let answer = try await Self.fill(store)[0]
            check(try await store.exists(.patient, answer.patient))
            check(try await store.delete(.patient, answer.patient))
            check(try await !store.exists(.patient, answer.patient))
            check(try await !store.exists(.instance, answer.id))
            check(try await !store.delete(.patient, answer.patient))
            check(try await !store.allIDs(.instance).contains(answer.id))
        }
    }
}

extension UploadAnswer {
    fileprivate subscript(level: Level) -> OrthancID {
        switch level {
        case .patient: patient
        case .study: study
        case .series: series
        case .instance: id
        }
    }
}
