import LocalServers
import TestKit
import Testing

extension WholeGateway {
    /// What an archive does with stores that give wrong or partial files.
    @Suite("Lying stores")
    struct LyingStoreTests {
        private let instances = Array(SyntheticCorpus(seed: 700, patients: 1).instances.prefix(6))

        /// How a store lies about one file.
        enum Lie: String, CaseIterable, Sendable {
            case flippedByte, otherInstance, shorter, brokenOff, refused
        }

        private func reply(_ lie: Lie, _ truth: [UInt8], _ other: [UInt8]) -> SimulatedReply {
            switch lie {
            case .flippedByte:
                var bytes = truth
                bytes[bytes.count - 3] ^= 1
                return .attachment(bytes, recorded: truth)
            case .otherInstance: return .attachment(other)
            case .shorter: return .attachment(Array(truth.dropLast(2)))
            case .brokenOff: return .brokenOff
            case .refused: return SimulatedReply(status: 500)
            }
        }

        /// Stores of which the first lies about the file of the instance at `position`.
        private func world(
            _ stores: Int,
            _ lie: Lie,
            about position: Int
        ) throws -> (SimulatedStores, study: String) {
            let world = try SimulatedStores(stores, holding: instances)
            let ids = world.stores[0].ids(.instance)
            let truth = instances[position].bytes
            let uid = instances[position].sopUID
            // As long as the truth, so that its length gives nothing away.
            let stranger = truth.replacing(
                Array(uid.utf8),
                with: Array((uid.dropLast(2) + "77").utf8)
            )
            let reply = reply(lie, truth, stranger)
            let target = "/instances/\(ids[position])/attachments/dicom/data"
            world.stores[0].answerInstead { $0.target == target ? reply : nil }
            return (world, try #require(world.stores[0].ids(.study).first))
        }

        @Test("the right file comes from the next holder", arguments: Lie.allCases)
        func failover(lie: Lie) throws {
            let (world, study) = try world(2, lie, about: 2)
            let reply = try world.gateway.client().get("/studies/\(study)/archive")
            #expect(reply.status == 200)
            #expect(try ZipContents(reply.body).files == Set(instances.map(\.bytes)))
        }

        @Test("tags that are no object never become a part of an answer about others")
        func tags() throws {
            let world = try SimulatedStores(1, holding: instances)
            let ids = world.stores[0].ids(.instance).sorted()
            let study = try #require(world.stores[0].ids(.study).first)
            for (position, text) in [(0, #"{},"x":{}"#), (4, #"{},"x":{}"#), (4, "[]"), (4, "")] {
                let target = "/instances/\(ids[position])/tags"
                let reply = SimulatedReply(status: 200, body: Array(text.utf8))
                world.stores[0].answerInstead { $0.target == target ? reply : nil }
                do {
                    let reply = try world.gateway.client().get("/studies/\(study)/instances-tags")
                    #expect(reply.status == 503, "\(position) \(text)")
                } catch {
                    #expect(error.kind == .truncated, "\(position) \(text)")
                }
            }
        }

        @Test("without another holder the client sees a cut, never an end", arguments: Lie.allCases)
        func cut(lie: Lie) throws {
            for position in [0, 4] {
                let (world, study) = try world(1, lie, about: position)
                do {
                    let reply = try world.gateway.client().get("/studies/\(study)/archive")
                    #expect(reply.status == 503, "\(lie) of file \(position)")
                    #expect(try reply.object()["OrthancStatus"] as? Int == 36)
                } catch {
                    #expect(error.kind == .truncated, "\(lie) of file \(position)")
                }
            }
        }
    }
}
