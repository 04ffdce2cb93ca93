import Basics
import DICOM
import OrthancClient
import OrthancModel

/// One instance's file while it comes from a holder.
///
/// `@unchecked Sendable`: confined to one loop's thread.
final class HeldFile: @unchecked Sendable {
    let store: StoreName
    let body: ByteChannel
    let length: Int64
    /// nil when the reader of headers can't read the file.
    private(set) var header: InstanceHeader?
    /// The holder's own checksum of what it once took in; nil when it gave none.
    private let expected: String?
    private let digest: RunningMD5?
    /// All of it was taken and found right.
    private(set) var isWhole = false
    /// Bytes that wait in ``body`` and are in ``digest`` already.
    private var seen = 0

    init(_ stream: StoreStream, length: Int64, from store: StoreName) {
        self.store = store
        self.length = length
        body = stream.body
        expected = stream.headers.first { $0.0 == "ETag" }.flatMap { Self.checksum($0.1) }
        digest = expected == nil ? nil : RunningMD5()
    }

    /// Waits for the whole of it; false when it was cut or is not what its holder once took in.
    func collect() async -> Bool {
        // The client of HTTP stops reading while there is no room for one more whole read.
        body.raiseCapacity(to: Int(length) + body.capacity)
        body.expect(Int(length))
        while body.end == nil || seen < body.count {
            await body.untilReadable(beyond: seen)
            note()
        }
        readHeader(finished: true)
        isWhole = isGenuine(moved: Int64(body.count))
        return isWhole
    }

    /// Waits until the header can be read, but for no more than the channel holds.
    func begin() async {
        while header == nil, body.end == nil, body.space > 0, body.count < Self.headBytes {
            await body.untilReadable(beyond: seen)
            note()
            readHeader(finished: false)
        }
    }

    /// Takes what has come since into the checksum.
    func note() {
        guard !isWhole else { return }
        digest?.update(body, from: seen)
        seen = body.count
    }

    /// So many bytes were taken from ``body``, all of them noted.
    func moved(_ amount: Int) { seen -= amount }

    /// Whether all came, and as the holder once took it in. Ends the checksum.
    func isGenuine(moved: Int64) -> Bool {
        guard body.end == .complete, moved == length else { return false }
        guard let expected, let digest else { return true }
        return digest.finish().hexadecimal == expected
    }

    private func readHeader(finished: Bool) {
        var reader = HeaderReader()
        reader.feed(body.peek(from: 0, most: Self.headBytes))
        if finished { reader.finish() }
        header = reader.header
    }

    /// The digest in `"<revision>-<md5>"`; older and newer Orthancs send it with an attachment.
    private static func checksum(_ tag: String) -> String? {
        let text = tag.filter { $0 != "\"" }.split(separator: "-").last.map(String.init) ?? ""
        let isDigest = text.utf8.count == 32 && text.allSatisfy(\.isHexDigit)
        return isDigest ? text.lowercased() : nil
    }

    private static let headBytes = 64 << 10
}
