package import Basics

/// An answer and what it rests on.
package struct Answer: Sendable {
    /// JSON text.
    package enum Body: Sendable {
        case bytes([UInt8])
        /// A long text that is made while it is sent. It fails when it can't be made whole.
        case channel(ByteChannel)
    }

    package let body: Body
    package let provenance: Provenance

    package init(_ bytes: [UInt8], _ provenance: Provenance) {
        self.init(.bytes(bytes), provenance)
    }

    init(_ body: Body, _ provenance: Provenance) {
        self.body = body
        self.provenance = provenance
    }

    /// The same text, which lacks this too.
    func joined(_ other: Provenance) -> Answer {
        Answer(body, other.joined(provenance))
    }
}
