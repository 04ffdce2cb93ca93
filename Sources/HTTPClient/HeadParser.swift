/// Collects one answer's head from the lines libcurl hands out, under limits.
///
/// Interim answers (1xx) are skipped; lines after the head are a chunked body's trailers, which
/// count against the limits and are dropped.
struct HeadParser {
    enum Step: Equatable {
        case more
        case complete
        /// Why the answer can't be trusted.
        case refused(String)
    }

    enum Framing: Equatable {
        case none
        case sized(Int64)
        case chunked
        case untilClose
    }

    static let maxHeaders = 100
    static let maxBytes = 64 << 10
    static let maxInterim = 8

    private(set) var status = 0
    private(set) var headers = HeaderBlock()
    private(set) var contentLength: Int64?
    private(set) var isChunked = false
    /// The peer said it would keep the connection, so an end by close can't be meant. One option, as
    /// every server in use sends it; a list of options promises nothing.
    private(set) var promisesKeepAlive = false
    private(set) var isComplete = false
    /// Whether the peer will take another request on the connection.
    var isPersistent: Bool { !saysClose && (promisesKeepAlive || !isHTTP10) }
    private var saysClose = false
    private var isHTTP10 = false
    private var received = 0
    private var interim = 0
    private var trailers = 0

    /// How the body of the whole head's answer ends, to a HEAD or to anything else.
    /// Source: RFC 9112, section 6.3.
    func framing(answersHead: Bool) -> Framing {
        if answersHead || status == 204 || status == 304 { return .none }
        if isChunked { return .chunked }
        return contentLength.map { .sized($0) } ?? .untilClose
    }

    mutating func reset() {
        startAnswer(status: 0)
        received = 0
        interim = 0
        trailers = 0
        isComplete = false
    }

    /// Takes one line with its line end.
    mutating func take(_ line: UnsafeRawBufferPointer) -> Step {
        received += line.count
        if received > Self.maxBytes { return .refused("more than \(Self.maxBytes) head bytes") }
        let line = withoutEnd(line)
        if isComplete { return trailer(line) }
        if line.isEmpty { return endOfHead() }
        if status == 0 { return statusLine(line) }
        return header(line)
    }

    private mutating func trailer(_ line: UnsafeRawBufferPointer) -> Step {
        trailers += 1
        return trailers > Self.maxHeaders ? .refused("too many trailers") : .more
    }

    private mutating func endOfHead() -> Step {
        guard status != 0 else { return .refused("empty head") }
        if status == 101 { return .refused("switched protocols unasked") }
        if status < 200 {
            interim += 1
            startAnswer(status: 0)
            return interim > Self.maxInterim ? .refused("too many interim answers") : .more
        }
        if isChunked, contentLength != nil { return .refused("both length and chunked") }
        isComplete = true
        return .complete
    }

    /// `HTTP/1.x NNN`, checked as far as it is used. Source: RFC 9112, section 4.
    private mutating func statusLine(_ line: UnsafeRawBufferPointer) -> Step {
        guard line.count >= 12, line.starts(with: "HTTP/1.".utf8),
            let status = decimal(UnsafeRawBufferPointer(rebasing: line[9..<12])), status >= 100,
            line.count == 12 || line[12] == 0x20
        else { return .refused("bad status line") }
        startAnswer(status: Int(status))
        isHTTP10 = line[7] == UInt8(ascii: "0")
        return .more
    }

    private mutating func header(_ line: UnsafeRawBufferPointer) -> Step {
        if headers.count == Self.maxHeaders { return .refused("too many headers") }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            areTokenBytes(line, colon), areTextBytes(line, from: colon)
        else { return .refused("bad header line") }
        headers.append(line)
        switch colon {
        case 10 where name(line, colon, is: "connection"):
            let options = value(line, colon)
            if isWord(options, "keep-alive") { promisesKeepAlive = true }
            if names(options, "close") { saysClose = true }
        case 14 where name(line, colon, is: "content-length"):
            return length(value(line, colon))
        case 17 where name(line, colon, is: "transfer-encoding"):
            guard !isChunked, isWord(value(line, colon), "chunked")
            else { return .refused("unknown transfer coding") }
            isChunked = true
        default: break
        }
        return .more
    }

    private mutating func length(_ text: UnsafeRawBufferPointer) -> Step {
        guard let length = decimal(text) else { return .refused("bad length") }
        if let contentLength, contentLength != length { return .refused("two lengths") }
        contentLength = length
        return .more
    }

    private mutating func startAnswer(status: Int) {
        self.status = status
        headers.removeAll()
        contentLength = nil
        isChunked = false
        promisesKeepAlive = false
        saysClose = false
        isHTTP10 = false
    }

    // Written out: these see every byte of every head.

    private func areTokenBytes(_ line: UnsafeRawBufferPointer, _ end: Int) -> Bool {
        for index in 0..<end where !isTokenByte(line[index]) { return false }
        return true
    }

    private func areTextBytes(_ line: UnsafeRawBufferPointer, from start: Int) -> Bool {
        for index in start..<line.count {
            let byte = line[index]
            guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else { return false }
        }
        return true
    }

    private func value(_ line: UnsafeRawBufferPointer, _ colon: Int) -> UnsafeRawBufferPointer {
        let text = line[(colon + 1)...]
        let start = text.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? text.endIndex
        return UnsafeRawBufferPointer(rebasing: text[start...])
    }

    private func name(_ line: UnsafeRawBufferPointer, _ colon: Int, is name: StaticString) -> Bool {
        isWord(UnsafeRawBufferPointer(rebasing: line[..<colon]), name)
    }

    /// Whether a list of options has `option`.
    private func names(_ list: UnsafeRawBufferPointer, _ option: StaticString) -> Bool {
        list.split(separator: UInt8(ascii: ",")).contains { part in
            let start = part.firstIndex { !isBlank($0) } ?? part.endIndex
            return isWord(withoutEnd(UnsafeRawBufferPointer(rebasing: part[start...])), option)
        }
    }

    /// Whether `bytes` are `word`, given in lower case, whatever their own case.
    private func isWord(_ bytes: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
        guard bytes.count == word.utf8CodeUnitCount else { return false }
        for index in 0..<bytes.count where lowercase(bytes[index]) != word.utf8Start[index] {
            return false
        }
        return true
    }

    private func withoutEnd(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var end = line.count
        while end > 0, isBlank(line[end - 1]) { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: line[..<end])
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x0D || byte == 0x0A || byte == 0x20 || byte == 0x09
    }

    private func decimal(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        guard !bytes.isEmpty, bytes.count <= 18 else { return nil }
        var value: Int64 = 0
        for byte in bytes {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return value
    }
}
