internal import Basics
internal import CMicrohttpd

/// What a handler wants to be sent.
struct Answer {
    enum Body {
        case bytes([UInt8])
        case channel(ByteChannel, length: Int64?)
    }

    /// A body this small, already whole, goes out together with the head.
    static let wholeLimitBytes = 32_768
    static let blockBytes = 65_536

    var status: Int
    var headers: [(String, String)]
    var body: Body
    var closesConnection = false

    init(status: Int, headers: [(String, String)], body: Body) {
        self.status = (200...599).contains(status) ? status : 500
        self.headers = headers
        self.body = body
    }

    init(_ refusal: Refusal, writer: RefusalWriter) {
        let plain = writer(refusal)
        self.init(status: refusal.status, headers: plain.headers, body: .bytes(plain.bytes))
        closesConnection = refusal.closes
    }

    /// Tells whoever fills the body that nobody wants it.
    func abandon() {
        if case .channel(let channel, _) = body { channel.abandon() }
    }

    /// The answer can't be sent whole, and nothing of it was sent.
    var hasFailed: Bool {
        guard case .channel(let channel, _) = body else { return false }
        return channel.end == .failed
    }

    /// Makes libmicrohttpd's response. It borrows the memory of `body`, which must live, unchanged,
    /// until the request is completed.
    ///
    /// - Parameter reader: Context of `readAnswerBody`.
    func makeResponse(reader: UnsafeMutableRawPointer) -> OpaquePointer? {
        switch body {
        case .bytes(let bytes):
            // A native array's storage doesn't move while somebody holds the array unchanged.
            bytes.withUnsafeBytes { shim_mhd_borrowed_response($0.count, $0.baseAddress) }
        case .channel(let channel, let length):
            if channel.isWhole, channel.count <= Self.wholeLimitBytes,
                length == nil || length == Int64(channel.count)
            {
                // A channel that is whole is written to no more, so nothing moves its bytes.
                channel.withReadable { shim_mhd_borrowed_response($0.count, $0.baseAddress) }
            } else {
                MHD_create_response_from_callback(
                    length.map { UInt64(max(0, $0)) } ?? shim_mhd_size_unknown,
                    Self.blockBytes,
                    readAnswerBody,
                    reader,
                    nil
                )
            }
        }
    }

    /// Adds the headers.
    ///
    /// - Returns: How many could not be sent, for a bad name or a control character.
    func addHeaders(to response: OpaquePointer) -> Int {
        var dropped = 0
        var hasType = false
        for (name, value) in headers where !Self.isOurs(name) {
            if !Self.add(name, value, to: response) { dropped += 1 }
            if Self.spells(name, "content-type") { hasType = true }
        }
        if !hasType, (200...299).contains(status) {
            _ = Self.add("Content-Type", "text/plain", to: response)
        }
        if closesConnection { _ = Self.add("Connection", "close", to: response) }
        return dropped
    }

    /// `withCString`, since an implicit conversion allocates.
    private static func add(_ name: String, _ value: String, to response: OpaquePointer) -> Bool {
        name.withCString { name in
            value.withCString { MHD_add_response_header(response, name, $0) == .YES }
        }
    }

    /// Headers that frame the message or rule the connection are the server's own.
    private static func isOurs(_ name: String) -> Bool {
        switch name.utf8.count {
        case 4: spells(name, "date")
        case 7: spells(name, "trailer") || spells(name, "upgrade")
        case 10: spells(name, "connection") || spells(name, "keep-alive")
        case 14: spells(name, "content-length")
        case 16: spells(name, "proxy-connection")
        case 17: spells(name, "transfer-encoding")
        default: false
        }
    }

    private static func spells(_ name: String, _ lowerCased: StaticString) -> Bool {
        guard name.utf8.count == lowerCased.utf8CodeUnitCount else { return false }
        var next = lowerCased.utf8Start
        for byte in name.utf8 {
            if lowerCase(byte) != next.pointee { return false }
            next += 1
        }
        return true
    }
}
