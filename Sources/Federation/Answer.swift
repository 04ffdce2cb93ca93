/// A finished answer and what it rests on.
package struct Answer: Sendable {
    /// JSON text.
    package let bytes: [UInt8]
    package let provenance: Provenance

    package init(_ bytes: [UInt8], _ provenance: Provenance) {
        self.bytes = bytes
        self.provenance = provenance
    }

    /// The same text, which lacks this too.
    func joined(_ other: Provenance) -> Answer {
        Answer(bytes, other.joined(provenance))
    }
}
