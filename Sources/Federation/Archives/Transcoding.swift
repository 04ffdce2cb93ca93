import JSONText
import OrthancClient
package import OrthancModel

/// Which transfer syntax the files of an archive are to have.
package struct Transcoding: Sendable, Hashable {
    package let syntax: String
    /// Quality of lossy JPEG, 1…100; nil: the store's own.
    package let lossyQuality: Int?

    /// - Throws: Orthanc's refusal of a syntax that it does not know.
    package init(_ syntax: String, lossyQuality: Int? = nil) throws(OrthancFault) {
        guard Self.known.contains(syntax) else {
            throw OrthancFault(
                .parameterOutOfRange,
                details: "Unknown transfer syntax: \(syntax.prefix(64))"
            )
        }
        self.syntax = syntax
        self.lossyQuality = lossyQuality
    }

    /// Asks a store for one file in the syntax.
    ///
    /// Before 1.12.2 a store ignores `transcode` and answers 200 with the file as it is, so it is
    /// asked to modify nothing but the syntax.
    func request(_ instance: OrthancID, of capabilities: Capabilities?) -> StoreRequest {
        let path = ["instances", instance.description]
        guard capabilities?.transcodesFiles == true else {
            return StoreRequest(.post, path + ["modify"], body: .bytes(modification))
        }
        var query = [(name: "transcode", value: Optional(syntax))]
        if let lossyQuality { query.append((name: "lossy-quality", value: "\(lossyQuality)")) }
        return StoreRequest(.get, path + ["file"], query: query)
    }

    private var modification: [UInt8] {
        var writer = JSONWriter(.compact)
        writer.object { writer in
            writer.member("Transcode", syntax)
            writer.member("Keep", ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"])
            writer.member("Force", true)
        }
        return writer.bytes
    }

    /// Source: DICOM PS3.6 table A-1, the syntaxes that Orthanc 1.12.7 takes.
    private static let known: Set<String> = Set(
        [
            "", ".1", ".1.99", ".2", ".5", ".6.1", ".6.2",
            ".4.50", ".4.51", ".4.52", ".4.53", ".4.54", ".4.55", ".4.56", ".4.57", ".4.58",
            ".4.59", ".4.60", ".4.61", ".4.62", ".4.63", ".4.64", ".4.65", ".4.66", ".4.70",
            ".4.80", ".4.81", ".4.90", ".4.91", ".4.92", ".4.93", ".4.94", ".4.95", ".4.100",
            ".4.101", ".4.102", ".4.103", ".4.104", ".4.105", ".4.106", ".4.107", ".4.108",
        ].map { "1.2.840.10008.1.2" + $0 }
    )
}
