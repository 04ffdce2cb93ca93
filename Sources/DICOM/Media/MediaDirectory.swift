/// A DICOMDIR: records of patients, studies, series and images in one data set, linked by where
/// they stand in the file.
///
/// Holds the records' bytes, about 200 an image. Source: DICOM PS3.3 annex F, PS3.10 section 8.6;
/// laid out as Orthanc 1.12.7 does (undefined lengths, depth first).
package struct MediaDirectory: Sendable {
    private var records: [DirectoryRecord] = []

    package init() {}

    /// Adds a record behind the others. A patient is followed by its studies, a study by its
    /// series, a series by its images.
    package mutating func add(_ record: DirectoryRecord) {
        let above = records.last?.kind.rawValue ?? -1
        precondition(record.kind.rawValue <= above + 1, "a record without the one above it")
        records.append(record)
    }

    package var isEmpty: Bool { records.isEmpty }

    /// The whole file.
    ///
    /// - Parameter uid: MediaStorageSOPInstanceUID, new for each file.
    package func file(uid: String) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)
        appendMeta(uid, to: &bytes)
        let start = bytes.count + Self.fixedBytes
        let offsets = offsets(from: start)
        ExplicitElement.append(Tag(0x0004_1130), Array("ORTHANC_MEDIA".utf8), to: &bytes)
        let roots = records.indices.filter { records[$0].kind == .patient }
        for (tag, root) in [(0x0004_1200, roots.first), (0x0004_1202, roots.last)] {
            let offset = root.map { offsets[$0] } ?? 0
            ExplicitElement.append(Tag(UInt32(tag)), number: offset, width: 4, to: &bytes)
        }
        ExplicitElement.append(Tag(0x0004_1212), number: 0, width: 2, to: &bytes)
        bytes += [0x04, 0, 0x20, 0x12] + Array("SQ".utf8) + [0, 0, 0xFF, 0xFF, 0xFF, 0xFF]
        precondition(bytes.count == start, "the records begin at \(bytes.count)")
        let links = links(offsets)
        bytes.reserveCapacity(start + records.reduce(8) { $0 + $1.size })
        for (record, link) in zip(records, links) { append(record, link, to: &bytes) }
        bytes += [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
        return bytes
    }

    /// FileSetID, two offsets, the flag and the head of the sequence.
    private static let fixedBytes = 8 + 14 + 12 + 12 + 10 + 12

    private struct Link {
        var next: UInt32 = 0
        var below: UInt32 = 0
    }

    private func offsets(from start: Int) -> [UInt32] {
        var position = start
        return records.map { record in
            defer { position += record.size }
            return UInt32(truncatingIfNeeded: position)
        }
    }

    private func links(_ offsets: [UInt32]) -> [Link] {
        var links = [Link](repeating: Link(), count: records.count)
        /// The last record of each kind below the present one of the kind above.
        var open = [Int?](repeating: nil, count: 5)
        for (position, record) in records.enumerated() {
            let depth = record.kind.rawValue
            if let former = open[depth] {
                links[former].next = offsets[position]
            } else if depth > 0, let parent = open[depth - 1] {
                links[parent].below = offsets[position]
            }
            open[depth] = position
            for deeper in depth + 1..<open.count { open[deeper] = nil }
        }
        return links
    }

    private func append(_ record: DirectoryRecord, _ link: Link, to bytes: inout [UInt8]) {
        bytes += [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]
        ExplicitElement.append(Tag(0x0004_1400), number: link.next, width: 4, to: &bytes)
        ExplicitElement.append(Tag(0x0004_1410), number: 0xFFFF, width: 2, to: &bytes)
        ExplicitElement.append(Tag(0x0004_1420), number: link.below, width: 4, to: &bytes)
        ExplicitElement.append(Tag(0x0004_1430), record.kind.code.utf8, to: &bytes)
        bytes += record.keys
        bytes += [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0]
    }

    private func appendMeta(_ uid: String, to bytes: inout [UInt8]) {
        var meta: [UInt8] = []
        ExplicitElement.append(Tag(0x0002_0001), [0, 1], to: &meta)
        for (tag, value) in [
            (0x0002_0002, "1.2.840.10008.1.3.10"), (0x0002_0003, uid),
            (0x0002_0010, "1.2.840.10008.1.2.1"), (0x0002_0012, Self.implementation),
            (0x0002_0013, "ISENGARD"),
        ] {
            ExplicitElement.append(Tag(UInt32(tag)), value.utf8, to: &meta)
        }
        let length = UInt32(meta.count)
        ExplicitElement.append(Tag(0x0002_0000), number: length, width: 4, to: &bytes)
        bytes += meta
    }

    /// A UUID's own root, so that nobody had to register it. Source: PS3.5 annex B.2.
    private static let implementation = "2.25.270695996825855179949881587723571202391"
}
