import Basics
import Federation
import HTTPServer
import JSONText
import OrthancClient
import OrthancModel

/// The gateway's own answers: who it is, the time, new UIDs.
enum SystemRoutes {
    /// The version whose semantics the federation gives, whatever its stores are.
    ///
    /// orthanc-api-client compares version parts one by one, so 1.13.0 would fail its
    /// `is_version_at_least(1, 10, 1)`. Source: rest-semantics 3.10.
    static let version = "1.12.11"
    static let apiVersion = 30

    static var all: [Route] {
        [
            Route(
                .get,
                "/system",
                .gateway,
                "The gateway's own identity and capabilities; `DicomAet` and `DicomPort` are those of the "
                    + "delegate store.",
                gives: .json(.system),
                answer: system
            ),
            Route(.get, "/tools/now", .gateway, "The gateway's clock, UTC.", gives: .text) { _, _ in
                .text(WallClock.utc())
            },
            Route(
                .get,
                "/tools/now-local",
                .gateway,
                "The gateway's clock, local.",
                gives: .text
            ) { _, _ in .text(WallClock.local()) },
            Route(
                .get,
                "/tools/generate-uid",
                .gateway,
                "A new UID below 2.25, or a UUID for `level=patient`.",
                query: [.init("level", .text)],
                gives: .text,
                answer: uid
            ),
        ]
    }

    private static func system(_ context: RequestContext, _ shard: Shard) -> Response {
        let settings = shard.settings
        // Clients have other servers send to this AET: to the store that asks for them.
        let delegate = shard.federation.delegates.first?.health.system
        return .json { writer in
            writer.beginObject()
            writer.member("ApiVersion", apiVersion)
            writer.key("Capabilities")
            writer.object {
                $0.member("HasExtendedChanges", true)
                $0.member("HasExtendedFind", true)
            }
            writer.member("CheckRevisions", false)
            writer.key("DatabaseBackendPlugin")
            writer.null()
            writer.member("DatabaseServerIdentifier", shard.identity)
            writer.member("DatabaseVersion", 6)
            writer.member("DefaultRetrieveMethod", "C-MOVE")
            writer.member("DicomAet", delegate?.dicomAet ?? "ISENGARD")
            writer.member("DicomDefaultRetrieveMethod", "C-MOVE")
            writer.member("DicomPort", delegate?.dicomPort ?? 4242)
            writer.member("HasLabels", true)
            writer.member("HttpPort", Int(shard.port))
            writer.member("IngestTranscoding", "")
            writer.member("IsHttpServerSecure", true)
            writer.key("MainDicomTags")
            writer.object { tags in
                for level in Level.allCases {
                    let names = MainDicomTags.signature(of: level)
                    tags.member(level.typeName, names)
                }
            }
            writer.member("MaximumPatientCount", 0)
            writer.member("MaximumStorageMode", "Recycle")
            writer.member("MaximumStorageSize", 0)
            writer.member("Name", settings.name)
            writer.member("OverwriteInstances", false)
            writer.member("PatientLevelEnabled", true)
            writer.member("PluginsEnabled", true)
            writer.member("ReadOnly", false)
            writer.key("StorageAreaPlugin")
            writer.null()
            writer.member("StorageCompression", false)
            writer.key("UserMetadata")
            writer.object { _ in }
            writer.member("Version", version)
            writer.endObject()
        }
    }

    /// A UID under 2.25, from 128 random bits, or for a patient a UUID, as Orthanc does.
    ///
    /// Source: DICOM PS3.5 B.2; a live Orthanc 1.10.1.
    private static func uid(_ context: RequestContext, _ shard: Shard) -> Response {
        guard let level = context.head.query("level")?.value,
            ["patient", "study", "series", "instance"].contains(level)
        else { return .empty(404) }
        if level == "patient" { return .text(RandomUUID.text()) }
        return .text("2.25.\(UInt128.random(in: 1...UInt128.max))")
    }
}
