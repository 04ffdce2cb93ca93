package import Basics

/// Name and password of an `Authorization: Basic` header. Source: RFC 7617.
package struct BasicCredentials: Sendable, Equatable {
    package let name: String
    package let password: Secret

    /// Longest encoded form that is looked at.
    static let limitBytes = 2048

    /// - Returns: nil for another scheme, and for anything that is not base64 of UTF-8 with a colon.
    package init?(header: String) {
        let bytes = Array(header.utf8)
        guard bytes.count <= Self.limitBytes, let space = bytes.firstIndex(of: UInt8(ascii: " "))
        else { return nil }
        let scheme = bytes[..<space].map { $0 | 0x20 }
        guard scheme == Array("basic".utf8) else { return nil }
        let encoded = bytes[space...].drop { $0 == UInt8(ascii: " ") }
        guard let decoded = Base64.decode(encoded), !decoded.contains(0),
            let colon = decoded.firstIndex(of: UInt8(ascii: ":")),
            let name = String(validating: decoded[..<colon], as: UTF8.self),
            let password = String(validating: decoded[(colon + 1)...], as: UTF8.self)
        else { return nil }
        self.name = name
        self.password = Secret(password)
    }
}
