import OrthancModel

/// A part of an attachment, as a Range header asks for it and Orthanc ≥ 1.12.5 reads it.
///
/// One range of bytes; what is no number counts as absent; `-4` begins at 0. An end beyond the
/// attachment is out of range. Differs on purpose: `5-2` is 416, where Orthanc says 500.
/// Source: a live Orthanc 1.12.7.
struct ByteRange: Equatable {
    let first: Int64
    let last: Int64

    var count: Int64 { last - first + 1 }

    /// - Throws: 416 with code 41.
    init(_ header: String, of length: Int64) throws(OrthancFault) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].hasPrefix("bytes="), !header.contains(",") else {
            throw OrthancFault(.badRange)
        }
        first = Int64(parts[0].dropFirst("bytes=".count)) ?? 0
        last = Int64(parts[1]) ?? length - 1
        guard first >= 0, first <= last, last < length else { throw OrthancFault(.badRange) }
    }
}
