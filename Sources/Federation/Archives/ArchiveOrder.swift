import JSONText
import OrthancModel

/// What a job that makes an archive is to do, as the index keeps it.
package struct ArchiveOrder: Sendable {
    package var question: ArchiveQuestion
    /// What the file is called when it is fetched.
    package var fileName: String

    package init(_ question: ArchiveQuestion, fileName: String) {
        self.question = question
        self.fileName = fileName
    }

    /// nil when it is no such order.
    package init?(json: [UInt8]) {
        guard let root = try? JSONValue(json), let name = root["FileName"]?.string,
            let list = root["Resources"]?.array
        else { return nil }
        var resources: [(level: Level, id: OrthancID)] = []
        for item in list {
            guard let level = item["Level"]?.integer.flatMap({ Level(rawValue: Int($0)) }),
                let id = item["ID"]?.string.flatMap({ OrthancID($0) })
            else { return nil }
            resources.append((level, id))
        }
        let isExtended = root["Extended"]?.boolean ?? false
        question = ArchiveQuestion(
            root["Media"]?.boolean == true ? .media(isExtended: isExtended) : .archive,
            resources,
            root["Transcode"]?.string.flatMap {
                try? Transcoding($0, lossyQuality: root["LossyQuality"]?.integer.map { Int($0) })
            }
        )
        question.confirmsMerge = root["Confirms"]?.boolean ?? false
        fileName = name
    }

    package var json: [UInt8] {
        var writer = JSONWriter(.compact)
        writer.object { writer in
            writer.member("FileName", fileName)
            writer.member("Media", question.kind != .archive)
            writer.member("Extended", question.kind == .media(isExtended: true))
            writer.member("Confirms", question.confirmsMerge)
            if let transcoding = question.transcoding {
                writer.member("Transcode", transcoding.syntax)
                if let quality = transcoding.lossyQuality {
                    writer.member("LossyQuality", quality)
                }
            }
            writer.key("Resources")
            writer.array { writer in
                for (level, id) in question.resources {
                    writer.object { writer in
                        writer.member("Level", level.rawValue)
                        writer.member("ID", id.description)
                    }
                }
            }
        }
        return writer.bytes
    }

    /// Orthanc's word for the job.
    package var type: String { question.kind == .archive ? "Archive" : "Media" }

    /// Orthanc's Content of the job. Source: a live Orthanc 1.12.7.
    func content(_ state: ArchiveProgress.State) -> [UInt8] {
        var writer = JSONWriter(.compact)
        writer.object { writer in
            writer.member("ArchiveSize", "\(state.packedBytes)")
            writer.member("ArchiveSizeMB", state.packedBytes >> 20)
            writer.member("Description", "REST API")
            writer.member("InstancesCount", state.instances)
            if let transcoding = question.transcoding {
                writer.member("Transcode", transcoding.syntax)
            }
            writer.member("UncompressedSize", "\(state.bytes)")
            writer.member("UncompressedSizeMB", state.bytes >> 20)
        }
        return writer.bytes
    }
}
