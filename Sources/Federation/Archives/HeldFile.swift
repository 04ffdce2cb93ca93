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
    /// Of a file that is not taken whole.
    private var digest: RunningMD5?
    /// All of it was taken and found right.
    private(set) var isWhole = false
    /// Bytes that wait in ``body`` and are in ``digest`` already.
    private var seen = 0

    init(_ stream: StoreStream, length: Int64, from store: StoreName) {
        self.store = store
        self.length = length
        body = stream.body
        expected = stream.headers.first { $0.0 == "ETag" }.flatMap { Self.checksum($0.1) }
    }

    /// Waits for the whole of it, or more than that.
    func collect() async {
        // The client of HTTP stops reading while there is no room for one more whole read.
        body.raiseCapacity(to: Int(length) + body.capacity)
        body.expect(Int(length))
        while body.end == nil, body.count <= length {
            await body.untilReadable(beyond: Int(length))
        }
    }

    /// Whether all of what was collected came, and is what its holder once took in.
    func judge() async -> Bool {
        guard body.end == .complete, body.count == length else { return false }
        if let expected {
            let digest = await ChecksumThread.shared.md5(of: body)
            guard digest.hexadecimal == expected else { return false }
        }
        readHeader(finished: true)
        isWhole = true
        return true
    }

    /// Waits until the header can be read, but for no more than the channel holds.
    func begin() async {
        digest = expected == nil ? nil : RunningMD5()
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
