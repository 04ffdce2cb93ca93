internal import Basics
internal import CCurl

/// Where operations go.
package struct TargetSettings: Sendable {
    /// `http://host:port/path` without a slash at its end.
    var base: String
    var user: String?
    var password: Secret?
    /// What follows `Bearer` in the header Authorization; instead of user and password.
    var authorization: Secret?
    var trustFile: String?
    var isVerified = true
    var certificate: String?
    var key: String?
    var timeout = Duration.seconds(30)
    /// Most operations in flight at once on one loop.
    var connections = 64
    /// HTTP/2 where the target speaks it over TLS.
    var http2 = false

    init(base: String) { self.base = base }
}

/// What all transfers to one target share. Confined to its loop's thread.
final class TargetHandle {
    let settings: TargetSettings
    /// Of its base URL, what stands before each request's path; without a slash at its end.
    let prefix: [CChar]
    let url: ParsedURL
    private let json: HeaderList
    private let dicom: HeaderList
    private let dicomParts: HeaderList
    /// CURLAUTH_BASIC and CURLAUTH_BEARER, casts that Swift doesn't see.
    private static let basic = 1
    private static let bearer = 1 << 6
    /// Of each transfer's buffer. Larger ones cost more than the calls that they save: 64 of them
    /// no longer fit into a core's cache (docs/benchmarks.md, "The load tester").
    private static let receiveBytes = 64 << 10

    init(_ settings: TargetSettings) {
        self.settings = settings
        url = ParsedURL(settings.base)
        prefix = Self.path(of: settings.base).map { CChar(bitPattern: $0) }
        json = Self.headers("application/json")
        dicom = Self.headers("application/dicom")
        dicomParts = Self.headers(
            "multipart/related; type=\"application/dicom\"; boundary=\(Request.boundary)"
        )
    }

    /// What follows the host and its port.
    private static func path(of base: String) -> ArraySlice<UInt8> {
        let bytes = Array(base.utf8)
        let slashes = bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") }
        return slashes.count > 2 ? bytes[slashes[2]...] : []
    }

    /// Without the first, libcurl waits for a go-ahead before it sends more than 1 MiB.
    private static func headers(_ content: String) -> HeaderList {
        HeaderList(["Expect:", "Content-Type: \(content)"])
    }

    /// The header lines of requests with such content; none where there is none.
    func headers(_ content: Request.Content?) -> UnsafeRawPointer? {
        switch content {
        case nil: nil
        case .json: UnsafeRawPointer(json.raw)
        case .dicom: UnsafeRawPointer(dicom.raw)
        case .dicomParts: UnsafeRawPointer(dicomParts.raw)
        }
    }

    func configure(_ easy: borrowing EasyHandle) {
        easy.set(CURLOPT_NOSIGNAL, 1)
        easy.set(CURLOPT_TCP_NODELAY, 1)
        easy.set(CURLOPT_USERAGENT, "isengard-load")
        easy.set(CURLOPT_BUFFERSIZE, Self.receiveBytes)
        easy.set(CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)
        easy.set(CURLOPT_TIMEOUT_MS, settings.timeout.milliseconds)
        easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        easy.set(CURLOPT_PROXY, "")
        // Orthanc closes a connection that was idle for a second.
        easy.set(CURLOPT_MAXAGE_CONN, 1)
        let version = settings.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
        easy.set(CURLOPT_HTTP_VERSION, version)
        configureTLS(easy)
        if let token = settings.authorization {
            easy.set(CURLOPT_HTTPAUTH, Self.bearer)
            easy.set(CURLOPT_XOAUTH2_BEARER, token.reveal)
        }
        guard let user = settings.user else { return }
        easy.set(CURLOPT_HTTPAUTH, Self.basic)
        easy.set(CURLOPT_USERNAME, user)
        easy.set(CURLOPT_PASSWORD, settings.password?.reveal ?? "")
    }

    private func configureTLS(_ easy: borrowing EasyHandle) {
        if let trust = settings.trustFile { easy.set(CURLOPT_CAINFO, trust) }
        if !settings.isVerified {
            easy.set(CURLOPT_SSL_VERIFYPEER, 0)
            easy.set(CURLOPT_SSL_VERIFYHOST, 0)
        }
        if let certificate = settings.certificate { easy.set(CURLOPT_SSLCERT, certificate) }
        if let key = settings.key { easy.set(CURLOPT_SSLKEY, key) }
    }
}
