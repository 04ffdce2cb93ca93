/// How data sets and pixels are encoded; more than one will be built.
package enum TransferSyntax: String, Hashable, Sendable, CaseIterable {
    case explicitLittleEndian = "1.2.840.10008.1.2.1"

    package var uid: String { rawValue }
}
