package import Basics

/// Status, headers and framing of an answer.
package struct ResponseHead: Sendable {
    package let status: Int
    package let headers: HeaderBlock
    /// Bytes of the body; nil when they come chunked or until the connection closes.
    package let length: Int64?
    /// The body has no framing: a peer that dies looks like one that ended. Whoever passes it on
    /// should check its last bytes (a ZIP's directory, a closing boundary).
    package let endsWithClose: Bool
}

/// A whole answer in memory.
package struct ClientResponse: Sendable {
    package let head: ResponseHead
    package let body: [UInt8]

    package var status: Int { head.status }
    package var headers: HeaderBlock { head.headers }
}

/// An answer whose body is still coming.
///
/// The reader drains ``body`` to its end, or abandons it, or calls ``cancel()``; the last two close
/// the socket at once.
package struct StreamedResponse: Sendable {
    package let head: ResponseHead
    /// Ends with `failed` when the answer was cut.
    package let body: ByteChannel
    let transfer: Transfer

    package var status: Int { head.status }
    package var headers: HeaderBlock { head.headers }
    package var length: Int64? { head.length }
    package var endsWithClose: Bool { head.endsWithClose }

    /// Why the body failed, once it did.
    package var failure: TransferError? { transfer.error }

    /// Closes the socket at once and fails the body.
    package func cancel() { transfer.cancel() }
}
