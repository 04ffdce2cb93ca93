package import Basics

/// What one server listens on and how far it trusts its clients.
package struct ServerConfiguration: Sendable {
    /// Numeric, IPv4 or IPv6.
    package var address = "127.0.0.1"
    /// 0 lets the kernel choose. Further servers of the same process take the first one's port.
    package var port: UInt16 = 0
    package var backlog: Int32 = 4096
    /// nil serves plain text.
    package var tls: TLSIdentity?
    package var limits = GateLimits()
    package var deadlines = ServerDeadlines()
    /// Of this server; beyond it, clients wait in the backlog.
    package var maximumConnections = 10_000
    /// Of this server; beyond it, connections are closed at once. nil behind a proxy.
    package var maximumConnectionsPerAddress: Int?
    /// Memory of one used connection; also the largest piece in which an upload is read.
    /// libmicrohttpd writes zeros over all of it after every request, which at 64 KiB is 5 to 8 % of
    /// a small one.
    package var poolBytes = 32_768
    /// Of an upload, between the client and its reader.
    package var bodyBufferBytes = 65_536
    /// Most of a body that is read and dropped after its reader gave up or was never wanted.
    package var abandonedBodyLimitBytes: Int64 = 16 << 20
    package var refusalWriter: RefusalWriter = { _ in PlainAnswer() }

    package init() {}
}

/// How long a client, or a handler, may take.
package struct ServerDeadlines: Sendable {
    /// From the connection, or from a later request's first line, to the end of the head.
    package var head: Duration = .seconds(10)
    /// From an answer to the next request's first line.
    package var idle: Duration = .seconds(60)
    /// Within each such window of an upload …
    package var bodyWindow: Duration = .seconds(30)
    /// … at least so many bytes come.
    package var bodyWindowBytes = 30_000
    /// From the end of the request, or the last byte its reader took, to the answer's head, and
    /// between two bytes of an answer's body. nil leaves it to the handler.
    package var handler: Duration? = .seconds(300)
    /// Without one byte of the answer acknowledged by the client.
    package var writeStall: Duration = .seconds(60)
    /// A waiting request older than this has its client watched for a hang-up.
    package var hangUpWatch: Duration = .milliseconds(25)
    /// For a client to take the last answer on a connection that ends early.
    package var linger: Duration = .seconds(2)

    package init() {}
}

/// A server's certificate chain and key, PEM.
package struct TLSIdentity: Sendable {
    package let certificatePEM: String
    package let keyPEM: Secret

    package init(certificatePEM: String, keyPEM: Secret) {
        self.certificatePEM = certificatePEM
        self.keyPEM = keyPEM
    }
}
