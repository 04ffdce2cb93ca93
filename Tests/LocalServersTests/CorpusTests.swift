import Foundation
import LocalServers
import Testing

@Suite("Corpus")
struct CorpusTests {
    @Test("the same seed gives the same bytes, another one other UIDs")
    func deterministic() {
        let first = SyntheticCorpus(seed: 7, patients: 6)
        let second = SyntheticCorpus(seed: 7, patients: 6)
        #expect(first.instances.map(\.bytes) == second.instances.map(\.bytes))
        let other = SyntheticCorpus(seed: 8, patients: 6)
        let uids = Set(first.instances.map(\.sopUID))
        #expect(uids.count == first.instances.count)
        #expect(uids.isDisjoint(with: other.instances.map(\.sopUID)))
    }

    @Test("files are small, UIDs at most 64 characters without leading zeros")
    func limits() {
        for instance in SyntheticCorpus(seed: .max, patients: 12).instances {
            #expect(instance.bytes.count < 4096)
            for uid in [instance.studyUID, instance.seriesUID, instance.sopUID] {
                #expect(uid.wholeMatch(of: /2\.25\.1[0-9]{36}/) != nil)
            }
        }
    }

    @Test("a patient spans three stores, studies span two, some are held twice")
    func spread() {
        let corpus = SyntheticCorpus()
        func stores(_ condition: (SyntheticCorpus.Place) -> Bool) -> Set<Int> {
            let places = corpus.instances.map(\.place).filter(condition)
            return Set(places.flatMap { SyntheticCorpus.stores(of: $0) })
        }
        func first(_ patient: Int) -> Set<Int> { stores { $0.patient == patient && $0.study == 0 } }
        #expect(stores { $0.patient == 0 } == [0, 1, 2])
        #expect(first(0).count == 1)
        #expect(first(1) == [0, 1])
        #expect(stores { $0.patient == 1 && $0.study == 0 && $0.series == 0 } == [0])
        #expect(stores { $0.patient == 2 && $0.study == 0 && $0.series == 0 } == [1, 2])
        let twice = corpus.instances.filter { SyntheticCorpus.stores(of: $0.place).count == 2 }
        #expect(Set(twice.map(\.place.patient)) == [3, 4])
        let held = (0..<3).flatMap { corpus.held(by: $0) }
        #expect(held.count == corpus.instances.count + twice.count)
    }

    @Test("dcmtk finds nothing wrong with a synthetic file")
    func wellFormed() throws {
        let folder = try TemporaryFolder()
        var paths: [String] = []
        for instance in SyntheticCorpus(patients: 10).instances {
            paths.append("\(folder.path)/\(paths.count).dcm")
            try Data(instance.bytes).write(to: URL(filePath: paths[paths.count - 1]))
        }
        let dump = try ChildProcess(
            Command("/usr/bin/dcmdump", ["-E"] + paths, logFile: "\(folder.path)/log")
        )
        #expect(dump.waitForExit(within: .seconds(60)) == .exited(0))
        let bytes = try Data(contentsOf: URL(filePath: "\(folder.path)/log"))
        let log = String(decoding: bytes, as: UTF8.self)
        #expect(!log.contains("\nW:") && !log.contains("\nE:"))
    }

    @Test("pydicom's package brings more than 150 real files")
    func real() {
        #expect(RealCorpus.files().count >= 150)
    }
}
